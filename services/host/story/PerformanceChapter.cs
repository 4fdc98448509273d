using EnforcementPlatform.Contracts.Records;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>送达、执行、结案、归档 (行政处罚法 61, 66, 67).</summary>
internal sealed class PerformanceChapter(Cast cast) : IChapter
{
    public string Title => "十三、送达、执行、结案和归档";

    public async Task Play(Scene scene)
    {
        await scene.Change(cast.Officer, "直接送达处罚决定书", async (file, id) => (await cast.Officer.Cases.ServeDecisionAsync(
            new() { CaseId = file.CaseId, Etag = file.Etag, RequestId = id, Mode = ServiceMode.Direct, Receipt = "当事人授权的现场负责人签收" },
            cancellationToken: scene.Ct)).Case, Served);
        await scene.Refused(cast.Lead, "罚款未缴清即结案", StatusCode.FailedPrecondition, "CASE_WRONG_STAGE", async (file, id) =>
            await cast.Lead.Cases.CloseCaseAsync(new() { CaseId = file.CaseId, Etag = file.Etag, RequestId = id, Report = "结案" }, cancellationToken: scene.Ct));
        await scene.Change(cast.Officer, "登记罚款缴纳", async (file, id) => (await cast.Officer.Cases.RecordPerformanceAsync(
            new() { CaseId = file.CaseId, Etag = file.Etag, RequestId = id, Kind = PenaltyKind.Fine, AmountFen = ConclusionChapter.FineFen, Evidence = "银行缴款凭证" },
            cancellationToken: scene.Ct)).Case, Performed);
        await scene.Change(cast.Lead, "结案", async (file, id) => (await cast.Lead.Cases.CloseCaseAsync(
            new() { CaseId = file.CaseId, Etag = file.Etag, RequestId = id, Report = "处罚决定已全部履行，准予结案。" },
            cancellationToken: scene.Ct)).Case, file => At(file, CaseStage.Closed, "已结案"));
        await scene.Change(cast.Archivist, "归档", async (file, id) => (await cast.Archivist.Cases.ArchiveCaseAsync(
            new() { CaseId = file.CaseId, Etag = file.Etag, RequestId = id, RetentionClass = RetentionClass.ThirtyYears }, cancellationToken: scene.Ct)).Case, file => At(file, CaseStage.Archived, "七个环节记录齐全，已归档"));
    }

    private static string Served(Case file)
    {
        At(file, CaseStage.Served, "");
        return $"应于{file.Decision.PayBy.Due}前缴纳罚款";
    }

    private static string Performed(Case file)
    {
        At(file, CaseStage.Performed, "");
        Expect.Equal(ConclusionChapter.FineFen, file.Decision.PaidFen, "已缴罚款（分）");
        return "罚款10万元已缴清";
    }

    private static string At(Case file, CaseStage stage, string sentence)
    {
        Expect.Equal(stage, file.Stage, "案件阶段");
        return sentence;
    }
}
