using System.Reflection;
using EnforcementPlatform.Kernel.Feed;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Kernel;

/// <summary>A handler's name is held by command ids, cursors and parked streams for ever; renaming one would handle everything again.</summary>
public sealed class Handler_names
{
    [Fact]
    public void Are_those_once_agreed_on() => Verified.Matches("HandlerNames", List(Services()));

    [Fact]
    public void Show_a_new_or_renamed_handler()
    {
        var listed = List([typeof(Handler_names).Assembly]);
        Assert.Contains("EnforcementPlatform.Tests.Fast: OnProbe\n", listed, StringComparison.Ordinal);
        Assert.Contains("EnforcementPlatform.Tests.Fast: Copies under another name\n", listed, StringComparison.Ordinal);
    }

    private static IEnumerable<Assembly> Services() =>
        from file in Directory.EnumerateFiles(AppContext.BaseDirectory, "EnforcementPlatform.*.dll")
        let name = Path.GetFileNameWithoutExtension(file)
        where !name.Contains(".Tests.", StringComparison.Ordinal)
        select Assembly.Load(name);

    private static string List(IEnumerable<Assembly> assemblies)
    {
        var names =
            from assembly in assemblies
            from type in assembly.GetTypes()
            where !type.IsAbstract && type.IsAssignableTo(typeof(INoticeHandler))
            select $"{assembly.GetName().Name}: {type.Name}{(type.GetProperty(nameof(INoticeHandler.Name)) is null ? "" : " under another name")}\n";
        return "# Handlers of notices, by assembly. A name is never changed nor used again.\n" + string.Concat(names.Order(StringComparer.Ordinal));
    }

    private sealed class OnProbe : INoticeHandler
    {
        public string Publisher => "records";

        public Google.Protobuf.Reflection.MessageDescriptor NoticeType => Google.Protobuf.WellKnownTypes.StringValue.Descriptor;

        public HandlerStart Start => HandlerStart.FromNow;

        public Task Handle(Notice notice, HandlerRun run) => Task.CompletedTask;
    }
}
