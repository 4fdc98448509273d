using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Review;
using EnforcementPlatform.Review.Facts;
using EnforcementPlatform.Tests.Fast.Fakes;
using EnforcementPlatform.Tests.Fast.Unit.Records.Cases;
using Google.Protobuf;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Review;

public sealed class The_review_lifecycle
{
    [Fact]
    public void Every_stage_answers_every_action_as_agreed()
    {
        var table =
            from stage in Enum.GetValues<ReviewStage>()
            from action in Enum.GetValues<ReviewAction>()
            select $"{stage,-12} {action,-22} {ReviewLifecycle.Next(stage, action)?.ToString() ?? "-"}";

        Verified.Matches("Lifecycle", string.Join('\n', table));
    }

    [Fact]
    public void The_diagram_in_the_readme_is_the_table()
    {
        var readme = File.ReadAllText(RepositoryFiles.At("services", "review", "README.md")).ReplaceLineEndings("\n");

        Assert.Contains($"```mermaid\n{Lifecycle.ToMermaid<ReviewStage, ReviewAction>(ReviewLifecycle.Next)}\n```", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_stage_is_reached_and_named()
    {
        Assert.Equal(Enum.GetValues<ReviewStage>(), ReviewWorld.EveryStage().Select(world => world.State.Stage).Order());
        Assert.All(Enum.GetValues<ReviewStage>(), stage => Assert.NotEmpty(Words.Of(stage)));
        Assert.All(Enum.GetValues<ReviewAction>(), action => Assert.NotEmpty(Words.Of(action)));
    }

    [Fact]
    public void Nothing_passes_but_by_the_reviewers_opinion()
    {
        var ways =
            from stage in Enum.GetValues<ReviewStage>()
            from action in Enum.GetValues<ReviewAction>()
            where stage != ReviewStage.Passed && ReviewLifecycle.Next(stage, action) == ReviewStage.Passed
            select (stage, action);

        Assert.Equal([(ReviewStage.Assigned, ReviewAction.PassDraft)], ways);
    }

    [Fact]
    public void The_fold_goes_where_the_table_says_and_what_the_table_forbids_is_refused()
    {
        foreach (var world in ReviewWorld.EveryStage())
        {
            foreach (var (action, attempt) in Attempts)
            {
                if (ReviewLifecycle.Next(world.State.Stage, action) is { } next)
                {
                    Assert.Equal((action, next), (action, attempt(world).State.Stage));
                }
                else if (world.State.Exists || action is not (ReviewAction.NoteNewerDraft or ReviewAction.NoteKnownDraft))
                {
                    Refused.With(ReviewFaults.WrongStage, () => attempt(world));
                }
            }
        }
    }

    [Fact]
    public void Every_action_has_an_attempt() => Assert.Equal(Enum.GetValues<ReviewAction>(), Attempts.Keys.Order());

    [Fact]
    public void A_fact_of_a_newer_release_is_not_passed_over()
    {
        var fault = Assert.Throws<Fault>(() => ReviewState.Apply(ReviewWorld.Passed().State, new WrittenText(), null!));

        Assert.Equal(KernelFaults.ReplicaTooOld.Reason, fault.Type.Reason);
    }

    private static readonly Dictionary<ReviewAction, Func<ReviewWorld, ReviewWorld>> Attempts = new()
    {
        [ReviewAction.SubmitForReview] = world => world.Submit(),
        [ReviewAction.AssignReviewer] = world => world.Assign(),
        [ReviewAction.ExtendReview] = world => world.Extend(),
        [ReviewAction.PassDraft] = world => world.Pass(),
        [ReviewAction.ReturnDraft] = world => world.Return(),
        [ReviewAction.ResubmitToReviewer] = world => (world with { State = world.State with { ReviewerId = ReviewWorld.Reviewer } }).Redrafted().Resubmit(),
        [ReviewAction.ResubmitForAssignment] = world => (world with { State = world.State with { ReviewerId = "" } }).Redrafted().Resubmit(),
        [ReviewAction.NoteNewerDraft] = world => world.Noted(99),
        [ReviewAction.NoteKnownDraft] = world => world.Noted(1),
    };
}
