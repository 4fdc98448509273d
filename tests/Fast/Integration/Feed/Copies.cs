using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Tests.Fast.Integration.Feed;

/// <summary>A handler that writes three copies of what it is told, each to a stream of its own.</summary>
internal class Copies(string name, NotesService service) : INoticeHandler
{
    public static readonly string[] Targets = ["x", "y", "z"];

    public string Name => name;

    public string Publisher => "notes";

    public MessageDescriptor NoticeType => StringValue.Descriptor;

    public HandlerStart Start { get; init; } = HandlerStart.FromBeginning;

    protected NotesService Service { get; } = service;

    public virtual async Task Handle(Notice notice, HandlerRun run)
    {
        foreach (var target in Targets)
        {
            await run.Act(Service.Notes, KeyOf(target), (_, _) => ValueTask.FromResult(Copy(notice)));
        }
    }

    protected string KeyOf(string target) => $"{name}.{target}";

    protected static Decision Copy(Notice notice) => Decision.Of(notice.Body);
}

/// <summary>Seeded defect: one command id for all targets.</summary>
internal sealed class CopiesWithoutTarget(string name, NotesService service) : Copies(name, service)
{
    public override async Task Handle(Notice notice, HandlerRun run)
    {
        foreach (var target in Targets)
        {
            await Service.Notes.Run(KeyOf(target), run.CommandId(), run.Actor, Name, notice.Body, (_, _) => ValueTask.FromResult(Copy(notice)), run.Ct);
        }
    }
}

/// <summary>Seeded defect: says it is done, and acts once the cursor has moved.</summary>
internal sealed class CopiesAfterTheCursor(string name, NotesService service, List<Func<Task>> later) : Copies(name, service)
{
    public override Task Handle(Notice notice, HandlerRun run)
    {
        later.Add(() => base.Handle(notice, new HandlerRun(notice, Name, "notes", CancellationToken.None)));
        return Task.CompletedTask;
    }
}

/// <summary>Nobody decides anything about parked notices.</summary>
internal sealed class NoParkedActs : IParkedActs
{
    public ValueTask<ParkedVerdict> Find(string handler, string stream, CancellationToken ct) => default;

    public ValueTask<ParkedDecisions> Since(string handler, long? position, CancellationToken ct) => new(new ParkedDecisions([], position ?? 0));
}
