using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway;
using EnforcementPlatform.Gateway.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using EnforcementPlatform.Tests.Fast.Unit.Records.Cases;
using Xunit;
using static EnforcementPlatform.Contracts.Gateway.AttemptOutcome;

namespace EnforcementPlatform.Tests.Fast.Unit.Gateway;

public sealed class The_delivery_lifecycle
{
    private static readonly Dictionary<DeliveryAction, Func<DeliveryWorld, DeliveryWorld>> Attempts = new()
    {
        [DeliveryAction.SupersedeItem] = world => world.Publish(version: 2),
        [DeliveryAction.BeginAttempt] = world => world.Begin(1),
        [DeliveryAction.NoteConfirmed] = world => world.Note(AttemptOutcome.Confirmed),
        [DeliveryAction.NoteTakenIn] = world => world.Note(TakenIn),
        [DeliveryAction.NoteRejected] = world => world.Note(AttemptOutcome.Rejected),
        [DeliveryAction.NoteOutOfReach] = world => world.Note(OutOfReach),
        [DeliveryAction.NoteNoAnswer] = world => world.Note(NoAnswer),
        [DeliveryAction.NoteAbsent] = world => world.Ask(Absent),
        [DeliveryAction.LeaveToPerson] = world => world.Note(Conflict),
        [DeliveryAction.RetryDelivery] = world => world.Retry(),
        [DeliveryAction.ResolveConfirmed] = world => world.Resolve(Resolution.Confirmed),
        [DeliveryAction.ResolveNotAccepted] = world => world.Resolve(Resolution.NotAccepted),
    };

    [Fact]
    public void Every_state_answers_every_action_as_agreed()
    {
        var table =
            from state in Enum.GetValues<DeliveryState>()
            from action in Enum.GetValues<DeliveryAction>()
            select $"{state,-16} {action,-18} {DeliveryLifecycle.Next(state, action)?.ToString() ?? "-"}";

        Verified.Matches("Lifecycle", string.Join('\n', table));
    }

    [Fact]
    public void The_diagram_in_the_readme_is_the_table()
    {
        var readme = File.ReadAllText(RepositoryFiles.At("services", "gateway", "README.md")).ReplaceLineEndings("\n");

        Assert.Contains($"```mermaid\n{Lifecycle.ToMermaid<DeliveryState, DeliveryAction>(DeliveryLifecycle.Next)}\n```", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_state_is_reached_named_and_explained()
    {
        var reached = DeliveryWorld.EveryState().Where(world => world.State.Exists).SelectMany(world => world.State.Items).ToArray();

        Assert.Equal(Enum.GetValues<DeliveryState>().Skip(1), reached.Select(item => item.State).Distinct().Order());
        Assert.All(reached, item => Assert.NotEmpty(DeliveryExplanation.Of(item)));
        Assert.Equal(Enum.GetValues<DeliveryState>().Length, Enum.GetValues<DeliveryState>().Select(state => Words.Of(state)).Distinct().Count());
        Assert.All(Enum.GetValues<DeliveryAction>(), action => Assert.NotEmpty(Words.Of(action)));
    }

    [Fact]
    public void Nothing_is_sent_again_while_it_is_not_known_what_became_of_it()
    {
        var sendable = Enum.GetValues<DeliveryState>().Where(state => DeliveryLifecycle.Next(state, DeliveryAction.BeginAttempt) is not null);
        var fromUnknown = Enum.GetValues<DeliveryAction>().Where(action => DeliveryLifecycle.Next(DeliveryState.Unknown, action) is DeliveryState.Ready or DeliveryState.Retrying);

        Assert.Equal([DeliveryState.Ready, DeliveryState.Retrying], sendable);
        Assert.Equal([DeliveryAction.NoteOutOfReach, DeliveryAction.NoteAbsent], fromUnknown);
    }

    [Fact]
    public void The_fold_goes_where_the_table_says_and_what_the_table_forbids_is_refused()
    {
        foreach (var world in DeliveryWorld.EveryState().Where(world => world.State.Exists))
        {
            foreach (var (action, attempt) in Attempts.Where(one => one.Key != DeliveryAction.SupersedeItem))
            {
                var before = world.State.Items[0].State;
                if (DeliveryLifecycle.Next(before, action) is { } next)
                {
                    Assert.Equal((before, action, next), (before, action, attempt(world).State.Items[0].State));
                }
                else
                {
                    Refused.With(DeliveryFaults.WrongState, () => attempt(world));
                }
            }
        }
    }

    [Fact]
    public void What_a_newer_version_replaces_is_what_the_table_says()
    {
        foreach (var world in DeliveryWorld.EveryState().Where(world => world.State.Exists))
        {
            var before = world.State.Items[0].State;
            var next = DeliveryLifecycle.Next(before, DeliveryAction.SupersedeItem) ?? before;

            Assert.Equal((before, next), (before, world.Publish(version: 2).State.Items[0].State));
        }
    }

    [Fact]
    public void Every_action_has_an_attempt() =>
        Assert.Equal(Enum.GetValues<DeliveryAction>().Except([DeliveryAction.QueueItem, DeliveryAction.FindUnfit]), Attempts.Keys.Order());

    [Fact]
    public void A_fact_of_a_newer_release_is_not_passed_over()
    {
        var fault = Assert.Throws<Fault>(() => DeliveryStream.Apply(DeliveryWorld.Ready().State, new ReasonText(), null!));

        Assert.Equal(KernelFaults.ReplicaTooOld.Reason, fault.Type.Reason);
    }

    [Fact]
    public void Its_refusals_are_as_committed() => Verified.Matches(
        "Refusals",
        string.Join('\n', DeliveryFaults.All.OrderBy(fault => fault.Reason, StringComparer.Ordinal).Select(fault => $"{fault.Reason} {fault.Kind}\n    {fault.Message}")));
}
