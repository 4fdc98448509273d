using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records;
using EnforcementPlatform.Records.Cases;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Records;

public sealed class RetentionRuleTests
{
    private static readonly Actor Lead = Fold.Person("lead", Duty.LeadDepartment);
    private static readonly Actor Auditor = Fold.Person("auditor", Duty.ApproveDestruction);
    private static readonly DateOnly Today = new(2026, 11, 23);
    private static readonly CaseState File = CaseState.Empty with { Stage = CaseStage.Investigating };

    [Fact]
    public void Two_people_in_two_duties_approve_exactly_the_same()
    {
        var state = RetentionState.Empty.Then(one => one.Approve(Subject(), File, Lead, Today), "lead");
        Assert.Equal("DESTRUCTION_NOT_APPROVED", Fold.Reason(() => state.RequireApproved(Subject())));

        state = state.Then(one => one.Approve(Subject(), File, Auditor, Today), "auditor");

        Assert.True(state.RequireApproved(Subject()).IsComplete);
        Assert.Equal("DESTRUCTION_NOT_APPROVED", Fold.Reason(() => state.RequireApproved(Subject(part: 2))));
        Assert.Equal("DESTRUCTION_NOT_APPROVED", Fold.Reason(() => state.RequireApproved(Subject(paper: "平工信〔2026〕9号"))));
    }

    [Fact]
    public void Nobody_approves_twice_and_no_duty_does()
    {
        var state = RetentionState.Empty.Then(one => one.Approve(Subject(), File, Lead, Today), "lead");

        Assert.Equal("DESTRUCTION_APPROVED_ALREADY", Fold.Reason(() => state.Approve(Subject(), File, Lead, Today)));
        Assert.Equal("DESTRUCTION_APPROVED_ALREADY", Fold.Reason(() => state.Approve(Subject(), File, Lead with { PersonId = "other" }, Today)));
        Assert.Equal("DESTRUCTION_APPROVED_ALREADY", Fold.Reason(() => state.Approve(Subject(), File, Auditor with { PersonId = "lead" }, Today)));
    }

    [Fact]
    public void A_hold_stops_approval_and_destruction_until_it_is_lifted()
    {
        var approved = RetentionState.Empty
            .Then(one => one.Approve(Subject(), File, Lead, Today), "lead")
            .Then(one => one.Approve(Subject(), File, Auditor, Today), "auditor");
        var held = approved.Then(one => one.Hold(new() { Reason = HoldReason.Litigation, PaperNumber = "（2026）豫0402行初1号" }), "lead");

        Assert.Equal("RETENTION_ON_HOLD", Fold.Reason(() => held.RequireApproved(Subject())));
        Assert.Equal("RETENTION_ON_HOLD", Fold.Reason(() => held.Approve(Subject(part: 2), File, Lead, Today)));
        Assert.Equal("HOLD_STANDS", Fold.Reason(() => held.Hold(new())));
        var lifted = held.Then(one => one.Lift(new() { PaperNumber = "x" }), "head");
        Assert.True(lifted.RequireApproved(Subject()).IsComplete);
        Assert.Equal("HOLD_NOT_PLACED", Fold.Reason(() => lifted.Lift(new())));
    }

    [Fact]
    public void E21_Retention_ends_with_the_class_of_the_dossier_and_a_legal_duty_needs_no_wait()
    {
        var ended = Subject(basis: DestructionBasis.RetentionEnded);
        var archived = CaseState.Empty with { Stage = CaseStage.Archived, ArchivedAt = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero), RetentionClass = RetentionClass.ThirtyYears };
        var ten = archived with { RetentionClass = RetentionClass.TenYears };
        var forEver = archived with { RetentionClass = RetentionClass.Permanent };

        Assert.Equal("RETENTION_NOT_ENDED", Fold.Reason(() => RetentionState.Empty.Approve(ended, File, Lead, new(2090, 1, 1))));
        Assert.Equal("RETENTION_NOT_ENDED", Fold.Reason(() => RetentionState.Empty.Approve(ended, archived, Lead, new(2056, 11, 23))));
        RetentionState.Empty.Approve(ended, archived, Lead, new(2056, 11, 24));
        Assert.Equal("RETENTION_NOT_ENDED", Fold.Reason(() => RetentionState.Empty.Approve(ended, ten, Lead, new(2036, 11, 23))));
        RetentionState.Empty.Approve(ended, ten, Lead, new(2036, 11, 24));
        Assert.Equal("RETENTION_NOT_ENDED", Fold.Reason(() => RetentionState.Empty.Approve(ended, forEver, Lead, new(2999, 1, 1))));
        RetentionState.Empty.Approve(Subject(), File, Lead, Today);
    }

    [Fact]
    public void The_order_names_the_parts_to_views_and_ends_the_plan()
    {
        var state = RetentionState.Empty
            .Then(one => one.Approve(Subject(), File, Lead, Today), "lead")
            .Then(one => one.Approve(Subject(), File, Auditor, Today), "auditor");

        var decision = RetentionState.Order(state.RequireApproved(Subject()), []);

        Assert.Equal([(4L, 1)], Assert.IsAssignableFrom<IDestructionOrder>(decision.Facts.Single().Body).Places);
        var after = state.Then(_ => decision, "archivist");
        Assert.Empty(after.Plans);
        Assert.Equal([(4L, 1)], Assert.Single(after.Orders).Parts);
        Assert.Equal("DESTRUCTION_NOT_APPROVED", Fold.Reason(() => after.RequireApproved(Subject())));
    }

    [Fact]
    public void More_files_than_an_entry_can_claim_are_refused()
    {
        Assert.Equal(15, RetentionState.RequireFew(Enumerable.Range(0, 15).Select(one => $"blobs/{one}")).Count);
        Assert.Equal("DESTRUCTION_TOO_MANY_FILES", Fold.Reason(() => RetentionState.RequireFew(Enumerable.Range(0, 16).Select(one => $"blobs/{one}"))));
    }

    private static DestructionSubject Subject(int part = 1, string paper = "平工信〔2026〕8号", DestructionBasis basis = DestructionBasis.LegalDuty) =>
        DestructionSubject.Of(new ApproveDestructionRequest { Basis = basis, PaperNumber = paper, Parts = { new PartReference { Position = 4, Part = part } } });
}

/// <summary>One step after another on one case's retention.</summary>
file static class Steps
{
    public static RetentionState Then(this RetentionState state, Func<RetentionState, Decision> decide, string actor) =>
        state.After(decide(state), "retention/x", actor);
}
