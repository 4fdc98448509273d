using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Contracts.Supervision;
using Xunit;
using static EnforcementPlatform.Contracts.Supervision.ObligationState;
using static EnforcementPlatform.Tests.Fast.Unit.Supervision.Overseen;

namespace EnforcementPlatform.Tests.Fast.Unit.Supervision;

/// <summary>Blocked: why, by which article, and who has to clear it. Each with a twin where nothing is in the way.</summary>
public sealed class What_stands_in_the_way
{
    private const string Today = "2026-11-10";

    [Fact]
    public void Of_a_decision_is_a_draft_that_review_returned()
    {
        var owed = Filed(CaseStage.Told).Review(3, ReviewStage.Returned, told => (told.Round, told.ConcludedOn) = (2, "2026-11-03")).Owes("PENALTY_DECIDE", Today)!;

        Assert.Equal((Blocked, Bearer.Handlers), (owed.State, owed.Bearer));
        Assert.Equal(BlockReason.DraftReturned, Assert.Single(owed.Blocks).Reason);
        Assert.Equal("《中华人民共和国行政处罚法》第五十八条", owed.Blocks[0].Article);
        Assert.Contains("第2轮", owed.Blocks[0].Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CaseStage.Told, true)]
    [InlineData(CaseStage.Discussed, true)]
    [InlineData(CaseStage.Concluded, false)]
    [InlineData(CaseStage.Investigating, false)]
    public void Of_a_decision_is_a_review_that_was_not_passed_once_the_party_was_told(CaseStage stage, bool blocked)
    {
        var owed = Filed(stage).Owes("PENALTY_DECIDE", Today)!;

        Assert.Equal(blocked ? [BlockReason.ReviewNotPassed] : [], owed.Blocks.Select(block => block.Reason));
        Assert.Equal(blocked ? Blocked : Due, owed.State);
        Assert.Equal(Bearer.Handlers, owed.Bearer);
    }

    [Fact]
    public void Of_a_decision_is_cleared_by_the_legal_department_while_it_reviews_and_then_by_the_head()
    {
        var reviewing = Filed(CaseStage.Told).Review(1, ReviewStage.Assigned).Owes("PENALTY_DECIDE", Today)!;
        var cleared = Filed(CaseStage.Told, told => told.Cleared = true).Review(3, ReviewStage.Passed, told => told.ConcludedOn = "2026-11-05").Owes("PENALTY_DECIDE", Today)!;

        Assert.Equal((Blocked, Bearer.LegalDepartment, Legal), (reviewing.State, reviewing.Bearer, reviewing.Department));
        Assert.Contains("正在法制审核", Assert.Single(reviewing.Blocks).Explanation, StringComparison.Ordinal);
        Assert.Equal((Due, Bearer.OrganHead, ""), (cleared.State, cleared.Bearer, cleared.Department));
        Assert.Empty(cleared.Blocks);
    }

    [Fact]
    public void Of_a_decision_is_evidence_that_its_reviewer_did_not_know()
    {
        var cleared = Filed(CaseStage.Told, told => (told.Cleared, told.ReviewedFileVersion) = (true, 3)).Review(3, ReviewStage.Passed, told => told.ConcludedOn = "2026-11-05");
        Assert.Empty(cleared.FileGrew(3).Owes("PENALTY_DECIDE", Today)!.Blocks);

        var grown = cleared.FileGrew(4).Owes("PENALTY_DECIDE", Today)!;

        Assert.Equal((Blocked, Bearer.Handlers), (grown.State, grown.Bearer));
        Assert.Equal(BlockReason.ReviewNotPassed, Assert.Single(grown.Blocks).Reason);
        Assert.Contains("案卷又增加了证据或者笔录", grown.Blocks[0].Explanation, StringComparison.Ordinal);
        var again = cleared.FileGrew(4).Case(99, CaseStage.Told, told => (told.FiledOn, told.Cleared, told.ReviewedFileVersion) = ("2026-11-02", true, 4)).Owes("PENALTY_DECIDE", Today)!;
        Assert.Equal((Due, Bearer.OrganHead), (again.State, again.Bearer));
    }

    [Fact]
    public void Of_a_decision_are_records_that_wait_for_the_second_officer()
    {
        var owed = Filed(CaseStage.Investigating, told => told.Pending = true).Owes("PENALTY_DECIDE", Today)!;

        Assert.Equal((Blocked, Bearer.Handlers), (owed.State, owed.Bearer));
        Assert.Equal((BlockReason.RecordsPending, "《中华人民共和国行政处罚法》第四十二条"), (owed.Blocks[0].Reason, owed.Blocks[0].Article));
        Assert.Contains("有笔录待第二名执法人员确认", owed.Blocks[0].Explanation, StringComparison.Ordinal);
        Assert.Equal(Due, Filed().Owes("PENALTY_DECIDE", Today)!.State);
    }

    [Fact]
    public void Of_what_is_overdue_is_named_all_the_same()
    {
        var owed = Filed(CaseStage.Told).Owes("PENALTY_DECIDE", "2027-03-01")!;

        Assert.Equal(Overdue, owed.State);
        Assert.Single(owed.Blocks);
    }

    [Fact]
    public void Of_what_is_done_is_nothing() => Assert.Empty(Decided(more: told => (told.Pending, told.Cleared) = (true, false)).Owes("PENALTY_DECIDE", Today)!.Blocks);

    [Theory]
    [InlineData(DeliveryState.Rejected, BlockReason.DeliveryRejected)]
    [InlineData(DeliveryState.Unfit, BlockReason.DeliveryUnfit)]
    [InlineData(DeliveryState.Manual, BlockReason.DeliveryManual)]
    public void Of_a_delivery_is_what_the_platform_refuses(DeliveryState state, BlockReason reason)
    {
        var told = Sent(state);
        (told.RefusalCode, told.RefusalField) = ("E17", "cf_xdr_shxym");

        var owed = Decided().Published("2026-11-30").Delivery(told).Owes("PLATFORM_DELIVERY", "2026-12-02")!;

        Assert.Equal((Blocked, "city.publish.1", "2026-11-30", "2026-12-02", Bearer.Publisher), (owed.State, owed.Target, owed.Start, owed.Due, owed.Bearer));
        Assert.Equal(reason, Assert.Single(owed.Blocks).Reason);
        Assert.Contains("（代码E17，字段cf_xdr_shxym）", owed.Blocks[0].Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeliveryState.Ready)]
    [InlineData(DeliveryState.Sending)]
    [InlineData(DeliveryState.Unknown)]
    [InlineData(DeliveryState.Retrying)]
    [InlineData(DeliveryState.AwaitingReceipt)]
    public void Of_a_delivery_that_is_under_way_is_nothing_and_its_day_passes(DeliveryState state)
    {
        var delivery = Decided().Delivery(Sent(state));

        Assert.Equal(Due, delivery.Owes("PLATFORM_DELIVERY", "2026-12-02")!.State);
        Assert.Equal(Overdue, delivery.Owes("PLATFORM_DELIVERY", "2026-12-03")!.State);
        Assert.Empty(delivery.Owes("PLATFORM_DELIVERY", "2026-12-03")!.Blocks);
    }

    [Theory]
    [InlineData("2026-12-02", Met)]
    [InlineData("2026-12-03", MetLate)]
    public void A_delivery_is_met_by_its_receipt(string confirmed, ObligationState state) =>
        Assert.Equal(state, Decided().Delivery(Sent(DeliveryState.Confirmed, at: confirmed)).Owes("PLATFORM_DELIVERY", "2027-01-01")!.State);

    [Fact]
    public void A_refused_delivery_is_in_nobodys_way_once_a_newer_one_took_its_place()
    {
        var refused = Decided().Delivery(Sent(DeliveryState.Rejected));

        Assert.Equal([Lapsed, Due], States(refused.Delivery(Sent(DeliveryState.Ready, version: 2))));
        Assert.Equal([Lapsed, Due], States(refused.Delivery(Sent(DeliveryState.Ready, operation: DeliveryOperation.Withdraw))));
        Assert.Equal([Lapsed], States(Decided().Delivery(Sent(DeliveryState.Superseded))));
        Assert.Equal([Met, Due], States(Decided().Delivery(Sent(DeliveryState.Confirmed)).Delivery(Sent(DeliveryState.Ready, version: 2))));
    }

    private static IEnumerable<ObligationState> States(Overseen overseen) =>
        overseen.On("2026-12-01").Where(owed => owed.Rule == "PLATFORM_DELIVERY").Select(owed => owed.State);
}
