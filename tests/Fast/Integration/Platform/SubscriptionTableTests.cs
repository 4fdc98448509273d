using System.Collections.Immutable;
using System.Reflection;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using Google.Protobuf.Reflection;
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

    private ImmutableArray<string> Differences(Subscriptions table) =>
    [
        .. from role in Suite.Roles.OfType<LedgerRole>()
           let handled = HandledBy(role)
           from notice in Notices()
           let allowed = table.Allows(role.Name, notice)
           where allowed != handled.Contains(notice)
           select $"{role.Name} {(allowed ? "need not" : "must")} hear {notice}",
    ];

    private HashSet<string> HandledBy(LedgerRole role)
    {
        var handlers = typeof(LedgerRole).GetMethod("Handlers", BindingFlags.Instance | BindingFlags.NonPublic)!;
        return [.. ((IEnumerable<INoticeHandler>)handlers.Invoke(role, [_test.Platform.Services])!).Select(handler => handler.NoticeType.FullName)];
    }

    /// <summary>Every message of every file of notices.</summary>
    private static IEnumerable<string> Notices() =>
        from type in typeof(PersonChanged).Assembly.GetTypes()
        where type.Name.EndsWith("EventsReflection", StringComparison.Ordinal)
        from message in ((FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!).MessageTypes
        select message.FullName;
}
