using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records;
using EnforcementPlatform.Records.Cases;
using EnforcementPlatform.Records.Facts;
using Xunit;
using static EnforcementPlatform.Tests.Fast.Unit.Records.Cases.CaseWorld;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

/// <summary>When a service and an annulment take effect, which is not always the day on which somebody acts or records.</summary>
public sealed class The_day_of_effect
{
    /// <summary>29 November 2026, 10:00 in Shanghai.</summary>
    private static readonly DateTimeOffset Announced = new(2026, 11, 29, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void E19_F10_A_decision_that_is_announced_is_served_on_the_thirtieth_day_and_paid_fifteen_days_later()
    {
        var served = (Decided() with { Now = Announced }).Serve(ServiceMode.Announcement);

        var shown = Show(served).Decision;
        Assert.Equal(("2026-11-29", "2026-12-29", "2027-01-13"), (shown.AnnouncedOn, shown.ServedOn, shown.PayBy.Due));
        Assert.Equal("2026-12-29", shown.PayBy.Start);
        var told = (CaseProgressed)served.State.NewsSince(CaseState.Empty)!;
        Assert.Equal(("2026-11-29", "2026-12-29"), (told.AnnouncedOn, told.ServedOn));
        Assert.Contains("2026-12-29视为送达", served.State.Timeline[^1].Title);
    }

    [Fact]
    public void E19_Every_other_mode_is_served_on_the_day_of_the_act()
    {
        foreach (var mode in Enum.GetValues<ServiceMode>().Except([ServiceMode.Unspecified, ServiceMode.Announcement]))
        {
            var shown = Show((Decided() with { Now = Announced }).Serve(mode, consent: true)).Decision;
            Assert.Equal(("", "2026-11-29", "2026-12-14"), (shown.AnnouncedOn, shown.ServedOn, shown.PayBy.Due));
        }
    }

    [Fact]
    public void E19_A_payment_within_the_days_that_run_from_the_announcements_effect_is_in_time()
    {
        var served = (Decided() with { Now = Announced }).Serve(ServiceMode.Announcement).Later(TimeSpan.FromDays(45));

        var cited = Assert.Single(
            served.State.RecordPerformance(new TestAct(First, served.Now), new() { Kind = PenaltyKind.Fine, AmountFen = 100_000_00, Evidence = "缴款凭证" }, InForce).Citations,
            one => one.Rule == PenaltyRules.PaidInTime.Code);

        Assert.Equal(("2027-01-13", "true"), (cited.Parameters["last_day"], cited.Parameters["holds"]));
    }

    [Fact]
    public void E19_F10_A_notice_that_is_announced_lets_the_partys_days_run_from_the_thirtieth_day()
    {
        var told = (Concluded().SaveDraft() with { Now = Announced }).TellParty(mode: ServiceMode.Announcement);

        var shown = Show(told).Telling;
        Assert.Equal("2026-12-29", shown.ServedOn);
        Assert.Equal("2026-12-29", shown.RespondBy.Start);
        Assert.Equal("PENALTY_HEARING_HELD_OR_WAIVED", Refused(() => told.Later(TimeSpan.FromDays(25)).Passed().Discuss().Issue()));
        Assert.Equal("2026-11-29", Show((Concluded().SaveDraft() with { Now = Announced }).TellParty()).Telling.ServedOn);
    }

    [Fact]
    public void E20_The_days_that_the_notice_prints_are_the_days_that_the_gate_waits()
    {
        var told = Told();

        Assert.Contains(Templates.Find(Templates.PriorNotice).Fields, field => field is { Name: "statement_period", Source: "telling.period" });
        Assert.Equal("5个工作日", GivenTelling.AnswerLength);
        Assert.Equal(EnforcementPlatform.Law.Deadline.Derive(DeadlineCatalogue.Find(GivenTelling.AnswerRule), told.State.Telling!.ToldOn, [], Editions.Default.Calendar).LastDay, told.State.Telling.RespondBy(InForce).LastDay);
    }

    [Fact]
    public void E6_An_annulment_counts_from_the_day_it_took_effect_and_not_from_its_recording()
    {
        var world = Decided().Later(TimeSpan.FromDays(10));
        var decided = world.State.Penalty!.DecidedOn;

        var decision = world.State.AnnulDecision(new TestAct(Head, world.Now), Annulment(decided.AddDays(1)), InForce);

        var effective = $"{decided.AddDays(1):yyyy-MM-dd}";
        Assert.Equal(effective, Assert.IsType<DecisionAnnulled>(Assert.Single(decision.Notices)).AnnulledOn);
        var cited = Assert.Single(decision.Citations, one => one.Rule == "PUB_WITHDRAW");
        Assert.Equal((effective, "2026-11-06"), (cited.Parameters["start"], cited.Parameters["last_day"]));
        Assert.Contains(decision.Personal, part => part is EnforcementPlatform.Records.Facts.WrittenText { Text: "人民法院判决书" });
        var annulled = world.Annul(effective);
        Assert.Equal(effective, Show(annulled).Decision.AnnulledOn);
        Assert.Equal(effective, ((CaseProgressed)annulled.State.NewsSince(CaseState.Empty)!).AnnulledOn);
        Assert.Contains($"自{effective}起生效", annulled.State.Timeline[^1].Title);
    }

    [Fact]
    public void E6_An_annulment_takes_effect_neither_before_the_decision_nor_in_the_future()
    {
        var world = Decided().Later(TimeSpan.FromDays(10));
        var decided = world.State.Penalty!.DecidedOn;

        Assert.Equal("OCCURRED_TOO_EARLY", Refused(() => world.Annul($"{decided.AddDays(-1):yyyy-MM-dd}")));
        Assert.Equal("RECORD_NOT_IN_FUTURE", Refused(() => world.Annul($"{ShanghaiTime.DateOf(world.Now).AddDays(1):yyyy-MM-dd}")));
        Assert.Equal(CaseStage.Annulled, world.Annul($"{decided:yyyy-MM-dd}").State.Stage);
        Assert.Equal(CaseStage.Annulled, world.Annul($"{ShanghaiTime.DateOf(world.Now):yyyy-MM-dd}").State.Stage);
    }

    private static AnnulDecisionRequest Annulment(DateOnly effectiveOn) =>
        new() { Ground = AnnulmentGround.Judgment, Reason = "判决撤销", EffectiveOn = $"{effectiveOn:yyyy-MM-dd}", EffectSource = "人民法院判决书" };

    private static Case Show(CaseWorld world) => world.State.ToMessage(InForce, world.Now);

    private static string Refused(Func<object> act) => Assert.Throws<Fault>(act).Type.Reason;
}
