using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway;
using EnforcementPlatform.Gateway.Connector;
using EnforcementPlatform.Gateway.Work;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Unit.Gateway;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static EnforcementPlatform.Contracts.Gateway.DeliveryState;

namespace EnforcementPlatform.Tests.Fast.Integration.Gateway;

public sealed class A_queue
{
    [Fact]
    public async Task What_is_published_arrives_once_and_is_confirmed()
    {
        await using var bench = await DeliveryBench.Start();
        await bench.Publish(1);
        await bench.RunFor(TimeSpan.FromMinutes(1));

        Assert.Equal(Confirmed, (await bench.Current(1)).State);
        Assert.Single(bench.Platform.Seen);
    }

    [Fact]
    public async Task S2_A_delivery_that_an_altered_row_gives_to_another_platform_is_not_sent_there()
    {
        await using var bench = await DeliveryBench.Start();
        await bench.Publish(1);
        var sender = new DeliverySender(bench.Deliveries, bench.Clock, NullLogger<DeliverySender>.Instance);
        var id = DeliveryStream.KeyOf(DeliveryWorld.Destination, DeliveryBench.IdOf(1));

        var advanced = await sender.Advance(bench.Destination with { Name = "another" }, id, TestContext.Current.CancellationToken);

        Assert.Null(advanced.Result);
        Assert.Empty(bench.Platform.Seen);
        Assert.Equal(Ready, (await bench.Current(1)).State);
    }

    [Fact]
    public async Task Withdrawals_go_first_then_the_earliest_due()
    {
        await using var bench = await DeliveryBench.Start();
        await bench.Publish(1, due: "2026-11-20");
        await bench.RunFor(TimeSpan.FromSeconds(1));
        await bench.Publish(2, due: "2026-11-09");
        await bench.Publish(3, due: "2026-11-01");
        await bench.Publish(4, due: "2026-11-03");
        await bench.Withdraw(1);
        await bench.RunFor(TimeSpan.FromMinutes(1));

        Assert.Equal([1, 1, 3, 4, 2], bench.Platform.Taken.Select(one => int.Parse(one.Number[10..^1], null)));
        Assert.Equal(DeliveryOperation.Withdraw, bench.Platform.Taken[1].Operation);
    }

    [Fact]
    public async Task Withdrawn_or_replaced_before_the_first_sending_nothing_old_is_sent()
    {
        await using var bench = await DeliveryBench.Start();
        await bench.Publish(1);
        await bench.Withdraw(1);
        await bench.Publish(2);
        await bench.Publish(2, version: 2);
        await bench.RunFor(TimeSpan.FromMinutes(1));

        Assert.Equal([(DeliveryBench.NumberOf(2), 2)], bench.Platform.Seen.Select(one => (one.Number, one.Version)));
    }

    [Fact]
    public async Task A_withdrawal_in_flight_waits_for_what_became_of_the_version()
    {
        await using var bench = await DeliveryBench.Start();
        await bench.Publish(1);
        bench.Platform.OnSend = one =>
        {
            bench.Platform.Take(one);
            return PlatformAnswer.Nothing("TimeLimit");
        };
        bench.Platform.OnQuery = _ => PlatformAnswer.Nothing("TimeLimit");
        await bench.RunFor(TimeSpan.FromMinutes(1));
        await bench.Withdraw(1);
        await bench.RunFor(TimeSpan.FromMinutes(10));
        Assert.Equal([Unknown, Ready], await bench.States(1));

        (bench.Platform.OnSend, bench.Platform.OnQuery) = (_ => null, _ => null);
        await bench.RunFor(TimeSpan.FromHours(2));

        Assert.Equal([Confirmed, Confirmed], await bench.States(1));
        Assert.Equal([DeliveryOperation.Publish, DeliveryOperation.Withdraw], bench.Platform.Taken.Select(one => one.Operation));
    }

    [Fact]
    public async Task Taken_without_an_answer_it_is_found_by_asking_and_never_sent_again()
    {
        await using var bench = await DeliveryBench.Start();
        await bench.Publish(1);
        bench.Platform.OnSend = one =>
        {
            bench.Platform.Take(one);
            return PlatformAnswer.Nothing("ResponseEnded");
        };
        await bench.RunFor(TimeSpan.FromMinutes(1));

        Assert.Equal(Confirmed, (await bench.Current(1)).State);
        Assert.Equal([AttemptKind.Send, AttemptKind.Query], bench.Platform.Seen.Select(one => one.Kind));
    }

    [Fact]
    public async Task Not_taken_and_without_an_answer_it_is_asked_for_and_then_sent_again()
    {
        await using var bench = await DeliveryBench.Start();
        await bench.Publish(1);
        bench.Platform.OnSend = _ =>
        {
            bench.Platform.OnSend = _ => null;
            return PlatformAnswer.Nothing("ResponseEnded");
        };
        await bench.RunFor(TimeSpan.FromMinutes(2));

        Assert.Equal(Confirmed, (await bench.Current(1)).State);
        Assert.Equal([AttemptKind.Send, AttemptKind.Query, AttemptKind.Send], bench.Platform.Seen.Select(one => one.Kind));
        Assert.Single(bench.Platform.Taken);
    }

    [Fact]
    public async Task Where_a_platform_cannot_be_asked_it_is_sent_again_only_if_that_does_no_harm()
    {
        await using var bench = await DeliveryBench.Start();
        await bench.Publish(1);
        bench.Platform.Capabilities = new(Query: false, Idempotent: false);
        bench.Platform.OnSend = _ => PlatformAnswer.Nothing("ResponseEnded");
        await bench.RunFor(TimeSpan.FromMinutes(5));
        Assert.Equal(Manual, (await bench.Current(1)).State);
        Assert.Single(bench.Platform.Seen);

        await bench.Publish(2);
        bench.Platform.Capabilities = new(Query: false, Idempotent: true);
        await bench.RunFor(TimeSpan.FromMinutes(5));
        bench.Platform.OnSend = _ => null;
        await bench.RunFor(TimeSpan.FromHours(2));
        Assert.Equal(Confirmed, (await bench.Current(2)).State);
    }

    [Fact]
    public async Task A_crash_between_wire_and_ledger_ends_in_a_question_and_not_in_a_second_sending()
    {
        using var process = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var bench = await DeliveryBench.Start();
        await bench.Publish(1);
        bench.Platform.OnSend = one =>
        {
            bench.Platform.Take(one);
            process.Cancel();
            throw new OperationCanceledException("the process ends here", process.Token);
        };
        await bench.Settle();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Queue.Step(process.Token));
        Assert.Equal(Sending, (await bench.Current(1)).State);

        bench.Platform.OnSend = _ => null;
        bench.Restart();
        await bench.RunFor(TimeSpan.FromSeconds(30));
        Assert.Equal(Sending, (await bench.Current(1)).State);
        await bench.RunFor(TimeSpan.FromSeconds(30));

        Assert.Equal(Confirmed, (await bench.Current(1)).State);
        Assert.Equal([AttemptKind.Send, AttemptKind.Query], bench.Platform.Seen.Select(one => one.Kind));
    }

    [Fact]
    public async Task A_platform_that_does_not_know_us_rejects_nothing()
    {
        await using var bench = await DeliveryBench.Start();
        await bench.Publish(1);
        bench.Platform.OnSend = _ => new(AttemptOutcome.Unauthorized, 401, "SIGNATURE_INVALID", "", "", "{}"u8.ToArray(), null);
        await bench.RunFor(TimeSpan.FromHours(6));

        var item = await bench.Current(1);
        Assert.Equal((Retrying, ""), (item.State, item.RefusalCode));
        Assert.InRange(bench.Platform.Seen.Count, 5, 20);
        bench.Platform.OnSend = _ => null;
        await bench.RunFor(TimeSpan.FromHours(1));
        Assert.Equal(Confirmed, (await bench.Current(1)).State);
    }

    [Fact]
    public async Task Asked_to_leave_it_alone_it_leaves_it_alone()
    {
        await using var bench = await DeliveryBench.Start();
        await bench.Publish(1);
        bench.Platform.OnSend = _ =>
        {
            bench.Platform.OnSend = _ => null;
            return new(AttemptOutcome.OutOfReach, 503, "BUSY", "", "", "{}"u8.ToArray(), TimeSpan.FromMinutes(7));
        };
        await bench.RunFor(TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.FromMinutes(7), bench.Platform.Seen[1].At - bench.Platform.Seen[0].At);
    }

    [Fact]
    public async Task Hurried_it_goes_at_once_although_the_destination_rests()
    {
        await using var bench = await DeliveryBench.Start();
        await bench.Publish(1);
        bench.Platform.OnSend = _ => FakeUpperPlatform.OutOfReach;
        await bench.RunFor(TimeSpan.FromHours(8));
        var tried = bench.Platform.Seen.Count;
        bench.Platform.OnSend = _ => null;
        await bench.Hurry(1);
        await bench.RunFor(TimeSpan.FromSeconds(2));

        Assert.Equal(tried + 1, bench.Platform.Seen.Count);
        Assert.Equal(Confirmed, (await bench.Current(1)).State);
    }

    [Fact]
    public async Task Hurried_it_is_the_next_however_far_behind_it_stood()
    {
        await using var bench = await DeliveryBench.Start();
        for (var number = 1; number <= 40; number++)
        {
            await bench.Publish(number, due: $"2026-11-{number % 20 + 3:00}");
        }

        await bench.Publish(41, due: "2026-12-31");
        await bench.Hurry(41);
        await bench.Settle();
        await bench.Queue.Step(TestContext.Current.CancellationToken);

        Assert.Equal(DeliveryBench.NumberOf(41), bench.Platform.Seen.Single().Number);
    }

    [Fact]
    public async Task Hurried_once_it_is_tried_once_before_its_turn()
    {
        await using var bench = await DeliveryBench.Start();
        await bench.Publish(1, due: "2026-12-31");
        bench.Platform.OnSend = one => one.Key.DocumentNumber == DeliveryBench.NumberOf(1) ? PlatformAnswer.Nothing("Status500") : null;
        bench.Platform.OnQuery = one => PlatformAnswer.Nothing("Status500");
        await bench.RunFor(TimeSpan.FromSeconds(1));
        for (var number = 2; number <= 10; number++)
        {
            await bench.Publish(number, due: "2026-11-09");
        }

        await bench.Hurry(1);
        await bench.RunFor(TimeSpan.FromMinutes(1));

        Assert.Equal(9, bench.Platform.Taken.Count);
        Assert.Equal(
            [DeliveryBench.NumberOf(1), DeliveryBench.NumberOf(1), DeliveryBench.NumberOf(2), DeliveryBench.NumberOf(3)],
            bench.Platform.Seen.Take(4).Select(one => one.Number));
    }

    [Fact]
    public async Task Of_two_that_are_hurried_the_second_is_next_though_the_first_was_not_answered()
    {
        await using var bench = await DeliveryBench.Start();
        for (var number = 1; number <= 40; number++)
        {
            await bench.Publish(number, due: $"2026-11-{number % 20 + 3:00}");
        }

        foreach (var number in (int[])[41, 42])
        {
            await bench.Publish(number, due: "2026-12-31");
            await bench.Hurry(number);
        }

        bench.Platform.OnSend = bench.Platform.OnQuery =
            one => one.Key.DocumentNumber == DeliveryBench.NumberOf(41) ? PlatformAnswer.Nothing("Status500") : null;
        await bench.RunFor(TimeSpan.FromMinutes(1));

        Assert.Equal([DeliveryBench.NumberOf(41), DeliveryBench.NumberOf(42)], bench.Platform.Seen.Take(2).Select(one => one.Number));
        Assert.Equal(41, bench.Platform.Taken.Count);
    }

    [Fact]
    public async Task Hurried_in_an_outage_it_is_tried_once_and_then_holds_up_nobody()
    {
        await using var bench = await DeliveryBench.Start();
        await bench.Publish(1, due: "2026-12-31");
        bench.Platform.OnSend = bench.Platform.OnQuery = _ => PlatformAnswer.Nothing("Status500");
        await bench.RunFor(TimeSpan.FromSeconds(1));
        Assert.Equal(Unknown, (await bench.Current(1)).State);

        bench.Platform.OnSend = _ => FakeUpperPlatform.OutOfReach;
        for (var number = 2; number <= 5; number++)
        {
            await bench.Publish(number, due: "2026-11-09");
        }

        await bench.RunFor(TimeSpan.FromHours(8));
        var tried = bench.Platform.Seen.Count;
        bench.Platform.OnSend = _ => null;
        await bench.Hurry(1);
        await bench.RunFor(TimeSpan.FromHours(8));

        var since = bench.Platform.Seen.Skip(tried).Select(one => one.Number).ToArray();
        Assert.Equal(DeliveryBench.NumberOf(1), since[0]);
        Assert.Equal(Enumerable.Range(2, 4).Select(DeliveryBench.NumberOf), since[1..5].Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_our_own_ledger_cannot_keep_now_puts_no_delivery_to_rest()
    {
        await using var bench = await DeliveryBench.Start(new(PerMinute: 600, SideBySide: 4));
        using var broken = bench.CountBroken();
        await bench.Publish(1);
        await bench.Settle();
        foreach (var fault in (FaultType[])[KernelFaults.OutcomeUnknown, KernelFaults.LedgerReadOnly])
        {
            bench.OutOfOrder = fault;
            Assert.Equal(fault, (await Assert.ThrowsAsync<Fault>(() => bench.Queue.Step(TestContext.Current.CancellationToken))).Type);
            bench.Clock.Step(TimeSpan.FromSeconds(1));
        }

        bench.OutOfOrder = null;
        await bench.Queue.Step(TestContext.Current.CancellationToken);
        Assert.Equal((Confirmed, 0L), ((await bench.Current(1)).State, broken.Total));
    }

    [Fact]
    public async Task An_entry_that_this_version_cannot_read_is_its_own_deliverys_and_not_the_ledgers()
    {
        await using var bench = await DeliveryBench.Start();
        using var broken = bench.CountBroken();
        await bench.Publish(1, due: "2026-11-01");
        await bench.Publish(2, due: "2026-11-20");
        bench.Platform.OnSend = one => one.Key.DocumentNumber == DeliveryBench.NumberOf(1) ? throw KernelFaults.ReplicaTooOld.Now() : null;
        await bench.RunFor(TimeSpan.FromSeconds(5));

        Assert.Equal(DeliveryBench.NumberOf(2), Assert.Single(bench.Platform.Taken).Number);
        Assert.Equal(1, broken.Total);
    }

    [Fact]
    public async Task One_delivery_that_breaks_spoils_nothing_for_the_others_of_its_round()
    {
        await using var bench = await DeliveryBench.Start(new(PerMinute: 600, SideBySide: 4));
        using var broken = bench.CountBroken();
        await bench.Publish(1, due: "2026-11-01");
        for (var number = 2; number <= 12; number++)
        {
            await bench.Publish(number, due: "2026-11-20");
        }

        bench.Platform.OnSend = bench.Platform.OnQuery = one => one.Key.DocumentNumber == DeliveryBench.NumberOf(1) ? throw new InvalidOperationException("张三") : null;
        await bench.RunFor(TimeSpan.FromSeconds(20));

        Assert.Equal(11, bench.Platform.Taken.Count);
        Assert.Equal(1, bench.Platform.Seen.Count(one => one.Number == DeliveryBench.NumberOf(1)));
        Assert.Equal(1, broken.Total);
        Assert.Contains(bench.Log.Lines, line => line.Contains($"{DeliveryBench.IdOf(1)}因InvalidOperationException中断", StringComparison.Ordinal));
        Assert.DoesNotContain(bench.Log.Lines, line => line.Contains("张三", StringComparison.Ordinal));

        await bench.RunFor(TimeSpan.FromHours(6));
        Assert.InRange(bench.Platform.Seen.Count(one => one.Number == DeliveryBench.NumberOf(1)), 8, 20);
        bench.Platform.OnSend = bench.Platform.OnQuery = _ => null;
        await bench.RunFor(TimeSpan.FromHours(2));
        Assert.Equal(Confirmed, (await bench.Current(1)).State);
    }

    [Fact]
    public async Task One_record_that_a_platform_cannot_digest_lets_the_others_go_first()
    {
        await using var bench = await DeliveryBench.Start();
        await bench.Publish(1, due: "2026-11-01");
        for (var number = 2; number <= 20; number++)
        {
            await bench.Publish(number, due: "2026-11-20");
        }

        bench.Platform.OnSend = one => one.Key.DocumentNumber == DeliveryBench.NumberOf(1) ? PlatformAnswer.Nothing("Status500") : null;
        bench.Platform.OnQuery = one => PlatformAnswer.Nothing("Status500");
        await bench.RunFor(TimeSpan.FromMinutes(3));

        Assert.Equal(19, bench.Platform.Taken.Count);
        Assert.Equal(Unknown, (await bench.Current(1)).State);
    }

    [Fact]
    public async Task A_receipt_that_comes_later_is_asked_for_until_it_is_there()
    {
        await using var bench = await DeliveryBench.Start();
        await bench.Publish(1);
        var pending = new PlatformAnswer(AttemptOutcome.TakenIn, 202, "PENDING", "", "", "{}"u8.ToArray(), null);
        bench.Platform.OnSend = one =>
        {
            bench.Platform.Take(one);
            return pending;
        };
        bench.Platform.OnQuery = _ => pending;
        await bench.RunFor(TimeSpan.FromMinutes(10));
        Assert.Equal((AwaitingReceipt, 3), ((await bench.Current(1)).State, bench.Platform.Seen.Count(one => one.Kind == AttemptKind.Query)));

        bench.Platform.OnQuery = _ => null;
        await bench.RunFor(TimeSpan.FromMinutes(10));
        Assert.Equal(Confirmed, (await bench.Current(1)).State);
    }
}
