using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records;
using EnforcementPlatform.Records.Cases;
using EnforcementPlatform.Records.Facts;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf;
using Xunit;
using static EnforcementPlatform.Tests.Fast.Unit.Records.Cases.CaseWorld;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

/// <summary>No path reaches a decision without a passed review of that very draft (行政处罚法 58), nor without what else the law demands.</summary>
public sealed class The_gate_before_a_decision
{
    [Fact]
    public void Takes_a_party_for_heard_that_stated_its_case_before_its_time_was_over() =>
        Assert.Equal(CaseStage.Discussed, Told().Respond(PartyResponseKind.Statement).Respond(PartyResponseKind.HearingWaived).Passed().Discuss().State.Stage);

    [Fact]
    public void Without_one_condition_is_the_gate_with_all_others() => Assert.Equal(
        DecisionGate.Standing.Conditions.Select(condition => condition.Name).Where(name => name != "discussed"),
        DecisionGate.Standing.Without("discussed").Conditions.Select(condition => condition.Name));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Is_told_of_what_bears_on_the_decision_and_of_nothing_else(bool bears)
    {
        var grown = Decision.Of(new FileDecided()).WithFile(new Taken(1, "file/c", 4), "evidence/e", "c", bears);

        Assert.Equal((new FileGrew { Added = "evidence/e", BearsOnDecision = bears }, 1), ((FileGrew)grown.Facts[1].Body, grown.Facts[1].Claim));
        Assert.Equal(bears ? [new CaseFileGrew { CaseId = "c", FileVersion = 4 }] : [], grown.Notices);
    }

    [Fact]
    public void Refuses_a_draft_that_was_never_reviewed() => Refused.With(CaseFaults.ReviewNotPassed, () => Told().Waive().Discuss());

    [Fact]
    public void Refuses_a_decision_whose_draft_was_never_reviewed()
    {
        var world = Told().Waive();

        Refused.With(CaseFaults.ReviewNotPassed, () => world.Issue());
    }

    [Fact]
    public void Is_closed_by_saving_the_draft_again_even_unchanged()
    {
        var world = Discussed().SaveDraft();

        Assert.False(world.State.IsCleared);
        Assert.Null(world.State.Discussion);
        Assert.Equal(CaseStage.Told, world.State.Stage);
        Refused.With(CaseFaults.ReviewNotPassed, () => world.Issue());
    }

    [Fact]
    public void Refuses_the_clearance_of_another_draft()
    {
        var world = Discussed();
        var earlier = world.State.Draft!.Digest;
        world = world.SaveDraft().Passed(earlier);

        Refused.With(CaseFaults.ReviewNotPassed, () => world.Issue(world.Clearance(earlier)));
        Refused.With(CaseFaults.ReviewNotProven, () => world.Passed().Issue(world.Clearance(earlier)));
    }

    [Fact]
    public void Is_not_closed_by_a_late_notice_about_an_earlier_draft()
    {
        var world = Told();
        var earlier = world.State.Draft!.Digest;

        Assert.True(world.SaveDraft().Passed().Passed(earlier).State.IsCleared);
    }

    [Fact]
    public void Refuses_when_review_has_taken_its_clearance_back() => Refused.With(CaseFaults.ReviewNotPassed, () => Discussed().Issue(null));

    [Fact]
    public void Refuses_a_clearance_of_another_case()
    {
        var world = Discussed();
        var clearance = world.Clearance();
        clearance.CaseId = "another";

        Refused.With(CaseFaults.ReviewNotProven, () => world.Issue(clearance));
    }

    [Fact]
    public void Refuses_a_clearance_signed_by_a_foreign_key()
    {
        var world = Discussed();

        Refused.With(CaseFaults.ReviewNotProven, () => world.Issue(new FakeReviewLog(Origin, seed: 2).Prove(world.Clearance(), PassedAt, PassedAt + 1)));
        Assert.Equal(CaseStage.Decided, world.Issue(new FakeReviewLog(Origin).Prove(world.Clearance(), PassedAt, 300)).State.Stage);
    }

    [Fact]
    public void Refuses_a_clearance_with_the_checkpoint_of_another_log_of_the_same_key()
    {
        var world = Discussed();
        var other = new FakeReviewLog("ep.test/other").Prove(world.Clearance(), PassedAt, PassedAt + 1);
        other.Origin = Origin;

        Refused.With(CaseFaults.ReviewNotProven, () => world.Issue(other));
    }

    [Fact]
    public void Refuses_a_clearance_of_another_origin_than_the_notice()
    {
        var elsewhere = Told().Waive().Passed(origin: "ep.test/other").Discuss();

        Refused.With(CaseFaults.ReviewNotProven, () => elsewhere.Issue());
    }

    [Fact]
    public void Refuses_a_clearance_at_another_position_than_the_notice()
    {
        var world = Discussed();

        Refused.With(CaseFaults.ReviewNotProven, () => world.Issue(ReviewLog.Prove(world.Clearance(), PassedAt - 1, PassedAt + 1)));
    }

    [Theory]
    [InlineData(PassedAt)]
    [InlineData(0)]
    public void Refuses_a_clearance_that_its_checkpoint_does_not_cover(long size)
    {
        var world = Discussed();

        Refused.With(CaseFaults.ReviewNotProven, () => world.Issue(ReviewLog.Prove(world.Clearance(), PassedAt, size)));
    }

    [Fact]
    public void Refuses_a_clearance_whose_leaf_does_not_stand_under_the_root()
    {
        var world = Discussed();
        var otherLeaf = world.Clearance();
        otherLeaf.LeafHash = ByteString.CopyFrom(ReviewLog.LeafAt(PassedAt - 1));
        var shortLeaf = world.Clearance();
        shortLeaf.LeafHash = ByteString.CopyFrom(new byte[31]);
        var noPath = world.Clearance();
        noPath.InclusionProof.Clear();
        var noNote = world.Clearance();
        noNote.Checkpoint = "not a note";

        Assert.All([otherLeaf, shortLeaf, noPath, noNote], clearance => Refused.With(CaseFaults.ReviewNotProven, () => world.Issue(clearance)));
    }

    [Fact]
    public void Refuses_a_clearance_of_another_version_of_the_case_than_the_notice()
    {
        var world = Discussed();
        var clearance = world.Clearance();
        clearance.CaseVersion--;

        Refused.With(CaseFaults.ReviewNotProven, () => world.Issue(clearance));
    }

    [Fact]
    public void Refuses_a_clearance_by_another_reviewer_than_the_notice_named()
    {
        var world = Discussed();

        Refused.With(CaseFaults.ReviewNotProven, () => world.Issue(world.Clearance(reviewer: Third)));
    }

    [Fact]
    public void Refuses_a_review_by_a_handler() => Refused.With(CaseFaults.ReviewerIsHandler, () => Told().Waive().Passed(reviewer: Second).Discuss());

    [Fact]
    public void Refuses_a_review_by_whoever_was_a_handler_once()
    {
        var world = Told().AssignHandlers(First, Third).Waive().Passed(reviewer: Second);

        Refused.With(CaseFaults.ReviewerIsHandler, () => world.Discuss());
    }

    [Fact]
    public void Refuses_a_decision_by_the_reviewer() => Refused.With(CaseFaults.DeciderIsReviewer, () => Discussed().Issue(Discussed().Clearance(), Reviewer));

    [Fact]
    public void Refuses_a_decision_by_a_handler() => Refused.With(CaseFaults.DeciderInvolved, () => Discussed().Issue(Discussed().Clearance(), Second));

    [Fact]
    public void Refuses_while_the_party_may_still_speak()
    {
        Refused.With(CaseFaults.HearingNotHeld, () => Told().Passed().Discuss());
        Refused.With(CaseFaults.PartyNotHeard, () => Told().Respond(PartyResponseKind.HearingWaived).Passed().Discuss());
    }

    [Fact]
    public void Counts_five_working_days_for_the_party_and_not_five_days()
    {
        // Told on Monday 2 November 2026: the fifth working day is Monday 9 November.
        var world = Told().Passed();

        Refused.With(CaseFaults.HearingNotHeld, () => world.Later(TimeSpan.FromDays(7)).Discuss());
        Assert.Equal(CaseStage.Discussed, world.Later(TimeSpan.FromDays(8)).Discuss().State.Stage);
    }

    [Fact]
    public void Is_not_opened_by_a_second_notice_on_the_waiver_of_the_first()
    {
        var world = Told().Waive().TellParty().Passed();

        Refused.With(CaseFaults.HearingNotHeld, () => world.Discuss());
    }

    [Fact]
    public void Starts_the_partys_time_anew_with_a_second_notice()
    {
        var world = Told().Later(TimeSpan.FromDays(14)).TellParty().Passed();

        Refused.With(CaseFaults.HearingNotHeld, () => world.Discuss());
    }

    [Fact]
    public void Is_not_shortened_by_a_notice_dated_before_its_draft()
    {
        var world = Concluded().Later(TimeSpan.FromDays(14)).SaveDraft();

        Refused.With(CaseFaults.OccurredTooEarly, () => world.TellParty(At(world.Now.AddDays(-10), "当时网络中断")));
    }

    [Fact]
    public void Refuses_a_penalty_heavier_than_the_notice()
    {
        Refused.With(CaseFaults.HeavierThanTold, () => Told().Waive().SaveDraft(Fine(200_000)).Passed().Discuss());
        var withMore = Fine(100_000) with { Kinds = [PenaltyKind.Fine, PenaltyKind.SuspendBusiness] };
        Refused.With(CaseFaults.HeavierThanTold, () => Told().Waive().SaveDraft(withMore).Passed().Discuss());
    }

    [Fact]
    public void Lets_a_lighter_penalty_through_without_a_new_notice() =>
        Assert.Equal(CaseStage.Decided, Concluded().SaveDraft(Fine(200_000)).TellParty().Waive().SaveDraft(Fine(150_000)).Passed().Discuss().Issue().State.Stage);

    [Fact]
    public void Refuses_a_second_heavier_notice_after_the_party_spoke()
    {
        var world = Told().Respond(PartyResponseKind.Statement).SaveDraft(Fine(200_000));

        Refused.With(CaseFaults.HeavierThanTold, () => world.TellParty());
    }

    [Fact]
    public void Refuses_a_basis_of_which_the_party_was_not_told()
    {
        var world = Told().Waive().SaveDraft(Fine(100_000, "第四十五条第六项")).Passed();

        Refused.With(CaseFaults.PartyNotTold, () => world.Discuss());
    }

    [Fact]
    public void Refuses_facts_or_reasons_of_which_the_party_was_not_told()
    {
        CaseWorld[] changed =
        [
            Told().Waive().SaveDraft(facts: "另有未登记的炸药三箱。"),
            Told().Waive().SaveDraft(reason: "拒不配合调查。"),
            Told().Waive().SaveDraft(discretion: Contracts.Records.Discretion.Heavier),
        ];

        foreach (var world in changed)
        {
            Refused.With(CaseFaults.PartyNotTold, () => world.Passed().Discuss());
            Assert.Equal(CaseStage.Decided, world.TellParty().Waive().Passed().Discuss().Issue().State.Stage);
        }
    }

    [Fact]
    public void Refuses_when_the_right_to_a_hearing_was_not_told()
    {
        // The organ lowered its threshold after the notice.
        var strict = LawWithThreshold(10_000_00);
        var world = Concluded().SaveDraft(Fine(40_000) with { ArticleApplied = "《民用爆炸物品安全管理条例》第五十条" }).TellParty()
            .Respond(PartyResponseKind.StatementWaived).Passed();

        Refused.With(CaseFaults.HearingRightNotTold, () => world.Issue(world.Clearance(), law: strict));
        Assert.Equal(CaseStage.Decided, world.Issue().State.Stage);
    }

    [Fact]
    public void Must_know_what_the_party_said()
    {
        Refused.With(CaseFaults.ReviewBeforeHearing, () => Cleared().Respond(PartyResponseKind.Statement).Discuss());
        Refused.With(CaseFaults.ReviewBeforeHearing, () => Cleared().Respond(PartyResponseKind.Statement).Passed(seen: Cleared().State.Version).Discuss());
        Assert.Equal(CaseStage.Discussed, Cleared().Respond(PartyResponseKind.Statement).Passed().Discuss().State.Stage);
    }

    [Fact]
    public void Asks_what_the_reviewer_knew_and_no_clock()
    {
        var before = Cleared().State.Version;
        var heard = Cleared().Respond(PartyResponseKind.Statement);

        // The clock of review is an hour ahead, or behind: neither opens nor closes anything.
        Assert.False((heard with { Now = heard.Now.AddHours(1) }).Passed(seen: before).State.IsCleared);
        Assert.True((heard with { Now = heard.Now.AddHours(-1) }).Passed().State.IsCleared);
    }

    [Fact]
    public void Is_not_opened_by_a_review_of_what_was_not_yet_recorded()
    {
        var world = Told().Waive();

        Assert.False(world.Passed(seen: world.State.Version + 1).State.IsCleared);
        Assert.True(world.Passed(seen: world.State.Version).State.IsCleared);
    }

    [Fact]
    public void Refuses_a_discussion_that_was_held_before_the_review()
    {
        var discussed = Told().Waive().Do(Head, (state, _) => Decision
            .Of(new DiscussionHeld
            {
                DraftDigest = ByteString.CopyFrom(state.Draft!.Digest),
                AttendantIds = { Head, Deputy },
                Conclusion = DiscussionConclusion.Agreed,
                OpinionsPart = 0,
            })
            .WithPersonal(new DiscussionText()));

        Refused.With(CaseFaults.DiscussedBeforeReview, () => discussed.Passed().Issue());
    }

    [Fact]
    public void Keeps_a_discussion_when_the_same_draft_is_passed_once_more()
    {
        var world = Discussed().Passed(position: 9);

        Refused.With(CaseFaults.ReviewNotProven, () => world.Issue());
        Assert.Equal(CaseStage.Decided, world.Issue(ReviewLog.Prove(world.Clearance(), 9, 10)).State.Stage);
    }

    [Fact]
    public void Must_know_the_hearing_and_every_amended_record()
    {
        var heard = Cleared().Respond(PartyResponseKind.HearingRequested).RecordAct(RecordKind.HearingNotice).ConfirmNewest()
            .Later(TimeSpan.FromDays(14)).RecordAct(RecordKind.Hearing, host: Chair).ConfirmNewest();
        Refused.With(CaseFaults.ReviewBeforeHearing, () => heard.Discuss());

        Refused.With(CaseFaults.ReviewBeforeHearing, () => Cleared().Correct(3).Amend(1).Discuss());
        Refused.With(CaseFaults.ReviewBeforeHearing, () => Discussed().Correct(3).Amend(1).Issue());
    }

    [Fact]
    public void Waits_for_a_hearing_that_was_asked_for()
    {
        var world = Told().Respond(PartyResponseKind.StatementWaived).Respond(PartyResponseKind.HearingRequested).Passed();

        Refused.With(CaseFaults.HearingNotHeld, () => world.Later(TimeSpan.FromDays(30)).Discuss());
        Assert.Equal(CaseStage.Discussed, world.Respond(PartyResponseKind.HearingWaived).Discuss().State.Stage);
    }

    [Fact]
    public void Refuses_a_hearing_on_the_day_of_its_notice()
    {
        var world = Told().Respond(PartyResponseKind.HearingRequested).RecordAct(RecordKind.HearingNotice).ConfirmNewest();

        Refused.With(CaseFaults.HearingNotNotified, () => world.RecordAct(RecordKind.Hearing, host: Chair));
        Refused.With(CaseFaults.HearingNotNotified, () => world.Later(TimeSpan.FromDays(9)).RecordAct(RecordKind.Hearing, host: Chair));
    }

    [Fact]
    public void Refuses_a_notice_of_hearing_dated_before_the_party_asked()
    {
        var world = Told().Later(TimeSpan.FromDays(5)).Respond(PartyResponseKind.HearingRequested);

        Refused.With(CaseFaults.OccurredTooEarly, () => world.RecordAct(RecordKind.HearingNotice, At(world.Now.AddDays(-4), "补录")));
    }

    [Fact]
    public void Does_not_count_a_notice_of_hearing_given_before_the_party_asked_again()
    {
        var asked = Told().Respond(PartyResponseKind.HearingRequested);
        var noticed = asked.RecordAct(RecordKind.HearingNotice).ConfirmNewest();
        var again = noticed.Respond(PartyResponseKind.HearingWaived).Later(TimeSpan.FromDays(5)).Respond(PartyResponseKind.HearingRequested);

        Refused.With(CaseFaults.HearingNotNotified, () => again.Later(TimeSpan.FromDays(9)).RecordAct(RecordKind.Hearing, host: Chair));
        Assert.NotNull(noticed.Later(TimeSpan.FromDays(14)).RecordAct(RecordKind.Hearing, host: Chair));
    }

    [Fact]
    public void Does_not_count_a_hearing_that_was_not_confirmed_or_was_voided()
    {
        var noticed = Told().Respond(PartyResponseKind.HearingRequested).RecordAct(RecordKind.HearingNotice).ConfirmNewest().Later(TimeSpan.FromDays(14));
        var pending = noticed.RecordAct(RecordKind.Hearing, host: Chair);
        var confirmed = pending.ConfirmNewest();
        var voided = confirmed.Void(confirmed.State.Records.Length).Amend(1);

        Refused.With(CaseFaults.HearingNotHeld, () => pending.Passed().Discuss());
        Refused.With(CaseFaults.HearingNotHeld, () => voided.Passed().Discuss());
        Assert.Equal(CaseStage.Discussed, confirmed.Passed().Discuss().State.Stage);
    }

    [Fact]
    public void G2_Is_closed_by_evidence_that_came_after_the_review()
    {
        Refused.With(CaseFaults.ReviewBeforeEvidence, () => Cleared().Collect().Discuss());
        Refused.With(CaseFaults.ReviewBeforeEvidence, () => Discussed().Collect().Issue());
        Assert.Equal(CaseStage.Decided, Cleared().Collect().Passed().Discuss().Issue().State.Stage);
        Assert.Equal(CaseStage.Decided, Discussed().Collect(bears: false).Issue().State.Stage);
    }

    [Fact]
    public void G2_Evidence_that_came_after_the_discussion_is_reviewed_and_discussed_again()
    {
        var again = Discussed().Collect().Passed();

        Refused.With(CaseFaults.DiscussedBeforeEvidence, () => again.Issue());
        Assert.Equal(CaseStage.Decided, again.Discuss().Issue().State.Stage);
        Refused.With(CaseFaults.DiscussionStands, () => again.Discuss().Discuss());
    }

    [Fact]
    public void G2_Refuses_a_clearance_of_another_version_of_the_file_than_the_notice()
    {
        var world = Cleared().Collect().Passed().Discuss();
        var clearance = world.Clearance();
        clearance.FileVersion--;

        Refused.With(CaseFaults.ReviewNotProven, () => world.Issue(clearance));
    }

    [Fact]
    public void G2_An_amendment_approved_after_the_discussion_is_reviewed_and_discussed_again()
    {
        var amended = Discussed().Correct(3).Amend(1);

        Assert.Equal(CaseStage.Told, amended.State.Stage);
        Assert.Null(amended.State.Discussion);
        Assert.Equal(CaseStage.Decided, amended.Passed().Discuss().Issue().State.Stage);
        Assert.Equal(CaseStage.Discussed, Discussed().Correct(3).Amend(1, AmendmentVerdict.Rejected).State.Stage);
    }

    [Fact]
    public void G6_Whoever_handled_drafted_or_reviewed_does_not_discuss()
    {
        Refused.With(CaseFaults.AttendantInvolved, () => Cleared().Discuss(DiscussionConclusion.Agreed, Head, Reviewer));
        var head = OfficerOf(Head);
        var handler = OfficerOf(Second) with { Duties = head.Duties };
        var request = Discussion(DiscussionConclusion.Agreed, OpinionStance.Agree, OpinionStance.Agree);
        request.Opinions[1].PersonId = Second;

        Refused.With(CaseFaults.AttendantInvolved, () => Cleared().Do(Head, (state, act) => state.RecordDiscussion(act, request, [head, handler], InForce, CaseFileState.Empty)));
    }

    [Theory]
    [InlineData(DiscussionConclusion.Agreed, new[] { OpinionStance.Disagree, OpinionStance.Disagree }, "", "DISCUSSION_CONCLUSION_OF_NOBODY")]
    [InlineData(DiscussionConclusion.Agreed, new[] { OpinionStance.Disagree, OpinionStance.Disagree }, "请示上级后决定。", "DISCUSSION_CONCLUSION_OF_NOBODY")]
    [InlineData(DiscussionConclusion.NotAgreed, new[] { OpinionStance.Agree, OpinionStance.Agree }, "", "DISCUSSION_CONCLUSION_OF_NOBODY")]
    [InlineData(DiscussionConclusion.Agreed, new[] { OpinionStance.Agree, OpinionStance.Disagree }, "", "DISCUSSION_CONCLUSION_DIFFERS")]
    [InlineData(DiscussionConclusion.Agreed, new[] { OpinionStance.Agree, OpinionStance.Disagree }, "\u200B", "DISCUSSION_CONCLUSION_DIFFERS")]
    [InlineData(DiscussionConclusion.NotAgreed, new[] { OpinionStance.Agree, OpinionStance.Disagree }, "", "DISCUSSION_CONCLUSION_DIFFERS")]
    [InlineData(DiscussionConclusion.Agreed, new[] { OpinionStance.Agree, OpinionStance.Disagree }, "主要负责人经讨论后决定同意。", null)]
    [InlineData(DiscussionConclusion.Agreed, new[] { OpinionStance.Agree, OpinionStance.Agree }, "", null)]
    [InlineData(DiscussionConclusion.NotAgreed, new[] { OpinionStance.Disagree, OpinionStance.Disagree }, "", null)]
    public void G6_A_conclusion_agrees_with_the_opinions_or_says_why_not(DiscussionConclusion conclusion, OpinionStance[] stances, string reason, string? refusal)
    {
        var request = Discussion(conclusion, stances);
        request.DifferenceReason = reason;
        CaseWorld Ask() => Cleared().Do(Head, (state, act) => state.RecordDiscussion(act, request, [OfficerOf(Head), OfficerOf(Deputy)], InForce, CaseFileState.Empty));

        switch (refusal)
        {
            case "DISCUSSION_CONCLUSION_OF_NOBODY":
                Refused.With(CaseFaults.ConclusionOfNobody, () => Ask());
                break;
            case "DISCUSSION_CONCLUSION_DIFFERS":
                Refused.With(CaseFaults.ConclusionDiffers, () => Ask());
                break;
            default:
                Assert.Equal(conclusion, Ask().State.Discussion!.Conclusion);
                break;
        }
    }

    private static RecordDiscussionRequest Discussion(DiscussionConclusion conclusion, params OpinionStance[] stances) => new()
    {
        Conclusion = conclusion,
        Opinions = { stances.Select((stance, index) => new Opinion { PersonId = index == 0 ? Head : Deputy, Opinion_ = "意见", Stance = stance }) },
    };

    [Fact]
    public void Refuses_an_empty_discussion()
    {
        var empty = new RecordDiscussionRequest { Conclusion = DiscussionConclusion.Agreed };
        var silent = new RecordDiscussionRequest
        {
            Conclusion = DiscussionConclusion.Agreed,
            Opinions = { new Opinion { PersonId = Head, Opinion_ = "同意", Stance = OpinionStance.Agree }, new Opinion { PersonId = Deputy, Opinion_ = " ", Stance = OpinionStance.Agree } },
        };

        Refused.With(CaseFaults.DiscussionEmpty, () => Cleared().Do(Head, (state, act) => state.RecordDiscussion(act, empty, [], InForce, CaseFileState.Empty)));
        Refused.With(CaseFaults.DiscussionEmpty, () => Cleared().Do(Head, (state, act) => state.RecordDiscussion(act, silent, [OfficerOf(Head), OfficerOf(Deputy)], InForce, CaseFileState.Empty)));
    }

    [Fact]
    public void Refuses_a_major_penalty_that_was_not_discussed() => Refused.With(CaseFaults.NotDiscussed, () => Cleared().Issue());

    [Fact]
    public void Refuses_a_second_discussion_of_a_draft_that_was_voted_down()
    {
        var world = Cleared().Discuss(DiscussionConclusion.NotAgreed);

        Refused.With(CaseFaults.DiscussionNotAgreed, () => world.Discuss());
        Refused.With(CaseFaults.NotDiscussed, () => world.Issue());
        Assert.Equal(CaseStage.Discussed, world.SaveDraft().Passed().Discuss().State.Stage);
    }

    [Fact]
    public void Asks_for_no_discussion_of_a_small_penalty()
    {
        var world = Concluded().SaveDraft(Warning()).TellParty().Respond(PartyResponseKind.StatementWaived).Passed();

        Assert.False(world.State.Telling!.HearingOffered);
        Assert.Equal(CaseStage.Decided, world.Issue().State.Stage);
    }

    [Fact]
    public void Refuses_when_a_record_it_rests_on_was_voided_since()
    {
        var world = Told().Waive().Void(1).Amend(1).Passed().Discuss();

        Refused.With(CaseFaults.InvestigationIncomplete, () => world.Issue());
    }

    [Fact]
    public void A_decision_carries_the_proof_that_the_review_came_first()
    {
        var world = Discussed();
        var clearance = world.Clearance();

        var decided = (PenaltyDecided)world.Issue(clearance).Recordings[^1].Facts[0];

        Assert.Equal(clearance.Origin, decided.Clearance.Origin);
        Assert.Equal(clearance.Position, decided.Clearance.Position);
        Assert.Equal(clearance.LeafHash, decided.Clearance.LeafHash);
        Assert.Equal(clearance.Checkpoint, decided.Clearance.Checkpoint);
        Assert.Equal(clearance.InclusionProof, decided.Clearance.InclusionProof);
        Assert.Equal(world.State.Draft!.Digest, decided.DraftDigest.ToByteArray());
    }
}
