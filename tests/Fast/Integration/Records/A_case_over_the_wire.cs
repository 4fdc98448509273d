using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Records.Cases;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Discretion = EnforcementPlatform.Contracts.Records.Discretion;

namespace EnforcementPlatform.Tests.Fast.Integration.Records;

/// <summary>Every rpc of the case through a real client, real tokens, the rights table and a ledger on disk; review is a fake of its API.</summary>
public sealed class A_case_over_the_wire(CaseFixture records) : IClassFixture<CaseFixture>
{
    private const string First = "qin.yanqiu", Second = "lu.huaiyuan", Lead = "qi.wangshu", Head = "shang.minghui", Deputy = "cen.zhiyuan";
    private const string Archivist = "bu.qingshu", Reviewer = "wen.ruogu";
    private const string Article = "《民用爆炸物品安全管理条例》第四十五条第五项";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Goes_from_clue_to_archive_and_is_refused_while_review_is_silent()
    {
        var discussed = await Told();
        discussed = (await As(First).RecordPartyResponseAsync(Response(discussed, PartyResponseKind.HearingWaived))).Case;

        records.Review.IsBroken = true;
        await IsRefused("REVIEW_UNREACHABLE", StatusCode.Unavailable, () => Issue(discussed));
        records.Review.IsBroken = false;
        await IsRefused("PENALTY_LEGAL_REVIEW_PASSED", StatusCode.FailedPrecondition, () => Issue(discussed));

        await Pass(discussed);
        discussed = await Discuss(await Get(discussed));
        var decided = (await Issue(discussed)).Case;
        Assert.StartsWith($"演工信罚〔{ShanghaiTime.DateOf(DateTimeOffset.UtcNow).Year}〕", decided.Decision.Number, StringComparison.Ordinal);
        Assert.Equal(discussed.Draft.Digest, decided.Decision.DraftDigest);

        var served = (await As(First).ServeDecisionAsync(new() { CaseId = decided.CaseId, Etag = decided.Etag, RequestId = NewId(), Mode = ServiceMode.Direct, Receipt = "已签收" })).Case;
        var performed = (await As(First).RecordPerformanceAsync(new() { CaseId = served.CaseId, Etag = served.Etag, RequestId = NewId(), Kind = PenaltyKind.Fine, AmountFen = 100_000_00, Evidence = "缴款凭证" })).Case;
        var closed = (await As(Lead).CloseCaseAsync(new() { CaseId = performed.CaseId, Etag = performed.Etag, RequestId = NewId(), Report = "结案" })).Case;
        var archived = (await As(Archivist).ArchiveCaseAsync(new() { CaseId = closed.CaseId, Etag = closed.Etag, RequestId = NewId(), RetentionClass = RetentionClass.ThirtyYears })).Case;
        var annulled = (await As(Head).AnnulDecisionAsync(new() { CaseId = archived.CaseId, Etag = archived.Etag, RequestId = NewId(), Ground = AnnulmentGround.SelfCorrection, Reason = "依据有误", EffectiveOn = archived.Decision.DecidedOn, EffectSource = "本机关撤销决定书" })).Case;

        Assert.Equal(CaseStage.Annulled, annulled.Stage);
        var items = (await As(Lead).GetTimelineAsync(new() { CaseId = annulled.CaseId })).Items;
        Assert.Equal(Enumerable.Range(1, items.Count).Select(version => (long)version), items.Select(item => item.Version));
        Assert.Contains(items, item => item.Text.Contains("现场检查发现", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Numbers_decisions_without_a_gap()
    {
        var first = await Decide();
        var second = await Decide();

        Assert.Equal(SerialOf(first) + 1, SerialOf(second));
    }

    [Fact]
    public async Task Answers_a_repeated_request_again_and_refuses_a_stale_etag()
    {
        var clue = await Clue();
        var request = new FileCaseRequest
        {
            CaseId = clue.CaseId, Etag = clue.Etag, RequestId = NewId(), Department = "minbao",
            HandlerIds = { records.IdOf(First), records.IdOf(Second) }, Cause = "案由", ViolationEndedOn = Yesterday,
        };

        var filed = await As(Lead).FileCaseAsync(request);
        var again = await As(Lead).FileCaseAsync(request);

        Assert.Equal(filed, again);
        await IsRefused("ETAG_STALE", StatusCode.Aborted, () => As(First).ShowIdentityAsync(new() { CaseId = clue.CaseId, Etag = clue.Etag, RequestId = NewId(), Text = Text("亮证") }).ResponseAsync);
    }

    [Fact]
    public async Task Is_not_seen_by_another_organ_another_department_or_another_officer()
    {
        var filed = await Filed();

        foreach (var stranger in new[] { "kang.lingyi", "lu.chengping", Reviewer, "qiao.anlan" })
        {
            var refused = await Assert.ThrowsAsync<RpcException>(() => As(stranger).GetCaseAsync(new() { CaseId = filed.CaseId }).ResponseAsync);
            Assert.True(refused.StatusCode is StatusCode.NotFound or StatusCode.PermissionDenied);
            Assert.Empty(await ListedTo(stranger));
        }
    }

    [Fact]
    public async Task Is_read_as_a_clue_by_whoever_registered_it_until_it_is_filed()
    {
        var clue = await Clue();
        Assert.Equal(clue.CaseId, (await Get(clue)).CaseId);
        Assert.Single((await As(First).GetTimelineAsync(new() { CaseId = clue.CaseId })).Items);
        await Until(async () => (await ListedTo(First)).Any(one => one.CaseId == clue.CaseId));
        foreach (var other in new[] { Second, "su.jianwei", Reviewer })
        {
            await IsRefused("NOT_PERMITTED", StatusCode.PermissionDenied, () => As(other).GetCaseAsync(new() { CaseId = clue.CaseId }).ResponseAsync);
            Assert.DoesNotContain(await ListedTo(other), one => one.CaseId == clue.CaseId);
        }

        await IsRefused("NOT_FOUND", StatusCode.NotFound, () => As("lu.chengping").GetCaseAsync(new() { CaseId = clue.CaseId }).ResponseAsync);

        await As(Lead).FileCaseAsync(new()
        {
            CaseId = clue.CaseId, Etag = clue.Etag, RequestId = NewId(), Department = "minbao",
            HandlerIds = { records.IdOf(Second), await NewOfficer("T-9002") }, Cause = "案由", ViolationEndedOn = Yesterday,
        });

        await IsRefused("NOT_PERMITTED", StatusCode.PermissionDenied, () => As(First).GetCaseAsync(new() { CaseId = clue.CaseId }).ResponseAsync);
        await Until(async () => (await ListedTo(Second)).Any(one => one.CaseId == clue.CaseId));
        Assert.DoesNotContain(await ListedTo(First), one => one.CaseId == clue.CaseId);
    }

    [Fact]
    public async Task Refuses_by_naming_the_posts_the_article_the_rule_and_the_case()
    {
        var clue = await Clue();

        var undutiful = await Refusal(() => As(First).AssignHandlersAsync(new() { CaseId = clue.CaseId, Etag = clue.Etag, RequestId = NewId() }).ResponseAsync);
        var early = await Refusal(() => As(Head).IssueDecisionAsync(new() { CaseId = clue.CaseId, Etag = clue.Etag, RequestId = NewId() }).ResponseAsync);

        Assert.Contains("承办机构负责人（限本部门）", undutiful.Message, StringComparison.Ordinal);
        Assert.Contains("“案源登记”", early.Message, StringComparison.Ordinal);
        Assert.Matches("立案.*终结调查.*保存决定草稿.*告知拟处罚内容.*听取当事人陈述、申辩.*法制审核通过.*集体讨论.*然后作出处罚决定。$", early.Message);
        var info = early.GetDetail<Google.Rpc.ErrorInfo>()!;
        var subject = $"cases/{clue.CaseId}";
        Assert.Equal(("CASE_WRONG_STAGE", subject), (info.Metadata["rule"], info.Metadata["subject"]));
        Assert.Equal("《中华人民共和国行政处罚法》第五十四条至第六十二条规定的普通程序、第六十三条至第六十五条", info.Metadata["article"]);
        var failed = Assert.Single(early.GetDetail<Google.Rpc.PreconditionFailure>()!.Violations);
        Assert.Equal(("CASE_WRONG_STAGE", subject, early.Message), (failed.Type, failed.Subject, failed.Description));
    }

    [Fact]
    public async Task Is_listed_newest_first_in_pages_to_whoever_may_read_it()
    {
        var cases = new[] { await Filed(), await Clue(), await Filed() };
        await Until(async () => (await As(Head).ListCasesAsync(new() { PageSize = 1 })).Cases.FirstOrDefault()?.CaseId == cases[2].CaseId);

        var page = await As(Head).ListCasesAsync(new() { PageSize = 2 });
        var rest = await As(Head).ListCasesAsync(new() { PageSize = 2, PageToken = page.NextPageToken });

        Assert.Equal(cases.Reverse().Select(one => one.CaseId), page.Cases.Concat(rest.Cases).Take(3).Select(one => one.CaseId));
        Assert.Equal([cases[2].CaseId, cases[0].CaseId], (await As(Second).ListCasesAsync(new() { PageSize = 2 })).Cases.Select(one => one.CaseId));
        Assert.Equal(cases[1].CaseId, (await As(Lead).ListCasesAsync(new() { Stage = CaseStage.Clue, PageSize = 1 })).Cases[0].CaseId);
    }

    [Fact]
    public async Task Gives_its_draft_for_review_to_the_service_review_alone()
    {
        var told = await Told();
        var asReview = new CaseService.CaseServiceClient(records.Services.GetRequiredService<Peers>().To(ServiceRole.Records, ServiceRole.Review));

        var given = await asReview.GetDraftForReviewAsync(new() { CaseId = told.CaseId });

        Assert.Equal(told.Draft.Digest, given.Draft.Digest);
        Assert.Equal("查明的事实", given.Content.FactsFound);
        Assert.Equal(given.Draft.Digest.ToByteArray(), Commitment.Compute(given.Salt.Span, given.Committed.Span));
        var part = PersonalPart.Parser.ParseFrom(given.Committed);
        Assert.Equal(DraftContent.Descriptor.FullName, part.Type);
        Assert.Equal(given.Content, DraftContent.Parser.ParseFrom(part.Body));
        Assert.Equal(told.Etag, Etag.Of(given.CaseVersion));
        Assert.Equal(new[] { records.IdOf(First), records.IdOf(Second) }.Order(StringComparer.Ordinal), given.HandlerIds);
        await IsRefused("NOT_PERMITTED", StatusCode.PermissionDenied, () => As(First).GetDraftForReviewAsync(new() { CaseId = told.CaseId }).ResponseAsync);
        Assert.Equal("查明的事实", (await As(First).GetDraftAsync(new() { CaseId = told.CaseId })).Content.FactsFound);
    }

    [Fact]
    public async Task Amends_its_records_by_two_persons_and_changes_its_handlers()
    {
        var filed = await Filed();
        var shown = (await As(First).ShowIdentityAsync(new() { CaseId = filed.CaseId, Etag = filed.Etag, RequestId = NewId(), Text = Text("亮证") })).Case;
        var proposed = (await As(First).CorrectRecordAsync(new() { CaseId = filed.CaseId, Etag = shown.Etag, RequestId = NewId(), RecordNumber = 1, Text = Text("更正"), Reason = "笔误" })).Case;
        var corrected = (await As(Lead).DecideAmendmentAsync(new() { CaseId = filed.CaseId, Etag = proposed.Etag, RequestId = NewId(), AmendmentNumber = 1, Verdict = AmendmentVerdict.Approved, Opinion = "同意" })).Case;
        var voiding = (await As(First).VoidRecordAsync(new() { CaseId = filed.CaseId, Etag = corrected.Etag, RequestId = NewId(), RecordNumber = 1, Reason = "重复" })).Case;
        var voided = (await As(Lead).DecideAmendmentAsync(new() { CaseId = filed.CaseId, Etag = voiding.Etag, RequestId = NewId(), AmendmentNumber = 2, Verdict = AmendmentVerdict.Approved, Opinion = "同意" })).Case;
        var changed = (await As(Lead).AssignHandlersAsync(new() { CaseId = filed.CaseId, Etag = voided.Etag, RequestId = NewId(), HandlerIds = { records.IdOf(Second), await NewOfficer() }, Reason = "回避" })).Case;

        Assert.Equal(RecordStatus.Voided, changed.Records[0].Status);
        Assert.Equal("更正", (await As(Second).GetCaseAsync(new() { CaseId = filed.CaseId })).Case.Records[0].Text.Content);
    }

    [Fact]
    public async Task Names_every_wrong_field_at_once()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => As(First).RegisterClueAsync(new() { RequestId = NewId() }).ResponseAsync);

        Assert.Equal(
            ["party", "party_kind", "source", "summary"],
            refused.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(violation => violation.Field).Order());
    }

    [Theory]
    [InlineData("张三违法", 100_000_00, PenaltyKind.Fine, "content.terms.article_broken")]
    [InlineData(Article, 0, PenaltyKind.Fine, "content.terms.fine_fen")]
    [InlineData(Article, 1, PenaltyKind.Warning, "content.terms.fine_fen")]
    public async Task Keeps_names_and_contradictions_out_of_the_facts(string broken, long fen, PenaltyKind kind, string field)
    {
        var told = await Told();
        var draft = Draft(told);
        draft.Content.Terms = new() { ArticleBroken = broken, ArticleApplied = Article, FineFen = fen, Kinds = { kind } };

        var refused = await Assert.ThrowsAsync<RpcException>(() => As(First).SaveDraftAsync(draft).ResponseAsync);

        Assert.Equal(field, Assert.Single(refused.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations).Field);
    }

    [Fact]
    public async Task Lets_no_personal_number_into_the_reason_of_a_late_record()
    {
        var filed = await Filed();
        var occurred = new Contracts.Common.Occurrence { At = DateTimeOffset.UtcNow.AddDays(-2).ToTimestamp(), LateReason = "当事人电话000000" };

        var refused = await Assert.ThrowsAsync<RpcException>(() => As(First).ShowIdentityAsync(
            new() { CaseId = filed.CaseId, Etag = filed.Etag, RequestId = NewId(), Text = Text("亮证"), Occurred = occurred }).ResponseAsync);

        Assert.Equal("occurred.late_reason", Assert.Single(refused.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations).Field);
    }

    private static string Yesterday => $"{ShanghaiTime.DateOf(DateTimeOffset.UtcNow).AddDays(-1):yyyy-MM-dd}";

    private static string NewId() => Guid.NewGuid().ToString("D");

    private static RecordText Text(string content) => new() { Place = "某仓库", Content = content };

    private static async Task IsRefused(string reason, StatusCode status, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(status, refused.StatusCode);
        Assert.Equal(reason, refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason);
    }

    private CaseService.CaseServiceClient As(string person) => new(records.Invoker(person));

    private async Task<Case> Get(Case one) => (await As(Lead).GetCaseAsync(new() { CaseId = one.CaseId })).Case;

    private async Task<Case> Clue() => (await As(First).RegisterClueAsync(new()
    {
        RequestId = NewId(), Source = ClueSource.Inspection, Summary = "现场检查发现台账不符", PartyKind = PartyKind.LegalPerson, Party = new() { Name = "某公司", Address = "某区某路" },
    })).Case;

    private async Task<Case> Filed()
    {
        var clue = await Clue();
        return (await As(Lead).FileCaseAsync(new()
        {
            CaseId = clue.CaseId, Etag = clue.Etag, RequestId = NewId(), Department = "minbao",
            HandlerIds = { records.IdOf(First), records.IdOf(Second) }, Cause = "案由", ViolationEndedOn = Yesterday,
        })).Case;
    }

    private async Task<Case> Told()
    {
        var one = await Filed();
        one = await Confirm((await As(First).ShowIdentityAsync(new() { CaseId = one.CaseId, Etag = one.Etag, RequestId = NewId(), Text = Text("亮证") })).Case);
        one = await Confirm((await As(First).TellRightsAsync(new() { CaseId = one.CaseId, Etag = one.Etag, RequestId = NewId(), Text = Text("告知") })).Case);
        foreach (var kind in new[] { RecordKind.SiteInspection, RecordKind.EvidenceExtraction })
        {
            one = await Confirm((await As(First).RecordActAsync(new() { CaseId = one.CaseId, Etag = one.Etag, RequestId = NewId(), Kind = kind, Text = Text("笔录") })).Case);
        }

        one = (await As(First).CloseInvestigationAsync(new() { CaseId = one.CaseId, Etag = one.Etag, RequestId = NewId(), Report = "终结" })).Case;
        one = (await As(First).SaveDraftAsync(Draft(one))).Case;
        one = (await As(First).TellPartyAsync(new() { CaseId = one.CaseId, Etag = one.Etag, RequestId = NewId(), Mode = ServiceMode.Direct, Receiver = "代理人" })).Case;
        return (await As(First).RecordPartyResponseAsync(Response(one, PartyResponseKind.StatementWaived))).Case;
    }

    private async Task<Case> Confirm(Case one) =>
        (await As(Second).ConfirmRecordAsync(new() { CaseId = one.CaseId, Etag = one.Etag, RequestId = NewId(), RecordNumber = one.Records.Count })).Case;

    private static long SerialOf(Case one) => long.Parse(one.Decision.Number[(one.Decision.Number.IndexOf('〕', StringComparison.Ordinal) + 1)..^1], System.Globalization.CultureInfo.InvariantCulture);

    private async Task<IReadOnlyList<CaseSummary>> ListedTo(string person)
    {
        try
        {
            return (await As(person).ListCasesAsync(new())).Cases;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.PermissionDenied)
        {
            return [];
        }
    }

    private static async Task<Google.Rpc.Status> Refusal(Func<Task> ask) => (await Assert.ThrowsAsync<RpcException>(ask)).GetRpcStatus()!;

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var waited = 0; waited < 500 && !await holds(); waited++)
        {
            await Task.Delay(20, Ct);
        }

        Assert.True(await holds());
    }

    private async Task<string> NewOfficer(string certificate = "T-9001")
    {
        var people = new PeopleService.PeopleServiceClient(records.Invoker("qiao.anlan"));
        var person = (await people.RegisterPersonAsync(new() { RequestId = NewId(), Name = "江听澜", Title = "科员", Department = "minbao", InEstablishment = true })).Person;
        person = (await people.IssueCertificateAsync(new()
        {
            RequestId = NewId(), Etag = person.Etag, PersonId = person.PersonId, Number = certificate, Area = "演示市",
            Kinds = { EnforcementKind.Penalty }, ValidFrom = "2026-01-01", ValidTo = "2030-12-31",
        })).Person;
        return (await people.AssignPostAsync(new() { RequestId = NewId(), Etag = person.Etag, PersonId = person.PersonId, Post = Contracts.Records.Post.Officer, From = "2026-02-01" })).Person.PersonId;
    }

    private static SaveDraftRequest Draft(Case one) => new()
    {
        CaseId = one.CaseId, Etag = one.Etag, RequestId = NewId(),
        Content = new()
        {
            FactsFound = "查明的事实",
            Terms = new() { Kinds = { PenaltyKind.Fine }, FineFen = 100_000_00, ArticleBroken = Article, ArticleApplied = Article },
            Discretion = Discretion.Ordinary,
            DiscretionReason = "情节一般",
        },
    };

    private static RecordPartyResponseRequest Response(Case one, PartyResponseKind kind) =>
        new() { CaseId = one.CaseId, Etag = one.Etag, RequestId = NewId(), Kind = kind, Content = "书面声明" };

    private async Task<Case> Discuss(Case one) => (await As(Head).RecordDiscussionAsync(new()
    {
        CaseId = one.CaseId, Etag = one.Etag, RequestId = NewId(), Conclusion = DiscussionConclusion.Agreed,
        Opinions = { new Opinion { PersonId = records.IdOf(Head), Opinion_ = "同意", Stance = OpinionStance.Agree }, new Opinion { PersonId = records.IdOf(Deputy), Opinion_ = "同意", Stance = OpinionStance.Agree } },
    })).Case;

    private Task<IssueDecisionResponse> Issue(Case one) => As(Head).IssueDecisionAsync(new() { CaseId = one.CaseId, Etag = one.Etag, RequestId = NewId() }).ResponseAsync;

    private async Task<Case> Decide()
    {
        var one = await Told();
        one = (await As(First).RecordPartyResponseAsync(Response(one, PartyResponseKind.HearingWaived))).Case;
        await Pass(one);
        return (await Issue(await Discuss(await Get(one)))).Case;
    }

    /// <summary>Review passes the draft: its API shows the clearance, and its notice is handled, twice as it may well be.</summary>
    private async Task Pass(Case one)
    {
        var given = await new CaseService.CaseServiceClient(records.Services.GetRequiredService<Peers>().To(ServiceRole.Records, ServiceRole.Review))
            .GetDraftForReviewAsync(new() { CaseId = one.CaseId });
        var position = records.Review.Clearances.Length;
        var clearance = records.Review.Log.Prove(
            new()
            {
                CaseId = one.CaseId, DraftDigest = given.Draft.Digest, ReviewerId = records.IdOf(Reviewer), PassedAt = DateTimeOffset.UtcNow.ToTimestamp(),
                CaseVersion = given.CaseVersion,
            },
            position,
            position + 2);
        records.Review.Clearances = records.Review.Clearances.Add(clearance);
        var passed = new ReviewPassed
        {
            CaseId = one.CaseId, DraftDigest = clearance.DraftDigest, ReviewerId = clearance.ReviewerId, PassedAt = clearance.PassedAt, CaseVersion = given.CaseVersion,
        };
        var notice = new Notice(clearance.Origin, position, 1, $"reviews/{one.CaseId}", "pds-gxj", DateTimeOffset.UtcNow, passed);
        var handler = records.Services.GetRequiredService<OnReviewPassed>();
        await handler.Handle(passed, new HandlerRun(notice, nameof(OnReviewPassed), ServiceRole.Records, Ct));
        await handler.Handle(passed, new HandlerRun(notice, nameof(OnReviewPassed), ServiceRole.Records, Ct));
    }
}
