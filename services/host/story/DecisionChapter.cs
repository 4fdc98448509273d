using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Law;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>集体讨论与决定 (行政处罚法 57, 58): the decision carries where and how anybody can check that the review came first.</summary>
internal sealed class DecisionChapter(Cast cast) : IChapter
{
    public string Title => "十、集体讨论与处罚决定";

    public async Task Play(Scene scene)
    {
        await scene.Refused(cast.Head, "未经集体讨论作出处罚决定", StatusCode.FailedPrecondition, PenaltyRules.CollectivelyDiscussed.Code,
            async (file, id) => await cast.Head.Cases.IssueDecisionAsync(Decide(file, id), cancellationToken: scene.Ct));
        await scene.Change(cast.Head, "记录负责人集体讨论", async (file, id) => (await cast.Head.Cases.RecordDiscussionAsync(
            new()
            {
                CaseId = file.CaseId,
                Etag = file.Etag,
                RequestId = id,
                Conclusion = DiscussionConclusion.Agreed,
                Opinions =
                {
                    new Opinion { PersonId = cast.Head.Id, Opinion_ = "事实清楚，处罚适当，同意。", Stance = OpinionStance.Agree },
                    new Opinion { PersonId = cast.Deputy.Id, Opinion_ = "同意。", Stance = OpinionStance.Agree },
                },
            },
            cancellationToken: scene.Ct)).Case, Discussed);
        await scene.Change(cast.Head, "作出行政处罚决定", async (file, id) =>
            (await cast.Head.Cases.IssueDecisionAsync(Decide(file, id), cancellationToken: scene.Ct)).Case, file => Decided(file, scene));
        await DocumentsChapter.Issue(scene, cast.Officer, "penalty-decision", "行政处罚决定书", new()
        {
            ["party_views"] = "当事人书面放弃陈述、申辩和听证。",
            ["performance"] = "自收到本决定书之日起十五日内到指定银行缴纳罚款。",
        });
    }

    private static string Discussed(Case file)
    {
        Expect.Equal(CaseStage.Discussed, file.Stage, "案件阶段");
        Expect.True(file.Draft.Discussed, "应记载负责人同意本稿");
        return "两名负责人同意第2稿";
    }

    private static string Decided(Case file, Scene scene)
    {
        Expect.Equal(CaseStage.Decided, file.Stage, "案件阶段");
        Expect.Equal(scene.Case.Draft.Digest, file.Decision.DraftDigest, "决定所依据的草稿");
        Expect.Equal(32, file.Decision.Clearance.LeafHash.Length, "审核记录的校验值长度");
        Expect.True(file.Decision.Clearance.Checkpoint.StartsWith(file.Decision.Clearance.Origin, StringComparison.Ordinal), "决定应载明审核账本签名的校验点");
        return $"{file.Decision.Number}，审核在先，见审核账本第{file.Decision.Clearance.Position}条";
    }

    private static IssueDecisionRequest Decide(Case file, string requestId) => new() { CaseId = file.CaseId, Etag = file.Etag, RequestId = requestId };
}
