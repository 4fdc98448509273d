using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Cases;
using EnforcementPlatform.Records.Facts;
using EnforcementPlatform.Tests.Fast.Fakes;
using EnforcementPlatform.Tests.Fast.Unit.Folds;
using EnforcementPlatform.Tests.Fast.Unit.Ledger;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Xunit;
using static EnforcementPlatform.Tests.Fast.Unit.Records.Cases.CaseWorld;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

public sealed class A_complete_case
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true).WithIndentation());

    /// <summary>
    /// The facts of one case as this release first wrote them. Never regenerated: what was written must fold for ever. A release that
    /// writes new types adds a stream of its own.
    /// </summary>
    [Fact]
    public void Folds_from_the_facts_of_the_first_release_to_the_agreed_state()
    {
        var state = GoldenStream().Aggregate(CaseState.Empty, (folded, recording) => recording.FoldInto(folded));

        Verified.Matches("GoldenCase", Text(state));
    }

    [Fact]
    public void The_golden_stream_holds_every_type_of_fact()
    {
        var known = CaseFactsReflection.Descriptor.MessageTypes.Select(type => type.Name).Except(
            ["NamedHandler", "NumberTaken", "WrittenText", "ResponseText", "DiscussionText"]);

        Assert.Equal(known.Order(), GoldenStream().SelectMany(recording => recording.Facts).Select(fact => fact.Descriptor.Name).Distinct().Order());
    }

    [Fact]
    public void A_fact_of_a_newer_release_stops_the_fold()
    {
        var strange = new Recording(0, default, default, "", false, First, [new NumberTaken()], []);

        Assert.Equal("REPLICA_TOO_OLD", Assert.Throws<Fault>(() => strange.FoldInto(CaseState.Empty)).Type.Reason);
    }

    [Fact]
    public void Reaches_the_archive_and_holds_nothing_personal_in_its_facts()
    {
        var world = Archived();

        Assert.Equal(CaseStage.Archived, world.State.Stage);
        var facts = string.Concat(world.Recordings.SelectMany(recording => recording.Facts).Select(fact => Formatter.Format(fact)));
        foreach (var word in new[] { "某民用爆炸物品销售有限公司", "某区某路", "受权代理人", "笔录内容", "当事人意见", "同意草稿意见", "首次违法" })
        {
            Assert.DoesNotContain(word, facts, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Shows_its_late_corrected_and_voided_records_and_keeps_what_they_said_first()
    {
        var filed = Filed();
        var world = filed.ShowIdentity(At(filed.Now.AddDays(-2), "现场无网络")).Confirm(1).Correct(1).Amend(1).Void(1).Amend(2);

        var items = world.State.Timeline.Select(world.State.Show).Where(item => item.RecordNumber == 1).ToArray();

        Assert.Equal(6, items.Length);
        Assert.All(items, item => Assert.True(item.Corrected && item.Voided));
        Assert.True(items[0].Late);
        Assert.Equal("现场无网络", items[0].LateReason);
        Assert.Equal(TimeSpan.FromDays(2), items[0].RecordedAt.ToDateTimeOffset() - items[0].OccurredAt.ToDateTimeOffset());
        Assert.Contains("出示执法证件", items[0].Text, StringComparison.Ordinal);
        Assert.Equal("更正后的内容", world.State.Records[0].Text.Require().Content);
    }

    [Fact]
    public void Leaves_a_record_as_it_is_when_the_amendment_is_rejected()
    {
        var world = Investigated().Correct(3).Amend(1, AmendmentVerdict.Rejected);

        Assert.False(world.State.Records[2].Corrected);
        Assert.Equal("笔录内容", world.State.Records[2].Text.Require().Content);
    }

    [Fact]
    public void Can_be_archived_after_its_decision_was_annulled_before_service() =>
        Assert.Equal(CaseStage.Archived, Decided().Annul().Close().Archive().State.Stage);

    [Fact]
    public void Records_that_a_decision_came_after_the_ninetieth_day()
    {
        var world = Cleared().Later(TimeSpan.FromDays(92));
        var act = new TestAct(Head, world.Discuss().Now);

        var decision = world.Discuss().State.IssueDecision(act, Shown(world.Discuss().Clearance()), new("平工信罚〔2027〕1号", new Taken(1, "numbers/t.penalty.2027", 1)), InForce, EnforcementPlatform.Records.CaseFileState.Empty);

        var cited = decision.Citations.Single(citation => citation.Rule == "PENALTY_DECIDED_IN_TIME");
        Assert.Equal("false", cited.Parameters["holds"]);
        Assert.Equal("2027-02-01", cited.Parameters["last_day"]);
    }

    [Fact]
    public void Names_rule_article_edition_and_values_of_what_a_notice_rests_on()
    {
        var decision = Concluded().SaveDraft().State.TellParty(new TestAct(First, Concluded().SaveDraft().Now), new() { Mode = ServiceMode.Direct, Receiver = "某" }, InForce);

        Assert.Equal(["PENALTY_NOT_HEAVIER_AFTER_DEFENCE", "hearing.threshold.organisation", "HEARING_REQUEST"], decision.Citations.Select(citation => citation.Rule));
        Assert.Equal("5000000", decision.Citations[1].Parameters["fen"]);
        Assert.Equal("hearing.threshold.organisation@0", decision.Citations[1].Edition);
        Assert.Equal("2026-11-09", decision.Citations[2].Parameters["last_day"]);
    }

    [Theory]
    [InlineData("2026-10-20", false, "false")]
    [InlineData("2022-11-02", true, "true")]
    public void Keeps_what_the_limitation_was_judged_by(string ended, bool harmful, string cited)
    {
        var clue = new CaseWorld().RegisterClue();
        var request = new FileCaseRequest { Department = CaseWorld.Department, HandlerIds = { First, Second }, Cause = "某案", ViolationEndedOn = ended, Harmful = harmful };

        var decision = clue.State.FileCase(new TestAct(Lead, clue.Now), request, [OfficerOf(First), OfficerOf(Second)], InForce);

        var fact = (CaseFiled)decision.Facts[0].Body;
        Assert.Equal((ended, harmful), (fact.ViolationEndedOn, fact.Harmful));
        var limitation = decision.Citations.Single(citation => citation.Rule == "PENALTY_WITHIN_LIMITATION").Parameters;
        Assert.Equal((ended, "2026-11-02", cited), (limitation["act_ended"], limitation["discovered"], limitation["harmful"]));
    }

    [Fact]
    public void Takes_no_number_of_a_year_that_ended_while_it_waited_for_it()
    {
        var taken = new Taken(1, "numbers/t.penalty.2026", 7);
        var series = new NumberSeries("t", NumberSeries.Penalty, 2026);
        Assert.Equal(taken.Stream, series.Stream);

        Assert.Equal("平工信罚〔2026〕7号", series.NumberOf("平工信", "罚", taken, new(2026, 12, 31)).Text);
        Assert.Same(KernelFaults.Contended, Assert.Throws<Fault>(() => series.NumberOf("平工信", "罚", taken, new(2027, 1, 1))).Type);
    }

    /// <summary>How the golden stream was made; run once, by hand, for a release that writes new types.</summary>
    internal static CaseWorld Everything()
    {
        var filed = new CaseWorld().RegisterClue(At(new(2026, 10, 30, 2, 0, 0, TimeSpan.Zero), "周末补录")).FileCase();
        var investigated = filed
            .AssignHandlers(First, Third).AssignHandlers(First, Second)
            .ShowIdentity(At(filed.Now.AddDays(-1), "现场无网络")).ConfirmNewest()
            .TellRights().ConfirmNewest()
            .RecordAct(RecordKind.SiteInspection).ConfirmNewest()
            .RecordAct(RecordKind.EvidenceExtraction).ConfirmNewest()
            .RecordAct(RecordKind.Inquiry).Void(5).Amend(1)
            .Correct(3).Amend(2);
        return investigated.CloseInvestigation()
            .SaveDraft(Fine(120_000)).SaveDraft().TellParty().Respond(PartyResponseKind.Statement).Respond(PartyResponseKind.HearingWaived)
            .Passed().Discuss().Issue().Serve()
            .Perform(PenaltyKind.Fine, 40_000_00).Perform(PenaltyKind.Fine, 60_000_00)
            .Close().Archive().Annul();
    }

    private static string Text(CaseState state)
    {
        var message = Formatter.Format(state.ToMessage(InForce, new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero)));
        var timeline = state.Timeline.Select(state.Show).Select(item =>
            $"{item.OccurredAt.ToDateTimeOffset():s} {item.RecordedAt.ToDateTimeOffset():s} {(item.Late ? "late" : "-")} {item.Stage} {item.By} {item.Title}");
        return $"{message}\n\n{string.Join('\n', timeline)}";
    }

    private static ImmutableArray<Recording> GoldenStream()
    {
        var path = RepositoryFiles.At("tests", "Fast", "Unit", "Folds", "records", "cases.json");
        return GoldenJson.Read(File.ReadAllText(path));
    }
}
