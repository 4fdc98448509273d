using System.Collections.Immutable;
using EnforcementPlatform.Host.Drill;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Host;

/// <summary>The checker of the kill drill, fed histories made by hand: it must be content with good ones and name what is wrong in each bad one.</summary>
public class A_drill_history
{
    private static readonly SentAct Filed = new("a", "FileCase", ActOutcome.Acknowledged, Answer: "1");
    private static readonly SentAct Cut = new("b", "RecordAct", ActOutcome.Unknown);
    private static readonly SentAct Refused = new("c", "IssueDecision", ActOutcome.Refused);

    [Fact]
    public void With_each_acknowledged_act_kept_once_is_sound()
    {
        var verdict = Check([Filed, Cut, Refused], [Kept(7, "a")], [new("a", "1")]);
        Assert.Empty(verdict.Faults);
        Assert.Equal((1, 0), (verdict.Acknowledged, verdict.Recovered));
    }

    [Fact]
    public void Recovers_an_act_whose_answer_was_lost() => Assert.Equal(1, Check([Cut], [Kept(7, "b")], [new("b", "2")]).Recovered);

    [Fact]
    public void Names_an_acknowledged_act_that_is_lost() => Expect(Finding.Lost, [Filed], [], []);

    [Fact]
    public void Names_an_acknowledged_act_that_is_doubled() => Expect(Finding.Doubled, [Filed], [Kept(7, "a"), Kept(9, "a")], []);

    [Fact]
    public void Names_an_unknown_act_that_is_doubled() => Expect(Finding.Doubled, [Cut], [Kept(7, "b"), Kept(8, "b")], []);

    [Fact]
    public void Names_a_refused_act_that_is_kept() => Expect(Finding.Unexpected, [Refused], [Kept(7, "c")], []);

    [Fact]
    public void Names_an_entry_that_nobody_sent() => Expect(Finding.Unexpected, [Filed], [Kept(7, "a"), Kept(8, "x")], []);

    [Fact]
    public void Names_an_answer_that_changed() => Expect(Finding.AnswerChanged, [Filed], [Kept(7, "a")], [new("a", "2")]);

    [Fact]
    public void Names_a_kept_act_whose_repetition_is_refused() => Expect(Finding.AnswerChanged, [Cut], [Kept(7, "b")], [new("b", "", "ETAG_STALE")]);

    [Fact]
    public void Accepts_that_an_act_which_was_not_kept_is_refused_when_repeated() => Assert.Empty(Check([Cut], [], [new("b", "", "ETAG_STALE")]).Faults);

    [Fact]
    public void Names_a_number_left_out() => Expect(Finding.NumberGap, [Filed, Cut], [Numbered(7, "a", 1), Numbered(8, "b", 3)], []);

    [Fact]
    public void Names_a_number_claimed_twice() => Expect(Finding.NumberTwice, [Filed, Cut], [Numbered(7, "a", 1), Numbered(8, "b", 1)], []);

    [Fact]
    public void Names_a_number_printed_twice() => Expect(
        Finding.NumberTwice, [Filed with { Number = "平工信罚〔2026〕1号" }, Filed with { CommandId = "d", Number = "平工信罚〔2026〕1号" }], [Kept(7, "a"), Kept(8, "d")], []);

    private static void Expect(Finding finding, SentAct[] sent, KeptAct[] kept, RepeatedAct[] repeated) =>
        Assert.Equal(finding, Assert.Single(Check(sent, kept, repeated).Faults).Finding);

    private static DrillVerdict Check(SentAct[] sent, KeptAct[] kept, RepeatedAct[] repeated) => HistoryChecker.Check(sent, kept, repeated);

    private static KeptAct Kept(long position, string id) => new(position, id, [($"cases/{id}", 1)]);

    private static KeptAct Numbered(long position, string id, long number) =>
        new(position, id, ImmutableArray.Create(($"documents/{id}", 1L), ("numbers/pds-gxj.penalty.2026", number)));
}
