using EnforcementPlatform.Contracts.Common;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records.Cases;

/// <summary>When an act happened, as its recorder claims. Late recording (补录) is allowed, gives its reason and stays visible.</summary>
internal static class Occurred
{
    /// <summary>The claimed moment, now where none is claimed. Nothing is checked.</summary>
    public static DateTimeOffset Claimed(IActContext act, Occurrence? occurrence) => occurrence?.At.ToDateTimeOffset() ?? act.Now;

    /// <summary>
    /// States when the act happened. Refused in the future, before <paramref name="notBefore"/> (named <paramref name="after"/> for
    /// people), and late without a reason.
    /// </summary>
    public static DateTimeOffset State(IActContext act, Occurrence? occurrence, DateTimeOffset notBefore, string after)
    {
        var facts = new OccurrenceFacts(Claimed(act, occurrence), act.Now, occurrence?.LateReason);
        RecordRules.NotInFuture.Require(facts);
        RecordRules.LateNeedsReason.Require(facts);
        if (facts.Occurred < notBefore)
        {
            throw CaseFaults.OccurredTooEarly.With(("after", after));
        }

        act.Occurred(facts.Occurred, facts.IsLate ? occurrence!.LateReason : "", facts.IsLate);
        return facts.Occurred;
    }
}
