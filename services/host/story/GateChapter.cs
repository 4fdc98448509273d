using EnforcementPlatform.Contracts.Records;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>法制审核关口: without a passed legal review of this very draft there is no decision (行政处罚法 58). The attempt changes nothing.</summary>
internal sealed class GateChapter(Cast cast) : IChapter
{
    public string Title => "八、未经法制审核不得作出决定";

    public async Task Play(Scene scene)
    {
        await scene.Refused(cast.Officer, "承办人自行作出处罚决定", StatusCode.PermissionDenied, "NOT_PERMITTED",
            async (file, id) => await cast.Officer.Cases.IssueDecisionAsync(Decide(file, id), cancellationToken: scene.Ct));
        await scene.Refused(cast.Head, "未经法制审核作出处罚决定", StatusCode.FailedPrecondition, "PENALTY_LEGAL_REVIEW_PASSED",
            async (file, id) => await cast.Head.Cases.IssueDecisionAsync(Decide(file, id), cancellationToken: scene.Ct));
        await scene.Step(cast.Head, "核对案件没有任何改变", async () =>
        {
            var read = (await cast.Head.Cases.GetCaseAsync(new() { CaseId = scene.Case.CaseId }, cancellationToken: scene.Ct)).Case;
            Expect.Equal(scene.Case.Etag, read.Etag, "案件版本标记");
            Expect.Equal(CaseStage.Told, read.Stage, "案件阶段");
            Expect.True(read.Decision is null, "不应有处罚决定");
            return "仍为“已告知”，没有处罚决定";
        });
    }

    private static IssueDecisionRequest Decide(Case file, string requestId) => new() { CaseId = file.CaseId, Etag = file.Etag, RequestId = requestId };
}
