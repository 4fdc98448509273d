using EnforcementPlatform.Contracts.Common;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host.Product;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>调查: certificates shown, rights told, inspection and inquiry recorded by one and confirmed by the other (行政处罚法 42, 47, 55).</summary>
internal sealed class InvestigationChapter(Cast cast) : IChapter
{
    public string Title => "二、亮证、告知、检查与询问";

    public async Task Play(Scene scene)
    {
        var late = FilingChapter.YesterdayLate();
        await scene.Refused(cast.Officer, "尚未亮证即制作检查笔录", StatusCode.FailedPrecondition, "PENALTY_IDENTITY_SHOWN",
            (file, id) => Inspect(scene, file, id, late));
        await scene.Change(cast.Officer, "记录亮证（补录）", async (file, id) => (await cast.Officer.Cases.ShowIdentityAsync(
            new() { CaseId = file.CaseId, Etag = file.Etag, RequestId = id, Text = Shown, Occurred = late }, cancellationToken: scene.Ct)).Case, Pending(RecordKind.IdentityShown));
        await scene.Refused(cast.Officer, "记录人自行确认", StatusCode.FailedPrecondition, "COSIGNER_IS_RECORDER",
            (file, id) => ConfirmLast(scene, cast.Officer, file, id));
        await Confirmed(scene, cast.Partner);
        await scene.Change(cast.Partner, "记录权利义务告知（补录）", async (file, id) => (await cast.Partner.Cases.TellRightsAsync(
            new() { CaseId = file.CaseId, Etag = file.Etag, RequestId = id, Text = Told, Occurred = late }, cancellationToken: scene.Ct)).Case, Pending(RecordKind.RightsTold));
        await Confirmed(scene, cast.Officer);
        await scene.Change(cast.Officer, "制作现场检查笔录（补录）", (file, id) => Inspect(scene, file, id, late), Pending(RecordKind.SiteInspection));
        await Confirmed(scene, cast.Partner);
        await scene.Change(cast.Partner, "制作询问笔录", (file, id) => Inquire(scene, file, id), Pending(RecordKind.Inquiry));
        await scene.Refused(cast.Officer, "笔录未确认即终结调查", StatusCode.FailedPrecondition, "INVESTIGATION_INCOMPLETE",
            async (file, id) => await cast.Officer.Cases.CloseInvestigationAsync(
                new() { CaseId = file.CaseId, Etag = file.Etag, RequestId = id, Report = "调查终结。" }, cancellationToken: scene.Ct));
        await Confirmed(scene, cast.Officer);
    }

    private static RecordText Shown => new() { Place = "演示市示例路1号公司办公室", Content = "两名执法人员向公司现场负责人出示行政执法证件，说明来意。" };

    private static RecordText Told => new() { Place = "演示市示例路1号公司办公室", Content = "告知检查事由、法律依据，以及陈述、申辩、申请回避的权利和配合检查的义务。" };

    /// <summary>The newest record waits for the other officer.</summary>
    public static Func<Case, string> Pending(RecordKind kind) => file =>
    {
        var record = file.Records[^1];
        Expect.Equal(kind, record.Kind, "记录种类");
        Expect.Equal(file.Records.Count, record.Number, "记录编号");
        Expect.Equal(RecordStatus.PendingCosign, record.Status, "记录状态");
        return $"第{record.Number}号记录，待第二名执法人员确认";
    };

    /// <summary>The other officer confirms the newest record by their own sign-in.</summary>
    public static Task Confirmed(Scene scene, Player second) => scene.Change(second, $"本人登录确认第{scene.Case.Records.Count}号记录",
        (file, id) => ConfirmLast(scene, second, file, id),
        file =>
        {
            Expect.Equal(RecordStatus.Confirmed, file.Records[^1].Status, "记录状态");
            Expect.Equal(second.Id, file.Records[^1].CosignerId, "确认人");
            return $"第{file.Records.Count}号记录已由两人确认";
        });

    private static async Task<Case> ConfirmLast(Scene scene, Player who, Case file, string requestId) =>
        (await who.Cases.ConfirmRecordAsync(
            new() { CaseId = file.CaseId, Etag = file.Etag, RequestId = requestId, RecordNumber = file.Records.Count }, cancellationToken: scene.Ct)).Case;

    private async Task<Case> Inspect(Scene scene, Case file, string requestId, Occurrence late) =>
        (await cast.Officer.Cases.RecordActAsync(
            new RecordActRequest
            {
                CaseId = file.CaseId,
                Etag = file.Etag,
                RequestId = requestId,
                Kind = RecordKind.SiteInspection,
                Text = new() { Place = "演示市示例路1号公司仓库", Content = "查看销售台账和购买许可证复印件：许可购买工业雷管2000发，台账记载实际销售2600发。" },
                Occurred = late,
            },
            cancellationToken: scene.Ct)).Case;

    private async Task<Case> Inquire(Scene scene, Case file, string requestId) =>
        (await cast.Partner.Cases.RecordActAsync(
            new RecordActRequest
            {
                CaseId = file.CaseId,
                Etag = file.Etag,
                RequestId = requestId,
                Kind = RecordKind.Inquiry,
                Text = new() { Place = "演示市工业和信息化局询问室", Content = "被询问人称：购买单位工期紧，公司多发了500发，未核对许可数量。" },
            },
            cancellationToken: scene.Ct)).Case;
}
