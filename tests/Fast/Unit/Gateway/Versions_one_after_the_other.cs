using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway;
using EnforcementPlatform.Tests.Fast.Unit.Records.Cases;
using Xunit;
using static EnforcementPlatform.Contracts.Gateway.DeliveryOperation;
using static EnforcementPlatform.Contracts.Gateway.DeliveryState;

namespace EnforcementPlatform.Tests.Fast.Unit.Gateway;

public sealed class Versions_one_after_the_other
{
    [Fact]
    public void A_version_that_was_never_sent_is_replaced_by_the_next()
    {
        var world = DeliveryWorld.Ready().Publish(version: 2);

        Assert.Equal([Superseded, Ready], world.State.Items.Select(item => item.State));
        Assert.Equal(2, world.Current.Number);
        Assert.Equal([(1, Publish, Ready), (1, Publish, Superseded), (2, Publish, Ready)], world.Notices);
    }

    [Fact]
    public void Version_two_waits_until_it_is_known_what_became_of_version_one()
    {
        foreach (var held in (DeliveryWorld[])[DeliveryWorld.Sending(), DeliveryWorld.Unknown(), DeliveryWorld.Awaiting(), DeliveryWorld.Manual()])
        {
            var world = held.Publish(version: 2);

            Assert.Equal(1, world.Current.Number);
            Refused.With(DeliveryFaults.WrongState, () => world.Begin(2));
        }

        Assert.Equal(2, DeliveryWorld.Sending().Publish(version: 2).Note(AttemptOutcome.Confirmed).Current.Number);
    }

    [Fact]
    public void Withdrawn_before_the_first_sending_nothing_is_sent()
    {
        var world = DeliveryWorld.Ready().Withdraw();

        Assert.Equal([(Publish, Superseded)], world.State.Items.Select(item => (item.Operation, item.State)));
        Assert.False(DeliveryLifecycle.HoldsBack(world.Current.State));
    }

    [Fact]
    public void Withdrawn_after_a_certain_failure_nothing_is_sent_either() =>
        Assert.Equal([Superseded], DeliveryWorld.Retrying().Withdraw().State.Items.Select(item => item.State));

    [Fact]
    public void Withdrawn_on_its_way_the_withdrawal_waits_for_the_outcome()
    {
        var world = DeliveryWorld.Sending().Withdraw();

        Assert.Equal([(Publish, Sending), (Withdraw, Ready)], world.State.Items.Select(item => (item.Operation, item.State)));
        Assert.Equal(1, world.Current.Number);
        var after = world.Note(AttemptOutcome.Confirmed);
        Assert.Equal(2, after.Current.Number);
        Assert.True(after.Current.IsUrgent);
        Assert.Equal(new DateOnly(2026, 11, 12), after.Current.Due);
    }

    [Fact]
    public void What_a_platform_has_refused_or_never_had_is_not_withdrawn_there_and_never_sent_again()
    {
        Assert.Equal([Superseded], DeliveryWorld.Rejected().Withdraw().State.Items.Select(item => item.State));
        Assert.Equal([Superseded], DeliveryWorld.Unfit().Withdraw().State.Items.Select(item => item.State));
        Refused.With(DeliveryFaults.WrongState, () => DeliveryWorld.Rejected().Withdraw().Retry());
        Assert.Equal([Superseded, Ready], DeliveryWorld.Rejected().Publish(version: 2).State.Items.Select(item => item.State));
    }

    [Fact]
    public void A_refused_correction_leaves_the_wrong_version_to_be_withdrawn()
    {
        var world = DeliveryWorld.Confirmed().Publish(version: 2).Begin().Note(AttemptOutcome.Rejected).Withdraw(version: 2);

        Assert.Equal([(Publish, Confirmed), (Publish, Superseded), (Withdraw, Ready)], world.State.Items.Select(item => (item.Operation, item.State)));
    }

    [Fact]
    public void What_was_withdrawn_is_not_withdrawn_twice()
    {
        var world = DeliveryWorld.Confirmed().Withdraw().Begin().Note(AttemptOutcome.Confirmed).Withdraw();

        Assert.Equal(2, world.State.Items.Length);
    }

    [Fact]
    public void Published_again_a_waiting_withdrawal_of_the_same_number_is_replaced() =>
        Assert.Equal([Confirmed, Superseded, Ready], DeliveryWorld.Confirmed().Withdraw().Publish(version: 2).State.Items.Select(item => item.State));

    [Fact]
    public void A_corrected_number_first_withdraws_what_stands_under_the_wrong_one()
    {
        var world = DeliveryWorld.Confirmed().Publish(version: 2, DeliveryWorld.Decided("平工信罚〔2026〕2号"));

        Assert.Equal(
            [(Publish, DeliveryWorld.Number, Confirmed), (Withdraw, DeliveryWorld.Number, Ready), (Publish, "平工信罚〔2026〕2号", Ready)],
            world.State.Items.Select(item => (item.Operation, item.Key.DocumentNumber, item.State)));
        Assert.Equal(2, world.Current.Number);

        // A third version with the right number replaces the second and leaves the withdrawal of the wrong one.
        var third = world.Publish(version: 3, DeliveryWorld.Decided("平工信罚〔2026〕2号"));
        Assert.Equal([Confirmed, Ready, Superseded, Ready], third.State.Items.Select(item => item.State));
    }

    [Fact]
    public void An_unfit_correction_still_stops_what_is_known_to_be_wrong() =>
        Assert.Equal([Superseded, Unfit], DeliveryWorld.Ready().Publish(2, new PublicDecision(DeliveryWorld.Decided()) { PartyName = "" }).State.Items.Select(item => item.State));

    [Fact]
    public void An_answer_to_an_older_attempt_counts_no_more()
    {
        var second = DeliveryWorld.Retrying().Begin();
        var late = new EnforcementPlatform.Gateway.Connector.PlatformAnswer(AttemptOutcome.Rejected, 422, "X", "", "", [], null);

        Refused.With(DeliveryFaults.WrongState, () => second.Do("", (state, act) => state.NoteOutcome(act, 1, 1, AttemptKind.Send, late)));
        Assert.Equal(Rejected, second.Do("", (state, act) => state.NoteOutcome(act, 1, 2, AttemptKind.Send, late)).Current.State);
    }

    [Fact]
    public void The_receipt_is_kept_byte_by_byte_and_what_refuses_is_named()
    {
        var confirmed = DeliveryWorld.Confirmed().Current;
        var rejected = DeliveryWorld.Rejected();

        Assert.Equal(("R-1", "Confirmed"), (confirmed.RemoteId, confirmed.Receipt!.Require().Body.ToStringUtf8()));
        Assert.Equal(System.Security.Cryptography.SHA256.HashData("Confirmed"u8), confirmed.ReceiptDigest);
        var told = (DeliveryChanged)rejected.Kept[^1].Notices.Single();
        Assert.Equal(("FIELD_INVALID", "CF_SY", 1), (told.RefusalCode, told.RefusalField, told.Attempts));
    }

    [Fact]
    public void Others_hear_of_an_outage_once_and_not_of_every_attempt()
    {
        var world = DeliveryWorld.Retrying().Begin().Note(AttemptOutcome.OutOfReach).Begin().Note(AttemptOutcome.OutOfReach);

        Assert.Equal([(1, Publish, Ready), (1, Publish, Retrying)], world.Notices);
        Assert.Equal(3, world.Current.Sent);
    }

    [Fact]
    public void A_receipt_is_asked_for_more_and_more_seldom_and_what_is_absent_is_sent_again_later_and_later()
    {
        var asked = DeliveryWorld.Awaiting();
        var (first, waits) = (asked.Current.NotBefore - asked.State.At, new List<double>());
        for (var turn = 0; turn < 10; turn++)
        {
            asked = asked.Ask(AttemptOutcome.TakenIn);
            waits.Add((asked.Current.NotBefore - asked.State.At).TotalMinutes);
        }

        Assert.Equal(TimeSpan.FromMinutes(1), first);
        Assert.Equal([2, 4, 8, 16, 32, 64, 128, 256, 360, 360], waits);
        var absent = DeliveryWorld.Unknown().Ask(AttemptOutcome.Absent);
        Assert.Equal(TimeSpan.FromSeconds(30), absent.Current.NotBefore - absent.State.At);
        var again = absent.Begin().Note(AttemptOutcome.NoAnswer).Ask(AttemptOutcome.Absent);
        Assert.Equal(TimeSpan.FromSeconds(60), again.Current.NotBefore - again.State.At);
    }

    [Fact]
    public void Hurried_it_waits_for_nothing_and_what_was_refused_is_sent_once_more()
    {
        var hurried = DeliveryWorld.Awaiting().Retry();

        Assert.Equal((AwaitingReceipt, hurried.State.At, hurried.State.At), (hurried.Current.State, hurried.Current.NotBefore, hurried.Current.HurriedAt));
        Assert.Equal(Ready, DeliveryWorld.Rejected().Retry().Current.State);
    }

    [Fact]
    public void A_person_settles_what_no_machine_can_and_the_reason_is_kept()
    {
        var settled = DeliveryWorld.Manual().Resolve(Resolution.Confirmed);

        Assert.Equal((Confirmed, "已电话核实"), (settled.Current.State, settled.Current.Resolution!.Require().Text));
        Assert.Null(settled.Current.Receipt);
        Assert.Equal(Ready, DeliveryWorld.Manual().Resolve(Resolution.NotAccepted).Current.State);
    }
}
