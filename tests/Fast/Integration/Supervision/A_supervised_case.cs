using System.Net;
using System.Text.Json.Nodes;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Contracts.Supervision;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using EnforcementPlatform.Tests.Fast.Integration.Records;
using EnforcementPlatform.Tests.Fast.Integration.Review;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static EnforcementPlatform.Contracts.Supervision.ObligationState;
using Bearer = EnforcementPlatform.Contracts.Supervision.Bearer;

namespace EnforcementPlatform.Tests.Fast.Integration.Supervision;

/// <summary>A real case and its review, as supervision sees them while they go on.</summary>
public sealed class A_supervised_case(Supervised suite) : IClassFixture<Supervised>
{
    [Fact]
    public async Task Is_followed_from_the_filing_to_the_archive()
    {
        var inspector = await suite.Oversight();
        var one = await ReviewedCase.Told(suite, ReviewedCase.WrongArticle);
        await Sees(one, seen => Decide(seen) is { State: Blocked, Bearer: Bearer.Handlers } owed && Reasons(owed) == "ReviewNotPassed");
        await one.Submit();
        await one.Assign();
        await Sees(one, seen => Decide(seen).Bearer == Bearer.LegalDepartment && Owed(seen, "LEGAL_REVIEW") is { State: Due, Department: "zhengce" });
        await one.Opine(ReviewOutcome.Return);
        await Sees(one, seen => Reasons(Decide(seen)) == "DraftReturned" && Owed(seen, "LEGAL_REVIEW") is { State: Waiting, Due: "", Bearer: Bearer.Handlers });
        await one.Draft(ReviewedCase.RightArticle);
        await one.Tell();
        await one.Resubmit();
        await one.Opine(ReviewOutcome.Pass);
        await one.AwaitCleared();
        await Sees(one, seen => seen.Cleared && Decide(seen) is { State: Due, Bearer: Bearer.OrganHead } && Owed(seen, "LEGAL_REVIEW").State == Met);
        await one.Discuss();
        await one.Issue();
        await Sees(one, seen => Decide(seen).State == Met && Owed(seen, "PENALTY_SERVE").State == Due && Owed(seen, "PUB_PENALTY").State == Due);
        await one.FinishAndArchive();

        var seen = await Sees(one, seen => seen.Stage == CaseStage.Archived);

        Assert.Equal(
            ["PENALTY_DECIDE Met", "LEGAL_REVIEW Met", "PENALTY_SERVE Met", "FINE_PAY Met", "PUB_PENALTY Due", "DOSSIER_BIND Met"],
            seen.Obligations.Select(owed => $"{owed.Rule} {owed.State}"));
        Assert.Equal(7, seen.Stages.Count);
        Assert.All(seen.Stages, stage => Assert.Equal(StageRecord.Recorded, stage.Record));
        Assert.Equal([suite.IdOf(ReviewedCase.First), suite.IdOf(ReviewedCase.Second)], seen.HandlerIds);
        Assert.DoesNotContain(["某公司", "查明的事实", "情节一般"], text => JsonFormatter.Default.Format(seen).Contains(text, StringComparison.Ordinal));
        var listed = (await inspector.ListObligationsAsync(new() { Show = ObligationFilter.All, PageSize = 200 })).Obligations.Where(owed => owed.CaseId == one.Id);
        Assert.Equal(seen.Obligations.OrderBy(owed => owed.Rule), listed.OrderBy(owed => owed.Rule));
    }

    /// <summary>What was reviewed and discussed stands while forms are printed; what the reviewer did not know takes the ground from it, and supervision sees that.</summary>
    [Fact]
    public async Task S15_Is_not_closed_by_a_form_and_is_by_what_the_reviewer_did_not_know()
    {
        await suite.Oversight();
        var one = await ReviewedCase.ReadyToDecide(suite);
        await Sees(one, seen => seen.Cleared && Decide(seen).Bearer == Bearer.OrganHead);
        await Print(one, "prior-notice", ("contact_person", "联系人"), ("contact_phone", "0375-0000000"), ("contact_address", "某市某路"));
        await Print(one, "filing-approval", ("basis", "依据"), ("handlers_opinion", "同意"), ("lead_opinion", "同意"));
        await Print(one, "service-receipt", ("served_document", "告知书"), ("place", "某处"), ("mode", "direct"));
        await one.Issue();
        Assert.Equal(CaseStage.Decided, one.Case.Stage);

        var other = await ReviewedCase.ReadyToDecide(suite);
        await Sees(other, seen => seen.Cleared);
        await Print(other, "inquiry", ("inquired_name", "某人"), ("inquired_relation", "仓库保管员"), ("inquired_contact", "无"), ("place", "某处"), ("started_at", "九时"), ("ended_at", "十时"), ("reply", "看过，无误"), ("questions_and_answers", "问：何时？答：昨日。"));
        await Sees(other, seen => !seen.Cleared && Decide(seen) is { State: Blocked, Bearer: Bearer.Handlers } owed && Reasons(owed) == "ReviewNotPassed");
        Assert.Equal("REVIEW_BEFORE_EVIDENCE", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, other.Issue));
    }

    [Fact]
    public async Task Shows_what_is_overdue_when_it_is_asked()
    {
        var inspector = await suite.Oversight();
        var inTime = await ReviewedCase.Told(suite);
        await Sees(inTime, seen => seen.Stage == CaseStage.Told);
        var filed = await FiledLongAgo();
        await Sees(filed, seen => seen.Stage == CaseStage.Investigating);

        await ReviewFixture.Eventually(async () => (await Listed(inspector, ObligationFilter.Overdue)).Any(owed => owed.CaseId == filed));

        var owed = (await Listed(inspector, ObligationFilter.Overdue)).Single(owed => owed.CaseId == filed);
        Assert.Equal(("PENALTY_DECIDE", Overdue, "minbao"), (owed.Rule, owed.State, owed.Department));
        Assert.DoesNotContain(await Listed(inspector, ObligationFilter.DueSoon), soon => soon.CaseId == filed);
        var overview = (await inspector.ListCasesAsync(new() { WithFaults = true })).Cases.Single(one => one.CaseId == filed);
        Assert.Equal((1, 0, 0, ""), (overview.Overdue, overview.Due, overview.PartyOverdue, overview.NextDue));
        Assert.All((await inspector.ListCasesAsync(new() { WithFaults = true, PageSize = 200 })).Cases, one => Assert.True(one.Overdue + one.MissingStages > 0));
        Assert.Contains((await inspector.ListCasesAsync(new() { PageSize = 200 })).Cases, one => one.Overdue + one.MissingStages == 0);
        Assert.True((await inspector.ListObligationsAsync(new() { Rule = "PENALTY_DECIDE" })).Counts.Single(count => count.Rule == "PENALTY_DECIDE").Overdue >= 1);
    }

    [Fact]
    public async Task Is_listed_in_pages_soonest_day_first_and_counted_by_rule()
    {
        var inspector = await suite.Oversight();
        var cases = new[] { await ReviewedCase.Assigned(suite), await ReviewedCase.Assigned(suite), await ReviewedCase.Told(suite) };
        foreach (var one in cases)
        {
            await ReviewFixture.Eventually(async () => (await Listed(inspector, ObligationFilter.Unspecified)).Any(owed => owed.CaseId == one.Id && owed.Blocks.Count > 0));
        }

        var (pages, token) = (new List<Obligation>(), "");
        do
        {
            var page = await inspector.ListObligationsAsync(new() { Show = ObligationFilter.All, PageSize = 2, PageToken = token });
            Assert.Equal(token.Length == 0, page.Counts.Count > 0);
            pages.AddRange(page.Obligations);
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        var whole = await inspector.ListObligationsAsync(new() { Show = ObligationFilter.All, PageSize = 200 });
        Assert.Equal(whole.Obligations, pages);
        Assert.Equal(pages.Select(Key).Order(StringComparer.Ordinal), pages.Select(Key));
        Assert.All(whole.Counts, count => Assert.Equal(Counted(count.Rule, pages), (count.Due, count.Overdue, count.Blocked, count.Waiting, count.Met + count.MetLate)));
        Assert.All(await Listed(inspector, ObligationFilter.Blocked), owed => Assert.NotEmpty(owed.Blocks));
        Assert.All((await inspector.ListObligationsAsync(new() { Rule = "LEGAL_REVIEW", PageSize = 200 })).Obligations, owed => Assert.Equal("LEGAL_REVIEW", owed.Rule));
        Assert.Empty((await inspector.ListObligationsAsync(new() { Department = "jiandu" })).Obligations);
        Assert.Empty((await inspector.ListObligationsAsync(new() { DueBefore = "2026-01-01" })).Obligations);

        var first = await inspector.ListCasesAsync(new() { PageSize = 2, Department = "minbao" });
        var rest = await inspector.ListCasesAsync(new() { PageSize = 2, Department = "minbao", PageToken = first.NextPageToken });
        Assert.Equal(cases.Reverse().Select(one => one.Id), first.Cases.Concat(rest.Cases).Take(3).Select(overview => overview.CaseId));
        Assert.Equal((1, CaseStage.Told), (first.Cases[0].Blocked, first.Cases[0].Stage));
    }

    [Fact]
    public async Task Goes_by_the_days_that_its_organ_adopted_since()
    {
        var inspector = await suite.Oversight();
        var one = await ReviewedCase.Assigned(suite);
        var before = Owed(await Sees(one, seen => seen.Obligations.Count == 2), "LEGAL_REVIEW").Due;

        await suite.Editions(ReviewedCase.LegalLead).AdoptEditionAsync(new()
        {
            RequestId = ReviewedCase.NewId(),
            Key = EditionKeys.LegalReviewDays,
            Authority = EditionAuthority.Organ,
            ValidFrom = "2026-01-01",
            Source = new() { Instrument = "法制审核办法", Number = "平工信〔2026〕8号" },
            Parameters = { ["working_days"] = "4", ["extension_days"] = "5" },
        });

        await Sees(one, seen => string.CompareOrdinal(Owed(seen, "LEGAL_REVIEW").Due, before) < 0);
        await ReviewFixture.Eventually(async () => (await Listed(inspector, ObligationFilter.Unspecified)).Any(
            owed => owed.CaseId == one.Id && owed.Rule == "LEGAL_REVIEW" && string.CompareOrdinal(owed.Due, before) < 0));
        Assert.Empty(await suite.All.Platform.Services.GetRequiredKeyedService<RoleViews>(ServiceRole.Supervision).RebuildAndCompare(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Is_seen_by_inspectors_heads_and_the_leads_of_its_departments_alone()
    {
        var one = await ReviewedCase.Told(suite);
        await Sees(one, seen => seen.Stage == CaseStage.Told);
        var (lead, legal) = (await suite.Oversight(ReviewedCase.Lead), await suite.Oversight(ReviewedCase.LegalLead));

        Assert.Equal(StatusCode.OK, await Supervised.StatusOf(lead, one.Id));
        Assert.Equal(StatusCode.OK, await Supervised.StatusOf(await suite.Oversight(ReviewedCase.Head), one.Id));
        Assert.Equal(StatusCode.PermissionDenied, await Supervised.StatusOf(legal, one.Id));
        Assert.DoesNotContain((await legal.ListCasesAsync(new())).Cases, overview => overview.CaseId == one.Id);
        Assert.Contains((await lead.ListCasesAsync(new())).Cases, overview => overview.CaseId == one.Id);

        await one.Submit();
        await ReviewFixture.Eventually(async () => await Supervised.StatusOf(legal, one.Id) == StatusCode.OK);
        await ReviewFixture.Eventually(async () => (await legal.ListObligationsAsync(new() { PageSize = 200 })).Obligations.Any(owed => owed.CaseId == one.Id));

        Assert.Equal(StatusCode.NotFound, await Supervised.StatusOf(await suite.Oversight("kang.lingyi"), one.Id));
        Assert.Empty((await (await suite.Oversight("kang.lingyi")).ListCasesAsync(new())).Cases);
        foreach (var stranger in new[] { ReviewedCase.First, ReviewedCase.Reviewer, ReviewedCase.Archivist, "qiao.anlan" })
        {
            Assert.Equal(StatusCode.PermissionDenied, await Supervised.StatusOf(await suite.Oversight(stranger), one.Id));
        }
    }

    [Fact]
    public async Task Is_shown_over_json()
    {
        var one = await ReviewedCase.Told(suite);
        await Sees(one, seen => seen.Stage == CaseStage.Told);
        using var http = suite.All.Http(ServiceRole.Supervision, await suite.Token(Supervised.Inspector, RecordsFixture.Password));

        var seen = JsonNode.Parse(await http.GetStringAsync($"/v1/supervision/cases/{one.Id}", TestContext.Current.CancellationToken))!;
        var list = JsonNode.Parse(await http.GetStringAsync("/v1/supervision/obligations?show=OBLIGATION_FILTER_BLOCKED&page_size=1", TestContext.Current.CancellationToken))!;
        using var wrong = await http.GetAsync("/v1/supervision/obligations?rule=NO_SUCH_RULE&soon_days=91", TestContext.Current.CancellationToken);

        Assert.Equal("CASE_STAGE_TOLD", (string)seen["case"]!["stage"]!);
        Assert.Equal("STAGE_RECORD_RECORDED", (string)seen["case"]!["stages"]![0]!["record"]!);
        Assert.Equal("OBLIGATION_STATE_BLOCKED", (string)list["obligations"]![0]!["state"]!);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("不是受监督的期限规则", await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_served_although_disclosure_and_the_gateway_are_nowhere() =>
        await ReviewFixture.Eventually(async () =>
            (await new Health.HealthClient(suite.All.Channel(ServiceRole.Supervision)).CheckAsync(new())).Status == HealthCheckResponse.Types.ServingStatus.Serving);

    private static Obligation Owed(CaseOversight seen, string rule) => seen.Obligations.SingleOrDefault(owed => owed.Rule == rule) ?? new();

    private static Obligation Decide(CaseOversight seen) => Owed(seen, "PENALTY_DECIDE");

    private static string Reasons(Obligation owed) => string.Join(", ", owed.Blocks.Select(block => block.Reason));

    private static string Key(Obligation owed) => $"{(owed.Due.Length > 0 ? owed.Due : "9999-12-31")} {owed.CaseId} {owed.Rule} {owed.Target}";

    private static (int, int, int, int, int) Counted(string rule, IEnumerable<Obligation> all)
    {
        var own = all.Where(owed => owed.Rule == rule).ToArray();
        return (
            own.Count(owed => owed.State is Due or Blocked), own.Count(owed => owed.State == Overdue), own.Count(owed => owed.Blocks.Count > 0),
            own.Count(owed => owed.State == Waiting), own.Count(owed => owed.State is Met or MetLate));
    }

    private static async Task<IReadOnlyList<Obligation>> Listed(SupervisionService.SupervisionServiceClient client, ObligationFilter show) =>
        (await client.ListObligationsAsync(new() { Show = show, PageSize = 200 })).Obligations;

    private Task<CaseOversight> Sees(ReviewedCase one, Func<CaseOversight, bool> holds) => Sees(one.Id, holds);

    private async Task Print(ReviewedCase one, string template, params (string Name, string Value)[] fields)
    {
        var request = new IssueDocumentRequest { RequestId = ReviewedCase.NewId(), CaseId = one.Id, Template = template };
        request.Fields.Add(fields.ToDictionary(field => field.Name, field => field.Value));
        await suite.Documents(ReviewedCase.First).IssueDocumentAsync(request);
    }

    /// <summary>Waits until the inspector sees it so.</summary>
    private async Task<CaseOversight> Sees(string caseId, Func<CaseOversight, bool> holds)
    {
        var (inspector, seen) = (await suite.Oversight(), new CaseOversight());
        await ReviewFixture.Eventually(async () =>
            await Supervised.StatusOf(inspector, caseId) == StatusCode.OK && holds(seen = (await inspector.GetCaseOversightAsync(new() { CaseId = caseId })).Case));
        return seen;
    }

    /// <summary>A case whose filing a hundred days ago is recorded late (补录).</summary>
    private async Task<string> FiledLongAgo()
    {
        var longAgo = new Contracts.Common.Occurrence { At = DateTimeOffset.UtcNow.AddDays(-100).ToTimestamp(), LateReason = "纸质案卷补录" };
        var clue = (await suite.Cases(ReviewedCase.First).RegisterClueAsync(new()
        {
            RequestId = ReviewedCase.NewId(), Source = ClueSource.Inspection, Summary = "现场检查发现台账不符", PartyKind = PartyKind.LegalPerson, Party = new() { Name = "某公司", Address = "某区某路" },
            Occurred = longAgo,
        })).Case;
        return (await suite.Cases(ReviewedCase.Lead).FileCaseAsync(new()
        {
            CaseId = clue.CaseId, Etag = clue.Etag, RequestId = ReviewedCase.NewId(), Department = "minbao", Cause = "案由",
            HandlerIds = { suite.IdOf(ReviewedCase.First), suite.IdOf(ReviewedCase.Second) }, ViolationEndedOn = $"{DateTimeOffset.UtcNow.AddDays(-120):yyyy-MM-dd}",
            Occurred = longAgo,
        })).Case.CaseId;
    }
}
