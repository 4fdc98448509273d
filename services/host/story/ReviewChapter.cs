using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Host.Product;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>
/// 法制审核: the draft is submitted, returned for a wrong citation, mended, told to the party again, submitted again and passed
/// (行政处罚法 58; 平工信〔2019〕99号 二(三)).
/// </summary>
internal sealed class ReviewChapter(Cast cast) : IChapter
{
    private const string Objection = "第四十五条第一项针对超出生产许可的情形；本案为超出购买许可的数量销售，应适用第四十五条第五项。";

    private static readonly SubmittedMaterial[] Materials =
    [
        new() { Kind = MaterialKind.CaseReport, Title = "调查终结报告（含执法人员资格说明）" },
        new() { Kind = MaterialKind.EvidenceList, Title = "证据清单（笔录、台账复印件、检查录像）" },
        new() { Kind = MaterialKind.PriorNotice, Title = "行政处罚事先（听证）告知书及送达回证" },
        new() { Kind = MaterialKind.PartyResponse, Title = "放弃陈述、申辩和听证的书面声明" },
    ];

    private CaseReview _review = new();

    public string Title => "九、法制审核";

    public async Task Play(Scene scene)
    {
        await scene.Step(cast.Reviewer, "等待法制审核系统获知人员和账号", () => Known(scene));
        await Submit(scene);
        await Assign(scene);
        await Extend(scene);
        await Return(scene);
        await Mend(scene);
        await Pass(scene);
        await scene.Step(cast.Lead, "等待审核结果送达案件", () => Cleared(scene));
    }

    private async Task Submit(Scene scene)
    {
        await scene.Refused(cast.Officer, "送审材料不齐即送审", StatusCode.FailedPrecondition, "REVIEW_MATERIALS_INCOMPLETE", async (file, id) =>
            await cast.Officer.Reviews.SubmitForReviewAsync(
                new() { RequestId = id, CaseId = file.CaseId, DraftDigest = file.Draft.Digest, Materials = { Materials[..2] } }, cancellationToken: scene.Ct));
        await Change(scene, cast.Officer, "将第1稿送法制审核", ReviewStage.Submitted, async id => (await cast.Officer.Reviews.SubmitForReviewAsync(
            new() { RequestId = id, CaseId = scene.Case.CaseId, DraftDigest = scene.Case.Draft.Digest, Materials = { Materials } }, cancellationToken: scene.Ct)).Review);
    }

    private async Task Assign(Scene scene)
    {
        await scene.Refused(cast.LegalLead, "指定承办人审核本人承办的案件", StatusCode.FailedPrecondition, "PENALTY_REVIEWER_NOT_HANDLER",
            async (_, id) => await cast.LegalLead.Reviews.AssignReviewerAsync(To(cast.Partner, id), cancellationToken: scene.Ct));
        await Change(scene, cast.LegalLead, "指定法制审核人员", ReviewStage.Assigned,
            async id => (await cast.LegalLead.Reviews.AssignReviewerAsync(To(cast.Reviewer, id), cancellationToken: scene.Ct)).Review);
    }

    private Task Extend(Scene scene) => Change(scene, cast.LegalLead, "案情复杂，延长审核期限一次", ReviewStage.Assigned,
        async id => (await cast.LegalLead.Reviews.ExtendReviewAsync(
            new() { CaseId = _review.CaseId, Etag = _review.Etag, RequestId = id, Reason = "需要核对许可数量的历年文件。" }, cancellationToken: scene.Ct)).Review);

    private async Task Return(Scene scene)
    {
        await scene.Refused(cast.LegalLead, "未被指定的人员出具审核意见", StatusCode.PermissionDenied, "NOT_PERMITTED",
            async (_, id) => await cast.LegalLead.Reviews.GiveOpinionAsync(Opinion(ReviewOutcome.Pass, id), cancellationToken: scene.Ct));
        await Change(scene, cast.Reviewer, "退回：引用条款有误", ReviewStage.Returned,
            async id => (await cast.Reviewer.Reviews.GiveOpinionAsync(Opinion(ReviewOutcome.Return, id), cancellationToken: scene.Ct)).Review);
        await scene.Refused(cast.Officer, "未经修改再次送审", StatusCode.FailedPrecondition, "REVIEW_DRAFT_UNCHANGED",
            async (file, id) => await cast.Officer.Reviews.ResubmitAsync(Again(file, id), cancellationToken: scene.Ct));
    }

    private async Task Mend(Scene scene)
    {
        await scene.Change(cast.Officer, "按审核意见修改草稿", async (file, id) => (await cast.Officer.Cases.SaveDraftAsync(
            new() { CaseId = file.CaseId, Etag = file.Etag, RequestId = id, Content = ConclusionChapter.Draft(ConclusionChapter.FineFen, ConclusionChapter.RightArticle) },
            cancellationToken: scene.Ct)).Case, Changed);
        await HearingRightChapter.Tell(scene, cast, draft: 2);
        await Change(scene, cast.Partner, "将第2稿重新送审", ReviewStage.Assigned,
            async id => (await cast.Partner.Reviews.ResubmitAsync(Again(scene.Case, id), cancellationToken: scene.Ct)).Review);
    }

    private async Task Pass(Scene scene)
    {
        await Change(scene, cast.Reviewer, "十一项审核内容全部符合，通过", ReviewStage.Passed,
            async id => (await cast.Reviewer.Reviews.GiveOpinionAsync(Opinion(ReviewOutcome.Pass, id), cancellationToken: scene.Ct)).Review);
        await scene.Step(cast.Head, "查看两轮审核意见", async () =>
        {
            var rounds = (await cast.Head.Reviews.GetReviewAsync(new() { CaseId = scene.Case.CaseId }, cancellationToken: scene.Ct)).Review.Rounds;
            Expect.Equal(2, rounds.Count, "审核轮次");
            Expect.Equal(Objection, rounds[0].Opinion.Items.Single(one => one.Item == CheckItem.Law).Remark, "第一轮意见");
            Expect.Equal(ReviewOutcome.Pass, rounds[1].Opinion.Outcome, "第二轮结论");
            return "第一轮退回、第二轮通过，意见均保留";
        });
    }

    private Task Change(Scene scene, Player who, string act, ReviewStage stage, Func<string, Task<CaseReview>> change) => scene.Step(who, act, async () =>
    {
        var before = _review.Etag;
        _review = await change(Scene.NewRequestId());
        Expect.True(_review.Etag != before, "每次办理后审核应有新的版本标记（etag）");
        Expect.Equal(stage, _review.Stage, "审核阶段");
        Expect.Equal(scene.Case.Draft.Digest, _review.Rounds[^1].DraftDigest, "送审草稿的校验值");
        return $"第{_review.Rounds.Count}轮，审核期限至{_review.ReviewBy.Due}";
    });

    private AssignReviewerRequest To(Player reviewer, string id) =>
        new() { CaseId = _review.CaseId, Etag = _review.Etag, RequestId = id, ReviewerId = reviewer.Id };

    private ResubmitRequest Again(Case file, string id) =>
        new() { CaseId = file.CaseId, Etag = _review.Etag, RequestId = id, DraftDigest = file.Draft.Digest, Materials = { Materials } };

    private GiveOpinionRequest Opinion(ReviewOutcome outcome, string id)
    {
        var returns = outcome == ReviewOutcome.Return;
        var items = Enum.GetValues<CheckItem>().Where(item => item != CheckItem.Unspecified).Select(item => new CheckedItem
        {
            Item = item,
            Verdict = returns && item == CheckItem.Law ? CheckVerdict.DoesNotConform : CheckVerdict.Conforms,
            Remark = returns && item == CheckItem.Law ? Objection : "",
        });
        return new()
        {
            CaseId = _review.CaseId,
            Etag = _review.Etag,
            RequestId = id,
            Outcome = outcome,
            Items = { items },
            Opinion = returns ? "适用法律条款有误，退回修改。" : "主体合法，事实清楚，证据确凿，适用法律准确，程序合法，同意。",
        };
    }

    private string Changed(Case file)
    {
        Expect.Equal(2, file.Draft?.Number, "草稿编号");
        Expect.Equal(ConclusionChapter.RightArticle, file.Draft!.Terms.ArticleApplied, "处罚依据");
        Expect.True(file.Draft.Digest != _review.Rounds[^1].DraftDigest, "新草稿应有新的校验值");
        return "第2稿，处罚依据改为第四十五条第五项";
    }

    /// <summary>Review learns of people by notices: what was registered a moment ago may not have reached it.</summary>
    private Task<string> Known(Scene scene) => scene.Eventually(async () =>
    {
        foreach (var who in new[] { cast.Officer, cast.Partner, cast.LegalLead, cast.Reviewer, cast.Head })
        {
            await who.Reviews.ListReviewsAsync(new(), cancellationToken: scene.Ct);
        }

        return "人员已同步";
    }, error => error.StatusCode is StatusCode.Unauthenticated or StatusCode.Unavailable);

    private Task<string> Cleared(Scene scene) => scene.Eventually(async () =>
    {
        var file = (await cast.Lead.Cases.GetCaseAsync(new() { CaseId = scene.Case.CaseId }, cancellationToken: scene.Ct)).Case;
        scene.Read(file);
        return file.Draft.Cleared ? "案件已记载本稿通过法制审核" : null;
    }, _ => false);
}
