using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Law;
using Google.Protobuf;
using Grpc.Core;
using Xunit;
using Discretion = EnforcementPlatform.Contracts.Records.Discretion;

namespace EnforcementPlatform.Tests.Fast.Integration.Review;

/// <summary>One case of the demonstration's organ and its review, step by step, as the last answers showed them.</summary>
internal sealed class ReviewedCase(ReviewFixture suite, PartyKind kind = PartyKind.LegalPerson, Party? party = null)
{
    public const string First = "qin.yanqiu", Second = "lu.huaiyuan", Lead = "qi.wangshu", Head = "shang.minghui", Deputy = "cen.zhiyuan";
    public const string Archivist = "bu.qingshu", LegalLead = "wen.ruogu", Reviewer = "he.zhixin";
    public const string RightArticle = "《民用爆炸物品安全管理条例》第四十五条第五项", WrongArticle = "《民用爆炸物品安全管理条例》第四十六条第五项";

    private static readonly SubmittedMaterial[] Everything =
    [
        new() { Kind = MaterialKind.CaseReport, Title = "调查终结报告" },
        new() { Kind = MaterialKind.EvidenceList, Title = "证据清单" },
        new() { Kind = MaterialKind.PriorNotice, Title = "事先告知书、送达回证" },
        new() { Kind = MaterialKind.PartyResponse, Title = "放弃陈述申辩、听证的声明" },
    ];

    /// <summary>A citizen of sixteen, by the number.</summary>
    public static Party Minor { get; } = new() { Name = "欧阳试二", IdNumber = "110105201003078916", Address = "某市某区某路13号" };

    public Case Case { get; private set; } = new();

    public CaseReview Review { get; private set; } = new();

    public string Id => Case.CaseId;

    public ByteString Digest => Case.Draft.Digest;

    public static string NewId() => Guid.NewGuid().ToString();

    /// <summary>From the clue to a party that was told of the draft and waived everything.</summary>
    public static async Task<ReviewedCase> Told(ReviewFixture suite, string article = RightArticle, PartyKind kind = PartyKind.LegalPerson, Party? party = null)
    {
        var one = new ReviewedCase(suite, kind, party);
        await one.Investigate();
        await one.Draft(article);
        await one.Tell();
        return one;
    }

    /// <summary>Told, passed, discussed and decided.</summary>
    public static async Task<ReviewedCase> Decided(ReviewFixture suite, PartyKind kind = PartyKind.LegalPerson, Party? party = null)
    {
        var one = await ReadyToDecide(suite, kind, party);
        await one.Issue();
        return one;
    }

    /// <summary>Told, passed and discussed.</summary>
    public static async Task<ReviewedCase> ReadyToDecide(ReviewFixture suite, PartyKind kind = PartyKind.LegalPerson, Party? party = null)
    {
        var one = await Told(suite, kind: kind, party: party);
        await one.Submit();
        await one.Assign();
        await one.Opine(ReviewOutcome.Pass);
        await one.AwaitCleared();
        await one.Discuss();
        return one;
    }

    public async Task Annul(AnnulmentGround ground = AnnulmentGround.Reconsideration) => Case = (await suite.Cases(Head).AnnulDecisionAsync(
        new() { CaseId = Id, Etag = Case.Etag, RequestId = NewId(), Ground = ground, Reason = "复议决定撤销", EffectiveOn = Case.Decision.DecidedOn, EffectSource = "行政复议决定书" })).Case;

    /// <summary>Told, submitted and assigned.</summary>
    public static async Task<ReviewedCase> Assigned(ReviewFixture suite)
    {
        var one = await Told(suite);
        await one.Submit();
        await one.Assign();
        return one;
    }

    public static async Task<string> Refusal(StatusCode status, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(status, refused.StatusCode);
        return refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
    }

    public async Task Draft(string article, string by = First) => Case = (await suite.Cases(by).SaveDraftAsync(new()
    {
        CaseId = Id,
        Etag = Case.Etag,
        RequestId = NewId(),
        Content = new()
        {
            FactsFound = "查明的事实",
            Terms = new() { Kinds = { PenaltyKind.Fine }, FineFen = 100_000_00, ArticleBroken = article, ArticleApplied = article },
            Discretion = party?.IdNumber == Minor.IdNumber ? Discretion.Lighter : Discretion.Ordinary, // 行政处罚法 30
            DiscretionReason = "情节一般",
        },
    })).Case;

    public async Task Tell()
    {
        Case = (await suite.Cases(First).TellPartyAsync(new() { CaseId = Id, Etag = Case.Etag, RequestId = NewId(), Mode = ServiceMode.Direct, Receiver = "代理人" })).Case;
        foreach (var kind in new[] { PartyResponseKind.StatementWaived, PartyResponseKind.HearingWaived })
        {
            Case = (await suite.Cases(First).RecordPartyResponseAsync(new() { CaseId = Id, Etag = Case.Etag, RequestId = NewId(), Kind = kind, Content = "书面声明" })).Case;
        }
    }

    public async Task Submit(string by = First) => Review = (await suite.Reviews(by).SubmitForReviewAsync(Submission())).Review;

    public SubmitForReviewRequest Submission(ByteString? digest = null) =>
        new() { RequestId = NewId(), CaseId = Id, DraftDigest = digest ?? Digest, Materials = { Everything } };

    public async Task Assign(string reviewer = Reviewer, string by = LegalLead) => Review = (await suite.Reviews(by).AssignReviewerAsync(
        new() { CaseId = Id, Etag = Review.Etag, RequestId = NewId(), ReviewerId = suite.IdOf(reviewer) })).Review;

    public async Task Opine(ReviewOutcome outcome, string by = Reviewer) =>
        Review = (await suite.Reviews(by).GiveOpinionAsync(Opinion(outcome))).Review;

    public GiveOpinionRequest Opinion(ReviewOutcome outcome)
    {
        var returns = outcome == ReviewOutcome.Return;
        var request = new GiveOpinionRequest { CaseId = Id, Etag = Review.Etag, RequestId = NewId(), Outcome = outcome, Opinion = returns ? "引用条款有误，请更正。" : "同意。" };
        request.Items.Add(Enum.GetValues<CheckItem>().Where(item => item != CheckItem.Unspecified).Select(item => new CheckedItem
        {
            Item = item,
            Verdict = returns && item == CheckItem.Law ? CheckVerdict.DoesNotConform : CheckVerdict.Conforms,
            Remark = returns && item == CheckItem.Law ? "应适用第四十五条第五项" : "",
        }));
        return request;
    }

    public async Task Resubmit(string by = First) => Review = (await suite.Reviews(by).ResubmitAsync(Resubmission())).Review;

    public ResubmitRequest Resubmission() => new() { CaseId = Id, Etag = Review.Etag, RequestId = NewId(), DraftDigest = Digest, Materials = { Everything } };

    /// <summary>Waits until the notice of the pass has opened the gate in records.</summary>
    public async Task AwaitCleared()
    {
        await ReviewFixture.Eventually(async () => (Case = await Read()).Draft.Cleared);
    }

    public async Task Discuss() => Case = (await suite.Cases(Head).RecordDiscussionAsync(new()
    {
        CaseId = Id,
        Etag = Case.Etag,
        RequestId = NewId(),
        Conclusion = DiscussionConclusion.Agreed,
        Opinions = { new Opinion { PersonId = suite.IdOf(Head), Opinion_ = "同意", Stance = OpinionStance.Agree }, new Opinion { PersonId = suite.IdOf(Deputy), Opinion_ = "同意", Stance = OpinionStance.Agree } },
    })).Case;

    /// <summary>
    /// The gate gives review three seconds to answer and refuses without it; on a busy machine the same request is sent again, as the refusal says.
    /// </summary>
    public async Task Issue()
    {
        var request = Decision();
        await ReviewFixture.Eventually(async () =>
        {
            try
            {
                Case = (await suite.Cases(Head).IssueDecisionAsync(request)).Case;
                return true;
            }
            catch (RpcException away) when (away.StatusCode == StatusCode.Unavailable)
            {
                return false;
            }
        });
    }

    public IssueDecisionRequest Decision() => new() { CaseId = Id, Etag = Case.Etag, RequestId = NewId() };

    public async Task FinishAndArchive()
    {
        Case = (await suite.Cases(First).ServeDecisionAsync(new() { CaseId = Id, Etag = Case.Etag, RequestId = NewId(), Mode = ServiceMode.Direct, Receipt = "已签收" })).Case;
        Case = (await suite.Cases(First).RecordPerformanceAsync(new() { CaseId = Id, Etag = Case.Etag, RequestId = NewId(), Kind = PenaltyKind.Fine, AmountFen = 100_000_00, Evidence = "缴款凭证" })).Case;
        Case = (await suite.Cases(Lead).CloseCaseAsync(new() { CaseId = Id, Etag = Case.Etag, RequestId = NewId(), Report = "结案" })).Case;
        Case = (await suite.Cases(Archivist).ArchiveCaseAsync(new() { CaseId = Id, Etag = Case.Etag, RequestId = NewId(), RetentionClass = RetentionClass.ThirtyYears })).Case;
    }

    /// <summary>The review as somebody reads it now.</summary>
    public async Task<CaseReview> ReadReview(string by = LegalLead) => Review = (await suite.Reviews(by).GetReviewAsync(new() { CaseId = Id })).Review;

    private async Task<Case> Read() => (await suite.Cases(Lead).GetCaseAsync(new() { CaseId = Id })).Case;

    private async Task Investigate()
    {
        Case = (await suite.Cases(First).RegisterClueAsync(new()
        {
            RequestId = NewId(), Source = ClueSource.Inspection, Summary = "现场检查发现台账不符", PartyKind = kind, Party = party ?? new() { Name = "某公司", Address = "某区某路" },
        })).Case;
        Case = (await suite.Cases(Lead).FileCaseAsync(new()
        {
            CaseId = Id, Etag = Case.Etag, RequestId = NewId(), Department = "minbao", HandlerIds = { suite.IdOf(First), suite.IdOf(Second) }, Cause = "案由",
            ViolationEndedOn = $"{ShanghaiTime.DateOf(DateTimeOffset.UtcNow).AddDays(-1):yyyy-MM-dd}",
        })).Case;
        Case = (await suite.Cases(First).ShowIdentityAsync(new() { CaseId = Id, Etag = Case.Etag, RequestId = NewId(), Text = Text("亮证") })).Case;
        await Confirm();
        Case = (await suite.Cases(First).TellRightsAsync(new() { CaseId = Id, Etag = Case.Etag, RequestId = NewId(), Text = Text("告知") })).Case;
        await Confirm();
        foreach (var kind in new[] { RecordKind.SiteInspection, RecordKind.EvidenceExtraction })
        {
            Case = (await suite.Cases(First).RecordActAsync(new() { CaseId = Id, Etag = Case.Etag, RequestId = NewId(), Kind = kind, Text = Text("笔录") })).Case;
            await Confirm();
        }

        Case = (await suite.Cases(First).CloseInvestigationAsync(new() { CaseId = Id, Etag = Case.Etag, RequestId = NewId(), Report = "终结" })).Case;
    }

    private async Task Confirm() =>
        Case = (await suite.Cases(Second).ConfirmRecordAsync(new() { CaseId = Id, Etag = Case.Etag, RequestId = NewId(), RecordNumber = Case.Records.Count })).Case;

    private static RecordText Text(string content) => new() { Place = "某仓库", Content = content };
}
