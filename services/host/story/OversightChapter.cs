using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Supervision;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>执法监督 (行政处罚法 47; 平工信〔2019〕99号 二(二)、三): the seven stages of the case, and what the law asked for by when.</summary>
internal sealed class OversightChapter(Cast cast) : IChapter
{
    private static readonly string[] Asked = ["PENALTY_DECIDE", "LEGAL_REVIEW", "PENALTY_SERVE", "FINE_PAY", "PUB_PENALTY"];

    public string Title => "十四、执法监督";

    public async Task Play(Scene scene)
    {
        await scene.Step(cast.Inspector, "查看本案七个环节的记录", () => scene.Eventually(async () =>
        {
            var seen = await Read(scene, cast);
            return seen.Stage == CaseStage.Archived && seen.Stages.All(one => one.Record == StageRecord.Recorded) ? "七个环节均有记录" : null;
        }, error => error.StatusCode is StatusCode.NotFound or StatusCode.Unauthenticated or StatusCode.Unavailable));
        await scene.Step(cast.Inspector, "核对各项法定期限", () => scene.Eventually(async () =>
        {
            var obligations = (await Read(scene, cast)).Obligations;
            var met = obligations.Where(one => one.State == ObligationState.Met).Select(one => one.Rule).ToHashSet();
            Expect.True(obligations.All(one => one.State is not (ObligationState.Overdue or ObligationState.MetLate)), "不应有逾期事项");
            return Asked.All(met.Contains) ? $"{met.Count}项均按期完成" : null;
        }, _ => false));
        await scene.RefusedTo(cast.StrangerLead, "其他机关查看本案的监督信息", StatusCode.NotFound, "NOT_FOUND",
            async _ => await cast.StrangerLead.Supervision.GetCaseOversightAsync(new() { CaseId = scene.Case.CaseId }, cancellationToken: scene.Ct));
    }

    public static async Task<CaseOversight> Read(Scene scene, Cast cast) =>
        (await cast.Inspector.Supervision.GetCaseOversightAsync(new() { CaseId = scene.Case.CaseId }, cancellationToken: scene.Ct)).Case;
}
