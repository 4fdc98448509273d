using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Kernel;

/// <summary>The keys of an issuer in another process, while it is slow, away or has changed them.</summary>
public sealed class PeerKeysTests
{
    private static readonly PublicKey Key = new("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    private readonly SteppedClock _clock = new(new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));
    private readonly PeerKeys _keys;
    private TaskCompletionSource<IReadOnlyDictionary<string, PublicKey>?> _answer = new();
    private int _read;

    public PeerKeysTests() => _keys = new("review", Read, _clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_who_wait_for_a_set_share_one_reading()
    {
        var first = _keys.Find(Key.Kid, Ct).AsTask();
        var second = _keys.Find(Key.Kid, Ct).AsTask();
        Answer();

        Assert.Equal([Key, Key], await Task.WhenAll(first, second));
        Assert.Equal(1, _read);
    }

    [Fact]
    public async Task A_known_key_is_served_while_its_set_is_read_again()
    {
        await Known();
        _answer = new();
        _clock.Step(TimeSpan.FromMinutes(6));

        Assert.Equal(Key, await _keys.Find(Key.Kid, Ct));
        Assert.Equal(Key, await _keys.Find(Key.Kid, Ct));
        Assert.Equal(2, _read);
    }

    [Fact]
    public async Task A_known_key_is_served_while_its_issuer_is_away_and_dies_after_ten_minutes()
    {
        await Known();
        _answer = new();
        _answer.SetResult(null);
        _clock.Step(TimeSpan.FromMinutes(6));
        Assert.Equal(Key, await _keys.Find(Key.Kid, Ct));
        _clock.Step(TimeSpan.FromMinutes(5));

        await IsUnavailable();
    }

    [Fact]
    public async Task Silence_is_no_refusal_of_the_token_and_ends_with_the_issuers_return()
    {
        _answer.SetResult(null);
        await IsUnavailable();
        await IsUnavailable();
        Assert.Equal(1, _read);
        _answer = new();
        Answer();
        _clock.Step(TimeSpan.FromSeconds(2));

        Assert.Equal(Key, await _keys.Find(Key.Kid, Ct));
    }

    [Fact]
    public async Task A_key_that_is_not_published_is_none_and_asked_for_at_most_every_thirty_seconds()
    {
        await Known();
        Assert.Null(await _keys.Find("other", Ct));
        Assert.Equal(1, _read);
        _clock.Step(TimeSpan.FromSeconds(30));

        Assert.Null(await _keys.Find("other", Ct));
        Assert.Null(await _keys.Find("other", Ct));
        Assert.Equal(2, _read);
    }

    private async Task Known()
    {
        Answer();
        Assert.Equal(Key, await _keys.Find(Key.Kid, Ct));
    }

    private async Task IsUnavailable() =>
        Assert.Equal("PEER_UNAVAILABLE", (await Assert.ThrowsAsync<Fault>(async () => await _keys.Find(Key.Kid, Ct))).Type.Reason);

    private void Answer() => _answer.SetResult(new Dictionary<string, PublicKey> { [Key.Kid] = Key });

    private Task<IReadOnlyDictionary<string, PublicKey>?> Read()
    {
        _read++;
        return _answer.Task;
    }
}
