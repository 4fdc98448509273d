using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records;
using EnforcementPlatform.Records.Facts;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Records;

/// <summary>
/// How many ended sessions are remembered one by one is decided when one ends, and stands in the fact: another number later changes no
/// epoch of before.
/// </summary>
public sealed class SessionTests
{
    [Fact]
    public void H1_The_fact_says_that_all_sessions_end_where_no_more_are_remembered_one_by_one()
    {
        var account = AccountState.Empty;
        for (var session = 1; session <= 32; session++)
        {
            account = account.After(account.End($"session-{session}"), "accounts/x");
        }

        Assert.Equal((32, 0), (account.EndedSessions.Length, account.Epoch));

        var decision = account.End("session-33");

        Assert.Equal("", Assert.IsType<SessionEnded>(Assert.Single(decision.Facts).Body).SessionId);
        var after = account.After(decision, "accounts/x");
        Assert.Equal((0, 1), (after.EndedSessions.Length, after.Epoch));
        Assert.Equal(1, Assert.IsType<EnforcementPlatform.Contracts.Records.AccountChanged>(Assert.Single(decision.Notices)).Epoch);
    }

    [Fact]
    public void H1_The_fold_ends_what_the_facts_name_however_many()
    {
        var ended = Enumerable.Range(1, 40).Select(session => Decision.Of(new SessionEnded { SessionId = $"session-{session}" }));

        var account = ended.Aggregate(AccountState.Empty, (state, decision) => state.After(decision, "accounts/x"));

        Assert.Equal((40, 0), (account.EndedSessions.Length, account.Epoch));
    }
}
