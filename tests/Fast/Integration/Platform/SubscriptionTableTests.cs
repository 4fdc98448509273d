using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Drill;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using Google.Protobuf.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>A handler without a row hears nothing, and a row without a handler tells somebody what they have no use for.</summary>
public sealed class SubscriptionTableTests : IAsyncLifetime
{
    private TestPlatform _test = null!;

    public async ValueTask InitializeAsync() => _test = await TestPlatform.Start(Suite.Roles, replace: Suite.Adapters);

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Fact]
    public void Every_role_may_hear_what_its_handlers_handle_and_nothing_else() => Assert.Empty(Differences(SubscriptionTable.Rows));

    [Fact]
    public void A_row_too_few_and_a_row_too_many_are_seen()
    {
        var wrong = new Subscriptions(new Subscription("records", PersonChanged.Descriptor.FullName));

        Assert.Contains("records need not hear enforcement.records.v1.PersonChanged", Differences(wrong));
        Assert.Contains("records must hear enforcement.review.v1.ReviewPassed", Differences(wrong));
    }

    /// <summary>The kill drill counts every notice with every handler: it has to know them all.</summary>
    [Fact]
    public void The_drill_counts_with_every_handler_of_every_role() => Assert.Equal(
        from role in Suite.Roles.OfType<LedgerRole>()
        from handler in HandlersOf(role)
        let line = $"{role.Name} {handler.Name} {handler.Publisher} {handler.NoticeType.FullName}"
        orderby line
        select line,
        Listeners.All.Select(one => $"{one.Role} {one.Handler} {one.Publisher} {one.Notice}").Order());

    private ImmutableArray<string> Differences(Subscriptions table) =>
    [
        .. from role in Suite.Roles.OfType<LedgerRole>()
           let handled = HandledBy(role)
           from notice in Notices()
           let allowed = table.Allows(role.Name, notice)
           where allowed != handled.Contains(notice)
           select $"{role.Name} {(allowed ? "need not" : "must")} hear {notice}",
    ];

    private HashSet<string> HandledBy(LedgerRole role) => [.. HandlersOf(role).Select(handler => handler.NoticeType.FullName)];

    private IEnumerable<INoticeHandler> HandlersOf(LedgerRole role) => _test.Platform.Services.GetKeyedServices<INoticeHandler>(role.Name);

    /// <summary>Every message of every file of notices.</summary>
    private static IEnumerable<string> Notices() =>
        from type in typeof(PersonChanged).Assembly.GetTypes()
        where type.Name.EndsWith("EventsReflection", StringComparison.Ordinal)
        from message in ((FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!).MessageTypes
        select message.FullName;
}
