using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Review;
using EnforcementPlatform.Tests.Fast.Unit.Records.Cases;
using Google.Protobuf;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Review;

public sealed class What_a_review_refuses
{
    [Fact]
    public void Its_refusals_are_as_committed() => Verified.Matches(
        "Refusals",
        string.Join('\n', ReviewFaults.All.OrderBy(fault => fault.Reason, StringComparer.Ordinal).Select(fault => $"{fault.Reason} {fault.Kind}\n    {fault.Message}")));

    [Fact]
    public void Only_a_handler_of_the_case_submits()
    {
        Refused.With(KernelFaults.NotPermitted, () => new ReviewWorld().Submit(by: ReviewWorld.Lead));
        Refused.With(KernelFaults.NotPermitted, () => new ReviewWorld().Submit(by: ReviewWorld.Former));
        Refused.With(KernelFaults.NotPermitted, () => ReviewWorld.Returned().Redrafted().Resubmit(by: ReviewWorld.Reviewer));
    }

    [Fact]
    public void A_case_of_another_organ_is_not_found()
    {
        var elsewhere = new ReviewWorld { Draft = ReviewWorld.DraftOf(1) with { Organ = "pds-yszy" } };

        Refused.With(KernelFaults.NotFound, () => elsewhere.Submit());
    }

    [Fact]
    public void Another_draft_than_the_current_one_is_not_submitted()
    {
        var old = ByteString.CopyFrom(ReviewWorld.DraftOf(1).Digest);

        Refused.With(ReviewFaults.DraftNotCurrent, () => new ReviewWorld().Redrafted().Submit(digest: old));
        Refused.With(ReviewFaults.DraftNotCurrent, () => ReviewWorld.Passed().Redrafted().Resubmit(digest: old));
    }

    [Theory]
    [InlineData(false, false, false, "调查终结报告（情况说明）")]
    [InlineData(true, false, false, "调查终结报告（情况说明）、处罚事先告知书及送达回证")]
    [InlineData(true, true, false, "调查终结报告（情况说明）、处罚事先告知书及送达回证、当事人陈述、申辩或者放弃的材料")]
    [InlineData(true, true, true, "调查终结报告（情况说明）、处罚事先告知书及送达回证、当事人陈述、申辩或者放弃的材料、听证笔录、听证报告")]
    public void Material_that_the_case_has_must_come_with_the_draft(bool told, bool answered, bool heard, string missing)
    {
        var world = new ReviewWorld { Draft = ReviewWorld.DraftOf(1) with { PartyTold = told, PartyAnswered = answered, HearingHeld = heard } };

        var fault = Assert.Throws<Fault>(() => world.Submit(materials: MaterialKind.EvidenceList));

        Assert.Equal(ReviewFaults.MaterialsIncomplete.Reason, fault.Type.Reason);
        Assert.Equal(missing, fault.Metadata["missing"]);
    }

    [Fact]
    public void An_organ_with_fewer_than_two_reviewers_reviews_nothing()
    {
        var alone = ReviewWorld.PoolOf((ReviewWorld.Reviewer, ReviewWorld.Legal));

        Refused.With(ReviewFaults.PoolTooSmall, () => (new ReviewWorld { Pool = alone }).Submit());
        Refused.With(ReviewFaults.PoolTooSmall, () => (new ReviewWorld { Pool = ReviewersState.Empty }).Submit());
        Refused.With(ReviewFaults.PoolTooSmall, () => (ReviewWorld.Submitted() with { Pool = alone }).Assign());
        Refused.With(ReviewFaults.PoolTooSmall, () => (ReviewWorld.Submitted() with { Pool = ReviewWorld.PoolOf((ReviewWorld.Reviewer, ReviewWorld.Legal), (ReviewWorld.Other, "minbao")) }).Assign());
    }

    [Theory]
    [InlineData(ReviewWorld.First)]
    [InlineData(ReviewWorld.Second)]
    [InlineData(ReviewWorld.Former)]
    public void Whoever_took_part_in_the_case_never_reviews_it_under_whatever_account(string person)
    {
        // A reviewer by post, and a handler or drafter of this case: rights are judged per person, so a second account changes nothing.
        var pool = ReviewWorld.PoolOf((person, ReviewWorld.Legal), (ReviewWorld.Reviewer, ReviewWorld.Legal), (ReviewWorld.Other, ReviewWorld.Legal));
        var world = ReviewWorld.Submitted() with { Pool = pool };

        Refused.With(ReviewFaults.ReviewerIsHandler, () => world.Assign(person));
        Refused.With(ReviewFaults.AssignerInvolved, () => world.Assign(by: person));
        Refused.With(ReviewFaults.ReviewerIsHandler, () => world.Assign().Pass(by: person));
    }

    [Fact]
    public void Only_a_reviewer_of_the_legal_department_is_assigned()
    {
        Refused.With(ReviewFaults.ReviewerNotNamed, () => ReviewWorld.Submitted().Assign(ReviewWorld.Lead));
        var elsewhere = ReviewWorld.PoolOf((ReviewWorld.Reviewer, ReviewWorld.Legal), (ReviewWorld.Other, ReviewWorld.Legal), (ReviewWorld.Lead, "jiandu"));
        Refused.With(ReviewFaults.ReviewerNotNamed, () => (ReviewWorld.Submitted() with { Pool = elsewhere }).Assign(ReviewWorld.Lead));
    }

    [Fact]
    public void E8_Who_reviews_for_the_first_time_without_the_legal_profession_is_not_assigned()
    {
        var submitted = ReviewWorld.Submitted();
        var pool = ReviewWorld.PoolOf((ReviewWorld.Reviewer, ReviewWorld.Legal), (ReviewWorld.Other, ReviewWorld.Legal));
        var unqualified = pool with { Known = pool.Known.SetItem(ReviewWorld.Reviewer, new(pool.Known[ReviewWorld.Reviewer]) { Qualified = false }) };

        Refused.With(ReviewFaults.ReviewerNotQualified, () => (submitted with { Pool = unqualified }).Assign(ReviewWorld.Reviewer));
        Assert.Equal(ReviewStage.Assigned, (submitted with { Pool = pool }).Assign(ReviewWorld.Reviewer).State.Stage);
    }

    [Fact]
    public void A_reviewer_whose_draft_comes_back_after_they_took_part_does_not_keep_it()
    {
        var involved = ReviewWorld.Returned() with { Draft = ReviewWorld.DraftOf(2, 10, ReviewWorld.Reviewer) };

        var again = involved.Resubmit();

        Assert.Equal(ReviewStage.Submitted, again.State.Stage);
        Assert.Empty(again.State.ReviewerId);
        Refused.With(ReviewFaults.ReviewerIsHandler, () => again.Assign(ReviewWorld.Reviewer));
        Assert.Equal(ReviewWorld.Other, again.Assign(ReviewWorld.Other).State.ReviewerId);
    }

    [Fact]
    public void Nothing_passes_while_an_item_does_not_conform_and_nothing_returns_without_one()
    {
        foreach (var item in Enum.GetValues<CheckItem>().Where(item => item != CheckItem.Unspecified))
        {
            Refused.With(ReviewFaults.PassWithFault, () => ReviewWorld.Assigned().Opine(ReviewOutcome.Pass, faults: item));
            Assert.Equal(ReviewStage.Returned, ReviewWorld.Assigned().Opine(ReviewOutcome.Return, faults: item).State.Stage);
        }

        Refused.With(ReviewFaults.ReturnWithoutFault, () => ReviewWorld.Assigned().Opine(ReviewOutcome.Return));
    }

    [Fact]
    public void G6_A_head_that_a_penalty_has_to_answer_is_not_passed_over()
    {
        var heads = Enum.GetValues<CheckItem>().Where(item => item != CheckItem.Unspecified).ToArray();
        GiveOpinionRequest Skipping(params CheckItem[] skipped)
        {
            var request = ReviewWorld.Opinion(ReviewOutcome.Pass);
            foreach (var one in request.Items.Where(one => skipped.Contains(one.Item)))
            {
                (one.Verdict, one.Remark) = (CheckVerdict.NotApplicable, "没有公布裁量基准");
            }

            return request;
        }

        ReviewWorld Give(GiveOpinionRequest request) =>
            ReviewWorld.Assigned().Do(ReviewWorld.Reviewer, (state, act) => state.GiveOpinion(act, request, ReviewWorld.Law));

        Assert.All(heads.Except([CheckItem.Discretion, CheckItem.Other]), head => Refused.With(ReviewFaults.HeadNotAnswered, () => Give(Skipping(head))));
        Refused.With(ReviewFaults.HeadNotAnswered, () => Give(Skipping(heads)));
        Assert.True(Give(Skipping(CheckItem.Discretion, CheckItem.Other)).State.IsCleared);
        var unexplained = Skipping(CheckItem.Other);
        unexplained.Items[10].Remark = " ";
        Assert.Throws<Fault>(() => new Check().CheckedItems(unexplained.Items).ThrowIfAny());
    }

    [Fact]
    public void G2_The_same_draft_is_submitted_again_once_the_file_has_grown()
    {
        var passed = ReviewWorld.Passed();

        var grown = (passed with { Draft = passed.Draft with { FileVersion = 2 } }).Resubmit();

        Assert.False(grown.State.IsCleared);
        Assert.Equal(2, grown.Pass().State.Clearance().FileVersion);
        Assert.Equal(2, Assert.IsType<ReviewPassed>(Assert.Single(grown.Pass().Kept[^1].Notices)).FileVersion);
    }

    [Fact]
    public void What_was_returned_is_not_submitted_again_unchanged()
    {
        Refused.With(ReviewFaults.DraftUnchanged, () => ReviewWorld.Returned().Resubmit());

        var second = ReviewWorld.Returned().Redrafted().Resubmit().Return();
        var back = second with { Draft = ReviewWorld.DraftOf(1, 12) };
        Refused.With(ReviewFaults.DraftUnchanged, () => back.Resubmit());
    }

    [Fact]
    public void The_same_draft_is_submitted_again_only_once_the_case_has_learned_more()
    {
        var passed = ReviewWorld.Passed();

        Refused.With(ReviewFaults.NothingNew, () => passed.Resubmit());
        var heard = (passed with { Draft = passed.Draft with { CaseVersion = 11 } }).Resubmit();
        Assert.False(heard.State.IsCleared);
        Assert.Equal(11, heard.State.Current.CaseVersion);
    }

    [Fact]
    public void The_time_limit_is_extended_once_and_before_it_ends()
    {
        Refused.With(ReviewFaults.AlreadyExtended, () => ReviewWorld.Assigned().Extend().Extend());
        Refused.With(ReviewFaults.ExtendedTooLate, () => ReviewWorld.Assigned().Later(8).Extend());
    }

    [Fact]
    public void E32_a_year_without_a_notice_has_a_provisional_time_limit_that_refuses_nothing()
    {
        var world = new ReviewWorld { Now = new(2031, 6, 2, 1, 0, 0, TimeSpan.Zero) }.Submit().Assign();

        Assert.Equal(ReviewStage.Passed, world.Later(8).Extend().Pass().State.Stage);
        Assert.Equal(ReviewStage.Passed, world.Pass().State.Stage);
    }

    [Theory]
    [MemberData(nameof(WrongOpinions))]
    public void An_opinion_answers_exactly_the_eleven_items(string field, GiveOpinionRequest request)
    {
        var fault = Assert.Throws<Fault>(() => new Check().CheckedItems(request.Items).ThrowIfAny());

        Assert.Contains(fault.Violations, violation => violation.Field == field);
    }

    [Fact]
    public void A_whole_opinion_is_well_formed() =>
        new Check().CheckedItems(ReviewWorld.Opinion(ReviewOutcome.Return, CheckItem.Crime).Items).ThrowIfAny();

    public static TheoryData<string, GiveOpinionRequest> WrongOpinions() => new()
    {
        { "items", Wrong(request => request.Items.RemoveAt(10)) },
        { "items", Wrong(request => request.Items.Add(request.Items[0].Clone())) },
        { "items.item", Wrong(request => request.Items[10].Item = CheckItem.Subject) },
        { "items.item", Wrong(request => request.Items[0].Item = CheckItem.Unspecified) },
        { "items.verdict", Wrong(request => request.Items[0].Verdict = CheckVerdict.Unspecified) },
        { "items.remark", Wrong(request => request.Items[0].Verdict = CheckVerdict.DoesNotConform) },
    };

    private static GiveOpinionRequest Wrong(Action<GiveOpinionRequest> spoil)
    {
        var request = ReviewWorld.Opinion(ReviewOutcome.Pass);
        spoil(request);
        return request;
    }
}
