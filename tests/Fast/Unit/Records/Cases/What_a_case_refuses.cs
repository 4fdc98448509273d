using System.Reflection;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Cases;
using EnforcementPlatform.Records.Facts;
using EnforcementPlatform.Tests.Fast.Fakes;
using EnforcementPlatform.Tests.Fast.Unit.Ledger;
using Xunit;
using static EnforcementPlatform.Tests.Fast.Unit.Records.Cases.CaseWorld;
using Discretion = EnforcementPlatform.Contracts.Records.Discretion;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

/// <summary>One refusal, one test; those of the gate stand in <see cref="The_gate_before_a_decision"/>.</summary>
public sealed class What_a_case_refuses
{
    [Fact]
    public void Its_reasons_and_sentences_are_as_agreed() =>
        Verified.Matches("Refusals", string.Join('\n', CaseFaults.All.OrderBy(type => type.Reason, StringComparer.Ordinal).Select(type => $"{type.Reason} {type.Kind} {type.Message}")));

    [Fact]
    public void Every_refusal_is_tested()
    {
        var sources = string.Concat(Directory.EnumerateFiles(RepositoryFiles.At("tests", "Fast", "Unit", "Records", "Cases"), "*.cs").Select(File.ReadAllText));
        var untested = typeof(CaseFaults).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(FaultType) && !sources.Contains($"CaseFaults.{field.Name},", StringComparison.Ordinal))
            .Select(field => field.Name);

        Assert.Empty(untested);
    }

    [Fact]
    public void The_kinds_of_penalty_are_those_of_the_law_library()
    {
        foreach (var kind in Enum.GetValues<PenaltyKind>().Where(kind => kind != PenaltyKind.Unspecified))
        {
            Assert.Equal(kind.ToString(), ((Sanction)kind).ToString());
            Assert.NotEmpty(Words.Of(kind));
        }
    }

    // When it happened

    [Fact]
    public void What_happens_tomorrow() => Refused.With(CaseFaults.InFuture, () => Filed().ShowIdentity(At(Filed().Now.AddHours(1))));

    [Fact]
    public void A_late_record_without_its_reason() => Refused.With(CaseFaults.LateWithoutReason, () => Filed().ShowIdentity(At(Filed().Now.AddDays(-1))));

    [Fact]
    public void An_order_of_events_that_cannot_be()
    {
        var registered = new CaseWorld().RegisterClue();

        Refused.With(CaseFaults.OccurredTooEarly, () => registered.FileCase(occurred: At(registered.Now.AddHours(-1))));
        Refused.With(CaseFaults.OccurredTooEarly, () => Told().Respond(PartyResponseKind.Statement, At(Told().Now.AddMinutes(-5))));
        Refused.With(CaseFaults.OccurredTooEarly, () => Decided().Serve(occurred: At(Decided().Now.AddMinutes(-5))));
    }

    [Fact]
    public void E32_no_filing_for_want_of_a_calendar()
    {
        var long_ago = new CaseWorld().RegisterClue(At(new(2019, 3, 1, 1, 0, 0, TimeSpan.Zero), "补录历史案件"));

        Assert.NotNull(long_ago.FileCase(occurred: At(new(2019, 3, 1, 2, 0, 0, TimeSpan.Zero), "补录历史案件"), ended: "2019-02-01").State.FiledAt);
    }

    [Fact]
    public void A_rule_without_an_edition() =>
        Refused.With(CaseFaults.EditionMissing, () => Concluded().SaveDraft().TellParty(law: new(new Editions([]))));

    [Fact]
    public void A_review_of_a_case_that_this_ledger_does_not_hold() =>
        Refused.With(CaseFaults.ReviewedCaseUnknown, () => new CaseWorld().Passed(new byte[32]));

    [Fact]
    public void No_review_of_a_case_at_any_stage()
    {
        foreach (var world in EveryStage().Where(world => world.State.Stage != CaseStage.Unspecified))
        {
            Assert.Equal(world.State.Stage, world.Passed(new byte[32]).State.Stage);
        }
    }

    // Who handles it

    [Fact]
    public void One_officer_alone() => Refused.With(CaseFaults.NotTwoOfficers, () => new CaseWorld().RegisterClue().FileCase(first: First, second: First));

    [Fact]
    public void An_officer_without_a_valid_certificate()
    {
        Refused.With(CaseFaults.OfficerNotCertified, () => new CaseWorld().RegisterClue().FileCase(officer: id => OfficerOf(id, certified: id == First)));
        Refused.With(CaseFaults.OfficerNotCertified, () => Investigated().RecordAct(RecordKind.Inquiry, officer: id => OfficerOf(id, certified: id == First)));
        Refused.With(CaseFaults.OfficerNotCertified, () => Filed().ShowIdentity().Confirm(1, certified: false));
    }

    [Fact]
    public void Handlers_of_another_department_or_without_the_duty()
    {
        Refused.With(CaseFaults.HandlerOfOtherDepartment, () => new CaseWorld().RegisterClue().FileCase(department: "other"));
        Refused.With(CaseFaults.HandlerOfOtherDepartment, () => new CaseWorld().RegisterClue().FileCase(officer: id => OfficerOf(id, organ: id == Second ? "other" : OrganCode)));
        Refused.With(CaseFaults.HandlerOfOtherDepartment, () => Filed().AssignHandlers(First, Head));
    }

    [Fact]
    public void An_approval_by_the_handler_himself()
    {
        Refused.With(CaseFaults.ApproverIsHandler, () => new CaseWorld().RegisterClue().FileCase(by: First));
        Refused.With(CaseFaults.ApproverIsHandler, () => Performed().Close(by: Second));
    }

    [Fact]
    public void A_violation_too_long_ago()
    {
        Refused.With(CaseFaults.BeyondLimitation, () => new CaseWorld().RegisterClue().FileCase(ended: "2024-11-01"));
        Assert.Equal(CaseStage.Investigating, new CaseWorld().RegisterClue().FileCase(ended: "2024-11-02").State.Stage);
    }

    // Written records

    [Fact]
    public void An_act_before_the_certificates_were_shown()
    {
        Refused.With(CaseFaults.IdentityNotShown, () => Filed().TellRights());
        var shown = Filed().ShowIdentity();
        Refused.With(CaseFaults.IdentityNotShown, () => shown.TellRights(At(shown.Now.AddMinutes(-30))));
    }

    [Fact]
    public void An_act_before_the_rights_were_told() => Refused.With(CaseFaults.RightsNotTold, () => Filed().ShowIdentity().RecordAct(RecordKind.Inquiry));

    [Fact]
    public void An_act_that_rests_on_a_voided_record() => Refused.With(CaseFaults.IdentityNotShown, () => Filed().ShowIdentity().Void(1).Amend(1).TellRights());

    [Fact]
    public void The_confirmation_by_whoever_wrote_it() => Refused.With(CaseFaults.CosignerIsRecorder, () => Filed().ShowIdentity().Confirm(1, by: First));

    [Fact]
    public void The_confirmation_by_somebody_who_was_not_there()
    {
        Refused.With(CaseFaults.CosignerNotHandler, () => Filed().ShowIdentity().Confirm(1, by: Third));
        Refused.With(CaseFaults.CosignerNotHandler, () => Filed().ShowIdentity().AssignHandlers(First, Third).Confirm(1, by: Third));
    }

    [Fact]
    public void A_second_confirmation() => Refused.With(CaseFaults.RecordNotPending, () => Filed().ShowIdentity().Confirm(1).Confirm(1));

    [Fact]
    public void A_record_that_does_not_exist() => Refused.With(CaseFaults.RecordNotFound, () => Filed().ShowIdentity().Confirm(2));

    [Fact]
    public void An_investigation_with_holes()
    {
        Refused.With(CaseFaults.InvestigationIncomplete, () => Filed().CloseInvestigation());
        Refused.With(CaseFaults.InvestigationIncomplete, () => Investigated().RecordAct(RecordKind.Inquiry).CloseInvestigation());
        Refused.With(CaseFaults.InvestigationIncomplete, () => Investigated().Correct(3).CloseInvestigation());
        Assert.Equal(
            "经确认的亮证记录、经确认的权利义务告知记录、经确认的调查笔录、经确认的取证记录",
            Assert.Throws<Fault>(() => Filed().CloseInvestigation()).Metadata["missing"]);
    }

    [Fact]
    public void An_amendment_approved_by_its_author() => Refused.With(CaseFaults.SelfApproved, () => Investigated().Correct(3, by: Lead).Amend(1, by: Lead));

    [Fact]
    public void A_second_amendment_while_one_waits() => Refused.With(CaseFaults.AmendmentPending, () => Investigated().Correct(3).Void(3));

    [Fact]
    public void An_amendment_decided_twice_or_never_proposed()
    {
        Refused.With(CaseFaults.AmendmentDecided, () => Investigated().Correct(3).Amend(1, AmendmentVerdict.Rejected).Amend(1));
        Refused.With(CaseFaults.AmendmentNotFound, () => Investigated().Amend(1));
    }

    [Fact]
    public void Any_change_of_a_voided_record()
    {
        var voided = Investigated().RecordAct(RecordKind.Inquiry).Void(5).Amend(1);

        Refused.With(CaseFaults.RecordVoided, () => voided.Correct(5));
        Refused.With(CaseFaults.RecordVoided, () => voided.Confirm(5));
    }

    // Draft, notice, hearing

    [Fact]
    public void A_fine_outside_the_range_of_its_article()
    {
        Refused.With(CaseFaults.FineOutOfRange, () => Concluded().SaveDraft(Fine(99_999)));
        Refused.With(CaseFaults.FineOutOfRange, () => Concluded().SaveDraft(Fine(500_001)));
        Assert.NotNull(Concluded().SaveDraft(Fine(60_000), Discretion.Mitigated).State.Draft);
    }

    [Fact]
    public void A_disclosure_without_a_decision()
    {
        Refused.With(CaseFaults.DecisionMissing, () => Told().State.RequireDecision());
        Assert.NotNull(Decided().State.RequireDecision());
    }

    [Fact]
    public void A_notice_without_a_draft() => Refused.With(CaseFaults.DraftMissing, () => Concluded().TellParty());

    [Fact]
    public void Electronic_service_without_consent()
    {
        Refused.With(CaseFaults.ElectronicServiceNotAgreed, () => Concluded().SaveDraft().TellParty(mode: ServiceMode.Electronic));
        Refused.With(CaseFaults.ElectronicServiceNotAgreed, () => Decided().Serve(ServiceMode.Electronic));
        Assert.Equal(CaseStage.Served, Decided().Serve(ServiceMode.Electronic, consent: true).State.Stage);
    }

    [Fact]
    public void A_hearing_where_there_is_no_right_to_one() =>
        Refused.With(CaseFaults.HearingNotOffered, () => Concluded().SaveDraft(Warning()).TellParty().Respond(PartyResponseKind.HearingRequested));

    [Fact]
    public void A_request_for_a_hearing_after_five_working_days()
    {
        Refused.With(CaseFaults.HearingRequestLate, () => Told().Later(TimeSpan.FromDays(8)).Respond(PartyResponseKind.HearingRequested));
        Assert.True(Told().Later(TimeSpan.FromDays(7)).Respond(PartyResponseKind.HearingRequested).State.Telling!.HearingRequested);
    }

    [Fact]
    public void A_hearing_nobody_asked_for() => Refused.With(CaseFaults.HearingNotRequested, () => Told().RecordAct(RecordKind.HearingNotice));

    [Fact]
    public void A_hearing_led_by_a_handler()
    {
        var noticed = Told().Respond(PartyResponseKind.HearingRequested).RecordAct(RecordKind.HearingNotice).ConfirmNewest().Later(TimeSpan.FromDays(14));

        Refused.With(CaseFaults.HearingHostIsHandler, () => noticed.RecordAct(RecordKind.Hearing, host: Second));
    }

    /// <summary>行政处罚法 64(4): named by the organ, so one who serves in it on that day; an unknown id, another organ's person, a person without a post.</summary>
    [Fact]
    public void G1_A_hearing_led_by_somebody_who_does_not_serve_in_the_organ()
    {
        var noticed = Told().Respond(PartyResponseKind.HearingRequested).RecordAct(RecordKind.HearingNotice).ConfirmNewest().Later(TimeSpan.FromDays(14));
        Func<string, Officer>[] others =
        [
            id => OfficerOf(id, organ: id == Chair ? "pds-yszy" : OrganCode),
            id => OfficerOf(id) with { Duties = id == Chair ? [Duty.SignedIn] : OfficerOf(id).Duties },
            id => OfficerOf(id) with { Duties = id == Chair ? [Duty.SignedIn, Duty.ManagePeople, Duty.ManageAccounts] : OfficerOf(id).Duties },
        ];

        Assert.All(others, officer => Refused.With(CaseFaults.HearingHostNotServing, () => noticed.RecordAct(RecordKind.Hearing, host: Chair, officer: officer)));
        Assert.NotNull(noticed.RecordAct(RecordKind.Hearing, host: Chair));
    }

    [Fact]
    public void G1_A_record_of_handlers_who_have_left_post_department_or_organ()
    {
        Func<string, Officer>[] others =
        [
            id => OfficerOf(id, organ: id == Second ? "pds-yszy" : OrganCode),
            id => OfficerOf(id, department: id == Second ? "yuanliao" : CaseWorld.Department),
            id => OfficerOf(id) with { Duties = id == Second ? [Duty.SignedIn] : OfficerOf(id).Duties },
        ];

        Assert.All(others, officer => Refused.With(CaseFaults.HandlerOfOtherDepartment, () => Filed().ShowIdentity(officer: officer)));
    }

    [Fact]
    public void G2_A_record_names_the_versions_of_the_people_it_was_judged_on()
    {
        var noticed = Told().Respond(PartyResponseKind.HearingRequested).RecordAct(RecordKind.HearingNotice).ConfirmNewest().Later(TimeSpan.FromDays(14));
        var kept = (RecordKept)noticed.RecordAct(RecordKind.Hearing, host: Chair).Recordings[^1].Facts[0];
        var held = (DiscussionHeld)Cleared().Collect().Passed().Discuss().Recordings[^1].Facts[0];
        var confirmed = (RecordConfirmed)Filed().ShowIdentity().ConfirmNewest().Recordings[^1].Facts[0];

        Assert.Equal([(First, 3L), (Second, 3L), (Chair, 3L)], kept.Judged.Select(one => (one.PersonId, one.PersonVersion)));
        Assert.Equal([3L, 3L], held.AttendantVersions);
        Assert.Equal(1, held.FileVersion);
        Assert.Equal(3, confirmed.PersonVersion);
    }

    // Discussion

    [Fact]
    public void A_discussion_of_one() => Refused.With(CaseFaults.NotDiscussed, () => Cleared().Discuss(DiscussionConclusion.Agreed, Head));

    [Fact]
    public void A_discussion_without_its_recorder_or_with_the_same_person_twice()
    {
        Refused.With(CaseFaults.DiscussionNotAttended, () => Cleared().Discuss(DiscussionConclusion.Agreed, Deputy, Reviewer));
        Refused.With(CaseFaults.DiscussionNotAttended, () => Cleared().Discuss(DiscussionConclusion.Agreed, Head, Head));
    }

    [Fact]
    public void A_discussion_by_people_who_are_not_responsible() =>
        Refused.With(CaseFaults.AttendantNotResponsible, () => Cleared().Discuss(DiscussionConclusion.Agreed, Head, Third));

    // After the decision

    [Fact]
    public void A_penalty_that_was_not_ordered_or_is_already_performed() =>
        Refused.With(CaseFaults.PenaltyNotOrdered, () => Served().Perform(PenaltyKind.RevokeLicence, 0));

    [Fact]
    public void A_payment_above_what_is_owed()
    {
        var half = Served().Perform(PenaltyKind.Fine, 60_000_00);

        Assert.Equal(CaseStage.Served, half.State.Stage);
        Refused.With(CaseFaults.PaymentExceedsFine, () => half.Perform(PenaltyKind.Fine, 40_000_01));
        Assert.Equal(CaseStage.Performed, half.Perform(PenaltyKind.Fine, 40_000_00).State.Stage);
    }

    [Fact]
    public void An_incomplete_dossier_naming_what_is_missing()
    {
        var world = Performed().Void(4).Amend(1).Close();

        Refused.With(CaseFaults.ArchiveIncomplete, () => world.Archive());
        Assert.Equal("取证、经确认的取证记录", Assert.Throws<Fault>(() => world.Archive()).Metadata["missing"]);
    }

    [Fact]
    public void A_second_annulment()
    {
        Refused.With(CaseFaults.AlreadyAnnulled, () => Decided().Annul().Annul());
        Refused.With(CaseFaults.AlreadyAnnulled, () => Decided().Annul().Close().Annul());
    }
}
