using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Records;

/// <summary>Deadlines that were set while the clock was ahead end when it is set right; a small correction changes nothing.</summary>
public sealed class T8_deadlines : IDisposable
{
    private readonly CancellationToken _ct = TestContext.Current.CancellationToken;
    private readonly TestFolder _keys = new();
    private readonly ManualClock _clock = new(Sample.Start);
    private readonly ServiceLedger _ledger;

    public T8_deadlines()
    {
        var store = new InMemoryLedger();
        _ledger = new(
            "records", store, async (entry, ct) => (await store.Append([entry], ct))[0], new InMemoryCells(), InstallationKeys.Load(_keys.Beside("keys"), "records"),
            TestRing.In(_keys.Beside("keys")), new MessageTypes(), _clock);
    }

    public void Dispose() => _keys.Dispose();

    [Theory]
    [InlineData(30 * 24 * 60, false)]
    [InlineData(1, true)]
    public async Task T8_A_lock_of_a_clock_ahead_ends_when_the_clock_is_set_right(int minutesAhead, bool stays)
    {
        var locks = new SignInLocks(_ledger);
        _clock.Leap(TimeSpan.FromMinutes(minutesAhead));
        for (var guess = 0; guess < SignInLocks.MostFailures; guess++)
        {
            await locks.TakePlace(SignInLocks.OfAccount("a", "here"));
        }

        var before = await locks.IsLocked("a", _ct);
        _clock.Leap(TimeSpan.FromMinutes(-minutesAhead));

        Assert.True(before);
        Assert.Equal(stays, await locks.IsLocked("a", _ct));
    }

    [Theory]
    [InlineData(30 * 24 * 60, false)]
    [InlineData(1, true)]
    public async Task T8_A_session_of_a_clock_ahead_ends_when_the_clock_is_set_right(int minutesAhead, bool stays)
    {
        var sessions = new Sessions(_ledger, new Streams<AccountState>(_ledger, "accounts", "account_id"));
        var account = new AccountState { Stream = $"accounts/{Guid.CreateVersion7()}" };
        _clock.Leap(TimeSpan.FromMinutes(minutesAhead));
        var session = await sessions.Begin(account, ["pwd"], _clock.GetUtcNow());
        var key = Sessions.Read(session.RenewalKey)!.Value;
        var before = await sessions.Renew(account, key.SessionId, key.Secret, _clock.GetUtcNow());
        _clock.Leap(TimeSpan.FromMinutes(-minutesAhead));

        Assert.NotNull(before);
        Assert.Equal(stays, await sessions.Renew(account, key.SessionId, key.Secret, _clock.GetUtcNow()) is not null);
    }
}
