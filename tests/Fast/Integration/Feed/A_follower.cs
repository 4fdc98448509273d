using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Feed;

/// <summary>A handler whose publisher is not there yet.</summary>
public sealed class A_follower : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly NotesService _service = new();
    private readonly ManualClock _clock = new(Sample.Start);
    private readonly KeptLog<Follower> _log = new();

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task Says_once_that_there_is_no_feed_and_hears_all_when_there_is()
    {
        await _service.Write("a", "text", null, new StringValue { Value = "told" });
        var asked = 0;
        var follower = new Follower(
            new Copies("OnNote", _service),
            _ => ++asked < 4 ? throw KernelFaults.PeerUnavailable.With(("service", "notes")) : Task.FromResult<IFeed>(Feed()),
            feed => new(new Copies("OnNote", _service), feed, "notes", _service.Cells, new NoParkedActs(), TimeProvider.System, _log),
            _clock,
            _log);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = follower.Run(stop.Token);
        for (var turn = 0; turn < 3000 && await _service.Tail.Count(Ct) < 1 + Copies.Targets.Length; turn++)
        {
            _clock.Step(TimeSpan.FromSeconds(30));
            await Task.Delay(20, Ct);
        }

        await stop.CancelAsync();
        await running;
        Assert.Equal(4, asked);
        Assert.Equal(1 + Copies.Targets.Length, await _service.Tail.Count(Ct));
        Assert.Single(_log.Lines, line => line.Contains("找不到notes的通知来源", StringComparison.Ordinal));
    }

    private LedgerFeed Feed() => new("notes", "test/notes", _service.Tail, new(new Subscription("notes", StringValue.Descriptor.FullName)));
}
