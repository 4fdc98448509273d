using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host.Product;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>更正与作废: proposed by one, decided by another; nothing is silently replaced, and what it said first stays in the timeline.</summary>
internal sealed class AmendmentChapter(Cast cast) : IChapter
{
    private const int Inquiry = 4;

    public string Title => "四、更正与作废";

    public async Task Play(Scene scene)
    {
        await scene.Change(cast.Partner, $"申请更正第{Inquiry}号记录（数量笔误）", (file, id) => Correct(scene, file, id), Proposed(AmendmentKind.Correction));
        await scene.Change(cast.Lead, "批准更正", (file, id) => Approve(scene, file, id, "经核对台账，同意更正。"), Corrected);
        await scene.Change(cast.Officer, "误将同一询问再次制作笔录", (file, id) => RecordTwice(scene, file, id), InvestigationChapter.Pending(RecordKind.Inquiry));
        await scene.Change(cast.Officer, "申请作废重复的笔录", async (file, id) => (await cast.Officer.Cases.VoidRecordAsync(
            new() { CaseId = file.CaseId, Etag = file.Etag, RequestId = id, RecordNumber = file.Records.Count, Reason = "与前一份询问笔录重复。" },
            cancellationToken: scene.Ct)).Case, Proposed(AmendmentKind.Voiding));
        await scene.Change(cast.Lead, "批准作废", (file, id) => Approve(scene, file, id, "情况属实，同意作废。"), Voided);
        await scene.Step(cast.Lead, "查看时间线中的更正和作废", () => Timeline(scene));
    }

    private async Task<Case> Correct(Scene scene, Case file, string requestId) =>
        (await cast.Partner.Cases.CorrectRecordAsync(
            new CorrectRecordRequest
            {
                CaseId = file.CaseId,
                Etag = file.Etag,
                RequestId = requestId,
                RecordNumber = Inquiry,
                Text = new() { Place = "演示市工业和信息化局询问室", Content = "被询问人称：购买单位工期紧，公司多发了600发，未核对许可数量。" },
                Reason = "笔录将多发数量600发误写为500发。",
            },
            cancellationToken: scene.Ct)).Case;

    private async Task<Case> RecordTwice(Scene scene, Case file, string requestId) =>
        (await cast.Officer.Cases.RecordActAsync(
            new RecordActRequest
            {
                CaseId = file.CaseId,
                Etag = file.Etag,
                RequestId = requestId,
                Kind = RecordKind.Inquiry,
                Text = new() { Place = "演示市工业和信息化局询问室", Content = "重复制作的询问笔录。" },
            },
            cancellationToken: scene.Ct)).Case;

    private async Task<Case> Approve(Scene scene, Case file, string requestId, string opinion) =>
        (await cast.Lead.Cases.DecideAmendmentAsync(
            new DecideAmendmentRequest
            {
                CaseId = file.CaseId,
                Etag = file.Etag,
                RequestId = requestId,
                AmendmentNumber = file.Amendments[^1].Number,
                Verdict = AmendmentVerdict.Approved,
                Opinion = opinion,
            },
            cancellationToken: scene.Ct)).Case;

    private static Func<Case, string> Proposed(AmendmentKind kind) => file =>
    {
        Expect.Equal(kind, file.Amendments[^1].Kind, "申请种类");
        Expect.Equal(AmendmentVerdict.Unspecified, file.Amendments[^1].Verdict, "审批结果");
        return $"第{file.Amendments[^1].Number}号申请，待负责人审批";
    };

    private string Corrected(Case file)
    {
        var record = file.Records[Inquiry - 1];
        Expect.True(record.Corrected, "记录应标明已更正");
        Expect.Equal(cast.Lead.Id, file.Amendments[^1].ApproverId, "审批人");
        return $"第{Inquiry}号记录已更正，原内容保留";
    }

    private static string Voided(Case file)
    {
        Expect.Equal(RecordStatus.Voided, file.Records[^1].Status, "记录状态");
        return $"第{file.Records[^1].Number}号记录已作废，仍可查看";
    }

    private async Task<string> Timeline(Scene scene)
    {
        var read = await cast.Lead.Cases.GetCaseAsync(new() { CaseId = scene.Case.CaseId }, cancellationToken: scene.Ct);
        Expect.True(read.Case.Records[Inquiry - 1].Text.Content.Contains("600发", StringComparison.Ordinal), "更正后的内容应为新数量");
        var timeline = (await cast.Lead.Cases.GetTimelineAsync(new() { CaseId = scene.Case.CaseId }, cancellationToken: scene.Ct)).Items;
        Expect.True(timeline.Select(item => item.Version).SequenceEqual(timeline.Select(item => item.Version).Order()), "时间线应按先后排列");
        Expect.True(timeline.Any(item => item.RecordNumber == Inquiry && item.Corrected), "时间线应标明被更正的记录");
        Expect.True(timeline.Any(item => item.RecordNumber == read.Case.Records.Count && item.Voided), "时间线应标明被作废的记录");
        return $"{timeline.Count}条，原记录与更正、作废均可见";
    }
}
