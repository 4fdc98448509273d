using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Supervision.Facts;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Xunit;
using static EnforcementPlatform.Tests.Fast.Unit.Supervision.Overseen;

namespace EnforcementPlatform.Tests.Fast.Unit.Supervision;

/// <summary>Notices of seven handlers come in any order, twice, or late; the newest of each publisher counts.</summary>
public sealed class What_is_heard_in_any_order
{
    private static readonly IMessage[] News =
    [
        new CaseNoted { Told = Told(5, CaseStage.Told, told => told.FiledOn = "2026-11-02") },
        new CaseNoted { Told = Told(9, CaseStage.Annulled, told => (told.FiledOn, told.DecidedOn, told.AnnulledOn) = ("2026-11-02", "2026-11-20", "2026-11-27")) },
        new ReviewNoted { Told = Reviewed(2, ReviewStage.Assigned) },
        new ReviewNoted { Told = Reviewed(3, ReviewStage.Passed, told => told.ConcludedOn = "2026-11-06") },
        new FileNoted { Told = new() { CaseId = CaseId, FileVersion = 2 } },
        new FileNoted { Told = new() { CaseId = CaseId, FileVersion = 4 } },
        new PublicationNoted { Version = 1, PublishedOn = "2026-11-24" },
        new PublicationNoted { Version = 2, PublishedOn = "2026-11-25" },
        new WithdrawalNoted { Version = 2, WithdrawnOn = "2026-11-30" },
        new DeliveryNoted { Source = new() { Position = 4 }, Told = Sent(DeliveryState.Retrying, at: "2026-11-25") },
        new DeliveryNoted { Source = new() { Position = 7 }, Told = Sent(DeliveryState.Confirmed, at: "2026-11-26") },
    ];

    [Fact]
    public void Comes_to_the_same_obligations()
    {
        var expected = Hear(News).On("2026-12-01");
        var random = new Random(20261124);
        for (var turn = 0; turn < 500; turn++)
        {
            var order = News.Concat(News.Take(random.Next(News.Length))).ToArray();
            random.Shuffle(order);
            Assert.Equal(expected, Hear(order).On("2026-12-01"));
        }
    }

    [Fact]
    public void Is_not_kept_again_when_it_is_known_or_older()
    {
        var all = Hear(News).State;

        Assert.True(all.Knows(Told(9, CaseStage.Annulled)) && all.Knows(Told(5, CaseStage.Told)));
        Assert.True(all.Knows(Reviewed(3, ReviewStage.Passed)) && all.KnowsPublication(1) && all.KnowsWithdrawal(2));
        Assert.True(all.Knows(EnforcementPlatform.Supervision.Delivery.Of(Sent(DeliveryState.Retrying, at: "2026-11-25"), new() { Position = 4 })));
        Assert.False(all.Knows(Told(10, CaseStage.Closed)) || all.Knows(Reviewed(4, ReviewStage.Superseded)) || all.KnowsPublication(3) || all.KnowsWithdrawal(3));
        Assert.False(all.Knows(EnforcementPlatform.Supervision.Delivery.Of(Sent(DeliveryState.Confirmed, at: "2026-11-26"), new() { Position = 8 })));
    }

    [Theory]
    [InlineData("2026-11-25")] // within one millisecond
    [InlineData("2026-11-20")] // the gateway's clock was set back
    public void Which_news_of_a_delivery_is_newer_is_said_by_the_gateways_ledger_and_not_by_a_clock(string at)
    {
        var heard = new Overseen().Delivery(Sent(DeliveryState.Retrying, at: "2026-11-25"), 4).Delivery(Sent(DeliveryState.Confirmed, at: at), 7)
            .Delivery(Sent(DeliveryState.Unknown, at: "2026-11-29"), 5);

        Assert.Equal(DeliveryState.Confirmed, heard.State.Deliveries.Values.Single().State);
    }

    [Fact]
    public void Of_a_gateway_made_anew_the_time_tells_since_its_positions_begin_again()
    {
        var anew = new DeliveryNoted { Source = new() { Origin = "ep.test/anew", Position = 1 }, Told = Sent(DeliveryState.Confirmed, at: "2026-11-27") };
        var heard = new Overseen().Delivery(Sent(DeliveryState.Retrying, at: "2026-11-25"), 40).Hear(anew).Delivery(Sent(DeliveryState.Unknown, at: "2026-11-26"), 41);

        Assert.Equal(DeliveryState.Confirmed, heard.State.Deliveries.Values.Single().State);
    }

    [Fact]
    public void A_fact_of_a_newer_release_is_never_passed_over() =>
        Assert.Equal("REPLICA_TOO_OLD", Assert.Throws<Fault>(() => new Overseen().Hear(new StringValue())).Type.Reason);

    private static Overseen Hear(IEnumerable<IMessage> news) => news.Aggregate(new Overseen(), (overseen, fact) => overseen.Hear(fact));
}
