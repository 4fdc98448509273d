using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

public sealed class RecordRuleTests
{
    /// <summary>Ten in the morning of 23 November in Shanghai.</summary>
    private static readonly DateTimeOffset Recorded = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_recorded_has_happened()
    {
        Assert.True(RecordRules.NotInFuture.Holds(new OccurrenceFacts(Recorded, Recorded, null)));
        Assert.False(RecordRules.NotInFuture.Holds(new OccurrenceFacts(Recorded.AddMilliseconds(1), Recorded, "补录")));
    }

    [Theory]
    [InlineData("2026-11-22T15:59:59Z", null, false)]
    [InlineData("2026-11-22T15:59:59Z", " ", false)]
    [InlineData("2026-11-22T15:59:59Z", "设备故障", true)]
    [InlineData("2026-11-22T16:00:00Z", null, true)]
    [InlineData("2026-11-23T02:00:00Z", null, true)]
    public void A_record_of_an_earlier_day_in_Shanghai_needs_a_reason(string occurred, string? reason, bool holds)
    {
        var facts = new OccurrenceFacts(DateTimeOffset.Parse(occurred, System.Globalization.CultureInfo.InvariantCulture), Recorded, reason);
        Assert.Equal(holds, RecordRules.LateNeedsReason.Holds(facts));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("　", false)]
    [InlineData("笔误", true)]
    public void An_amendment_needs_a_reason(string? reason, bool holds) =>
        Assert.Equal(holds, RecordRules.AmendmentNeedsReason.Holds(new AmendmentFacts(reason, "a", "b")));

    [Theory]
    [InlineData("b", true)]
    [InlineData("a", false)]
    [InlineData(null, false)]
    [InlineData("", false)]
    public void An_amendment_is_approved_by_somebody_else(string? approver, bool holds) =>
        Assert.Equal(holds, RecordRules.AmendmentNeedsOtherApprover.Holds(new AmendmentFacts("笔误", "a", approver)));
}
