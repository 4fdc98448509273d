using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Cases;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

public sealed class The_case_lifecycle
{
    [Fact]
    public void Every_stage_answers_every_action_as_agreed()
    {
        var table =
            from stage in Enum.GetValues<CaseStage>()
            from action in Enum.GetValues<CaseAction>()
            select $"{stage,-14} {action,-20} {CaseLifecycle.Next(stage, action)?.ToString() ?? "-"}";

        Verified.Matches("Lifecycle", string.Join('\n', table));
    }

    [Fact]
    public void The_diagram_in_the_readme_is_the_table()
    {
        var readme = File.ReadAllText(RepositoryFiles.At("services", "records", "README.md")).ReplaceLineEndings("\n");

        Assert.Contains($"```mermaid\n{Lifecycle.ToMermaid<CaseStage, CaseAction>(CaseLifecycle.Next)}\n```", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_decided_but_by_issuing_the_decision()
    {
        var ways =
            from stage in Enum.GetValues<CaseStage>()
            from action in Enum.GetValues<CaseAction>()
            where stage != CaseStage.Decided && CaseLifecycle.Next(stage, action) == CaseStage.Decided
            select (stage, action);

        Assert.Equal([(CaseStage.Told, CaseAction.IssueDecision), (CaseStage.Discussed, CaseAction.IssueDecision)], ways);
    }

    [Fact]
    public void Every_stage_is_reached_and_named()
    {
        Assert.Equal(Enum.GetValues<CaseStage>(), CaseWorld.EveryStage().Select(world => world.State.Stage).Order());
        Assert.All(Enum.GetValues<CaseStage>(), stage => Assert.NotEmpty(Words.Of(stage)));
        Assert.All(Enum.GetValues<CaseAction>(), action => Assert.NotEmpty(CaseLifecycle.WordsOf(action)));
    }

    [Fact]
    public void What_the_table_forbids_is_refused_by_every_decision_at_every_stage()
    {
        foreach (var world in CaseWorld.EveryStage())
        {
            foreach (var (action, attempt) in Attempts)
            {
                if (CaseLifecycle.Next(world.State.Stage, action) is null)
                {
                    Refused.With(RefusalOf(action, world.State.Stage), () => attempt(world));
                }
            }
        }
    }

    private static FaultType RefusalOf(CaseAction action, CaseStage stage) => (action, stage) switch
    {
        (CaseAction.NoteReviewPassed, _) => CaseFaults.ReviewedCaseUnknown,
        (CaseAction.AnnulDecision, CaseStage.Annulled) => CaseFaults.AlreadyAnnulled,
        _ => CaseFaults.WrongStage,
    };

    [Fact]
    public void Every_action_has_an_attempt() => Assert.Equal(Enum.GetValues<CaseAction>(), Attempts.Keys.Order());

    [Fact]
    public void A_fact_leaves_the_case_where_the_table_says()
    {
        foreach (var stage in Enum.GetValues<CaseStage>())
        {
            foreach (var action in Enum.GetValues<CaseAction>())
            {
                if (CaseLifecycle.Next(stage, action) is { } next)
                {
                    Assert.Equal((stage, action, next), (stage, action, CaseFacts.StageAfter(FactOf(action), stage)));
                }
            }
        }
    }

    [Fact]
    public void A_fact_that_the_table_forbids_by_now_still_folds()
    {
        var told = CaseWorld.Told();
        Assert.Null(CaseLifecycle.Next(CaseStage.Told, CaseAction.RecordAct));

        var kept = told.Do(CaseWorld.First, (state, _) => Decision
            .Of(new RecordKept { Number = state.Records.Length + 1, Kind = RecordKind.Inquiry, RecordedBy = CaseWorld.First, CosignerId = CaseWorld.Second })
            .WithPersonal(new RecordText { Place = "某区", Content = "笔录内容" }));

        Assert.Equal(CaseStage.Told, kept.State.Stage);
        Assert.Equal(told.State.Records.Length + 1, kept.State.Records.Length);
    }

    private static IMessage FactOf(CaseAction action) => action switch
    {
        CaseAction.RegisterClue => new ClueRegistered(),
        CaseAction.FileCase => new CaseFiled(),
        CaseAction.AssignHandlers => new HandlersAssigned(),
        CaseAction.ShowIdentity or CaseAction.TellRights or CaseAction.RecordAct or CaseAction.RecordHearing => new RecordKept(),
        CaseAction.ConfirmRecord => new RecordConfirmed(),
        CaseAction.CloseInvestigation => new InvestigationClosed(),
        CaseAction.SaveDraft => new DraftSaved(),
        CaseAction.TellParty => new PartyTold(),
        CaseAction.RecordPartyResponse => new PartyResponded(),
        CaseAction.NoteReviewPassed => new ReviewPassNoted(),
        CaseAction.AgreeInDiscussion => new DiscussionHeld { Conclusion = DiscussionConclusion.Agreed },
        CaseAction.DisagreeInDiscussion => new DiscussionHeld { Conclusion = DiscussionConclusion.NotAgreed },
        CaseAction.IssueDecision => new PenaltyDecided(),
        CaseAction.ServeDecision => new DecisionServed(),
        CaseAction.PerformInPart => new PenaltyPerformed(),
        CaseAction.PerformInFull => new PenaltyPerformed { InFull = true },
        CaseAction.CloseCase => new CaseClosed(),
        CaseAction.ArchiveCase => new CaseArchived(),
        CaseAction.CorrectRecord or CaseAction.VoidRecord => new AmendmentProposed(),
        CaseAction.ApproveAmendment => new AmendmentDecided { Verdict = AmendmentVerdict.Approved },
        CaseAction.RejectAmendment => new AmendmentDecided { Verdict = AmendmentVerdict.Rejected },
        CaseAction.AnnulDecision => new PenaltyAnnulled(),
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
    };

    private static readonly Dictionary<CaseAction, Func<CaseWorld, CaseWorld>> Attempts = new()
    {
        [CaseAction.RegisterClue] = world => world.RegisterClue(),
        [CaseAction.FileCase] = world => world.FileCase(),
        [CaseAction.AssignHandlers] = world => world.AssignHandlers(CaseWorld.First, CaseWorld.Third),
        [CaseAction.ShowIdentity] = world => world.ShowIdentity(),
        [CaseAction.TellRights] = world => world.TellRights(),
        [CaseAction.RecordAct] = world => world.RecordAct(RecordKind.Inquiry),
        [CaseAction.RecordHearing] = world => world.RecordAct(RecordKind.HearingNotice),
        [CaseAction.ConfirmRecord] = world => world.Confirm(1),
        [CaseAction.CloseInvestigation] = world => world.CloseInvestigation(),
        [CaseAction.SaveDraft] = world => world.SaveDraft(),
        [CaseAction.TellParty] = world => world.TellParty(),
        [CaseAction.RecordPartyResponse] = world => world.Respond(PartyResponseKind.Statement),
        [CaseAction.NoteReviewPassed] = world => world.Passed(new byte[32]),
        [CaseAction.AgreeInDiscussion] = world => world.Discuss(),
        [CaseAction.DisagreeInDiscussion] = world => world.Discuss(DiscussionConclusion.NotAgreed),
        [CaseAction.IssueDecision] = world => world.Issue(null),
        [CaseAction.ServeDecision] = world => world.Serve(),
        [CaseAction.PerformInPart] = world => world.Perform(PenaltyKind.Fine, 1),
        [CaseAction.PerformInFull] = world => world.Perform(PenaltyKind.Fine, 1),
        [CaseAction.CloseCase] = world => world.Close(),
        [CaseAction.ArchiveCase] = world => world.Archive(),
        [CaseAction.CorrectRecord] = world => world.Correct(1),
        [CaseAction.VoidRecord] = world => world.Void(1),
        [CaseAction.ApproveAmendment] = world => world.Amend(1),
        [CaseAction.RejectAmendment] = world => world.Amend(1, AmendmentVerdict.Rejected),
        [CaseAction.AnnulDecision] = world => world.Annul(),
    };
}
