using EnforcementPlatform.Host;
using EnforcementPlatform.Tests.Fast.Integration.Review;

namespace EnforcementPlatform.Tests.Fast.Integration.EveryRpc;

/// <summary>Every role of the suite in one process, as <c>./run</c> plays them.</summary>
public sealed class WholeSuite : ReviewFixture
{
    private TestPlatform? _all;

    internal TestPlatform All => _all!;

    private protected override TestPlatform Records => _all!;

    private protected override TestPlatform ReviewPlatform => _all!;

    public override ValueTask DisposeAsync() => _all!.DisposeAsync();

    private protected override async Task Start() => _all = await TestPlatform.Start(Suite.Roles, replace: Suite.Adapters);
}
