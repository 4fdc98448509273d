using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Disclosure;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using EnforcementPlatform.Tests.Fast.Unit.Records.Cases;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Disclosure;

public sealed class The_disclosure_lifecycle
{
    private static readonly Dictionary<DisclosureAction, Func<DisclosureWorld, DisclosureWorld>> Attempts = new()
    {
        [DisclosureAction.NoteDecision] = world => world.Noted(),
        [DisclosureAction.NoteAnnulment] = world => world.Annulled(),
        [DisclosureAction.DraftText] = world => world.Draft(),
        [DisclosureAction.CorrectText] = world => world.Correct(),
        [DisclosureAction.PublishText] = world => world.Publish(),
        [DisclosureAction.WithdrawText] = world => world.Withdraw(),
        [DisclosureAction.WithholdText] = world => (world.State.Stage switch
        {
            DisclosureStage.Due => DisclosureWorld.OfMinor.Noted(),
            DisclosureStage.Drafted => DisclosureWorld.OfUnknownAge("").Noted().Draft(),
            _ => world,
        }).Withhold(),
        [DisclosureAction.NoteDelivery] = world => world.Delivered(),
    };

    [Fact]
    public void Every_stage_answers_every_action_as_agreed()
    {
        var table =
            from stage in Enum.GetValues<DisclosureStage>()
            from action in Enum.GetValues<DisclosureAction>()
            select $"{stage,-12} {action,-15} {DisclosureLifecycle.Next(stage, action)?.ToString() ?? "-"}";

        Verified.Matches("Lifecycle", string.Join('\n', table));
    }

    [Fact]
    public void The_diagrams_in_the_readme_are_the_tables()
    {
        var readme = File.ReadAllText(RepositoryFiles.At("services", "disclosure", "README.md")).ReplaceLineEndings("\n");

        Assert.Contains($"```mermaid\n{Lifecycle.ToMermaid<DisclosureStage, DisclosureAction>(DisclosureLifecycle.Next)}\n```", readme, StringComparison.Ordinal);
        Assert.Contains($"```mermaid\n{Lifecycle.ToMermaid<ItemStage, ItemAction>(ItemLifecycle.Next)}\n```", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_stage_is_reached_and_named()
    {
        Assert.Equal(Enum.GetValues<DisclosureStage>(), DisclosureWorld.EveryStage().Select(world => world.State.Stage).Order());
        Assert.All(Enum.GetValues<DisclosureStage>(), stage => Assert.NotEmpty(Words.Of(stage)));
        Assert.Equal(Enum.GetValues<DisclosureAction>(), Attempts.Keys.Order());
    }

    [Fact]
    public void The_fold_goes_where_the_table_says_and_what_the_table_forbids_is_refused()
    {
        foreach (var world in DisclosureWorld.EveryStage())
        {
            foreach (var (action, attempt) in Attempts)
            {
                if (DisclosureLifecycle.Next(world.State.Stage, action) is { } next)
                {
                    Assert.Equal((world.State.Stage, action, next), (world.State.Stage, action, attempt(world).State.Stage));
                }
                else
                {
                    Refused.With(IsTheOther(world.State.Stage, action) ? DisclosureFaults.CorrectionReason : DisclosureFaults.WrongStage, () => attempt(world));
                }
            }
        }
    }

    /// <summary>Draft and correction are one rpc, told apart by whether something is public: the other is refused for its reason, or for having none.</summary>
    private static bool IsTheOther(DisclosureStage stage, DisclosureAction action) => (stage, action)
        is (DisclosureStage.Due or DisclosureStage.Drafted, DisclosureAction.CorrectText) or (DisclosureStage.Published or DisclosureStage.Correcting, DisclosureAction.DraftText);

    [Fact]
    public void An_annulment_that_is_told_before_its_decision_leaves_nothing_to_publish()
    {
        var world = new DisclosureWorld().Annulled().Noted();

        Assert.Equal(DisclosureStage.Lapsed, world.State.Stage);
        Refused.With(DisclosureFaults.WrongStage, () => world.Draft());
    }

    [Fact]
    public void What_is_published_stays_public_until_its_correction_is()
    {
        var correcting = DisclosureWorld.Correcting().State.ToMessage(DisclosureWorld.Law, DateTimeOffset.UtcNow);
        var corrected = DisclosureWorld.Correcting().Publish();

        Assert.Equal([TextState.Public, TextState.Drafted], correcting.Versions.Select(one => one.State));
        Assert.Equal((2, "原摘要有误", "更正后的事实摘要"), (corrected.Told<DisclosurePublished>().Version, corrected.Told<DisclosurePublished>().CorrectionReason, corrected.Told<DisclosurePublished>().Decision.FactsSummary));
        Assert.Equal([TextState.Corrected, TextState.Public], corrected.State.ToMessage(DisclosureWorld.Law, DateTimeOffset.UtcNow).Versions.Select(one => one.State));
    }

    [Fact]
    public void A_draft_that_was_not_published_is_replaced_under_its_number()
    {
        var world = DisclosureWorld.Drafted().Draft(DisclosureWorld.Publisher, text => text.Penalty = "罚款十万元");

        Assert.Equal((1, 1, DisclosureWorld.Publisher), (world.State.Versions.Length, world.State.Versions[0].Number, world.State.Versions[0].DrafterId));
        Assert.Equal("罚款十万元", world.State.Versions[0].Text.Require().Decision.Penalty);
    }

    [Fact]
    public void What_a_platform_said_is_kept_for_the_publisher_newest_by_delivery()
    {
        var world = DisclosureWorld.Published().Delivered(DeliveryState.Rejected).Delivered(DeliveryState.Confirmed, minutes: 1);

        var told = Assert.Single(world.State.ToMessage(DisclosureWorld.Law, DateTimeOffset.UtcNow).Deliveries);
        Assert.Equal((DeliveryState.Confirmed, ""), (told.State, told.RefusalField));
        Assert.True(world.State.Knows(world.NotedDelivery(DeliveryState.Rejected, -1)));
        Assert.False(world.State.Knows(world.NotedDelivery(DeliveryState.Rejected, 2)));
    }

    [Fact]
    public void A_fact_of_a_newer_release_is_not_passed_over()
    {
        var fault = Assert.Throws<Fault>(() => DisclosureState.Apply(DisclosureWorld.Published().State, new WrittenText(), null!));

        Assert.Equal(KernelFaults.ReplicaTooOld.Reason, fault.Type.Reason);
    }
}
