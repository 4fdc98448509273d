using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway;
using EnforcementPlatform.Gateway.Connector;
using EnforcementPlatform.Tests.Fast.Unit.Records.Cases;
using Xunit;
using static EnforcementPlatform.Contracts.Gateway.DeliveryOperation;
using static EnforcementPlatform.Contracts.Gateway.DeliveryState;

namespace EnforcementPlatform.Tests.Fast.Unit.Gateway;

public sealed class Withdrawals_and_what_they_stop
{
    /// <summary>Each way in which an item on its way turns out not to be there.</summary>
    private static (DeliveryWorld Held, Func<DeliveryWorld, DeliveryWorld> Absent)[] Absences =>
    [
        (DeliveryWorld.Sending(), world => world.Note(AttemptOutcome.OutOfReach)),
        (DeliveryWorld.Sending(), world => world.Note(AttemptOutcome.Rejected)),
        (DeliveryWorld.Unknown(), world => world.Ask(AttemptOutcome.Absent)),
        (DeliveryWorld.Awaiting(), world => world.Ask(AttemptOutcome.Absent)),
        (DeliveryWorld.Manual(), world => world.Resolve(Resolution.NotAccepted)),
    ];

    [Fact]
    public void A_withdrawal_heard_of_before_the_publication_stops_it()
    {
        var early = new DeliveryWorld().Withdraw();

        Assert.Equal((1, null), (early.State.WithdrawnVersion, early.State.Current));
        Assert.Equal("", early.State.ToMessage().DocumentNumber);
        Refused.With(DeliveryFaults.WrongState, () => early.Retry());
        Assert.Empty(early.Publish().State.Items);
        Assert.Single(early.Publish().Kept[^1].Facts);
        Assert.Equal([(2, Ready)], early.Publish(version: 2).State.Items.Select(item => (item.Version, item.State)));
        Assert.Equal([Superseded], DeliveryWorld.Ready().Withdraw().State.Items.Select(item => item.State));
    }

    [Fact]
    public void An_older_version_or_an_older_withdrawal_does_not_touch_the_newest_version()
    {
        var second = new DeliveryWorld().Publish(version: 2);

        Assert.Equal([(2, Ready)], second.Publish(version: 1).State.Items.Select(item => (item.Version, item.State)));
        Assert.Equal([(2, Ready)], second.Withdraw(version: 1).State.Items.Select(item => (item.Version, item.State)));
    }

    [Fact]
    public void What_turns_out_absent_is_not_sent_before_its_withdrawal_and_the_withdrawal_has_nothing_to_do()
    {
        foreach (var (held, absent) in Absences)
        {
            var world = absent(held.Withdraw());

            Assert.Equal([(Publish, Superseded), (Withdraw, Superseded)], world.State.Items.Select(item => (item.Operation, item.State)));
            Assert.Equal([(1, Publish, Superseded), (1, Withdraw, Superseded)], world.Notices.TakeLast(2));
            Assert.Equal(held.Kept.Length + 2, world.Kept.Length);
            Refused.With(DeliveryFaults.WrongState, () => world.Retry());
        }
    }

    [Fact]
    public void What_turns_out_absent_is_not_sent_before_a_later_version()
    {
        foreach (var (held, absent) in Absences)
        {
            var world = absent(held.Publish(version: 2));

            Assert.Equal([(1, Superseded), (2, Ready)], world.State.Items.Select(item => (item.Version, item.State)));
            Assert.Equal(2, world.Current.Number);
            Assert.Equal(Sending, world.Begin().Current.State);
        }
    }

    [Fact]
    public void An_absent_correction_leaves_the_withdrawal_of_the_version_before()
    {
        var world = DeliveryWorld.Confirmed().Publish(version: 2).Begin().Withdraw(version: 2).Note(AttemptOutcome.OutOfReach);

        Assert.Equal([(Publish, Confirmed), (Publish, Superseded), (Withdraw, Ready)], world.State.Items.Select(item => (item.Operation, item.State)));
    }

    [Fact]
    public void What_cannot_be_asked_for_is_no_proof_of_absence_so_its_withdrawal_goes()
    {
        static DeliveryWorld Unasked(DeliveryWorld world) => world.Note(AttemptOutcome.Absent, AttemptKind.Query, PlatformAnswer.SentAgainHarmlessly);

        (DeliveryOperation, DeliveryState)[] withdrawn = [(Publish, Superseded), (Withdraw, Ready)];
        Assert.Equal(withdrawn, Unasked(DeliveryWorld.Unknown().Withdraw()).State.Items.Select(item => (item.Operation, item.State)));
        Assert.Equal(withdrawn, Unasked(DeliveryWorld.Unknown()).Withdraw().State.Items.Select(item => (item.Operation, item.State)));
    }

    [Fact]
    public void A_late_answer_to_an_older_attempt_is_refused_whatever_it_says()
    {
        foreach (var outcome in Enum.GetValues<AttemptOutcome>())
        {
            var twice = DeliveryWorld.Retrying().Begin().Note(AttemptOutcome.OutOfReach);
            var late = new PlatformAnswer(outcome, 200, "X", "", "", [], null);

            Refused.With(DeliveryFaults.WrongState, () => twice.Do("", (state, act) => state.NoteOutcome(act, 1, 1, AttemptKind.Send, late)));
            Refused.With(DeliveryFaults.WrongState, () => twice.Do("", (state, act) => state.NoteOutcome(act, 1, 2, AttemptKind.Send, late)));
        }
    }
}
