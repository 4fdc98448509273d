using System.Net;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Supervision;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Law;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>撤销与撤回 (行政处罚法 48(2), 75, 85): the decision falls, and what was published of it is withdrawn everywhere with its public reason.</summary>
internal sealed class AnnulmentChapter(Cast cast) : IChapter
{
    private const string Reason = "适用裁量基准不当，本机关自行纠正，撤销原处罚决定。";

    private CaseDisclosure _disclosure = new();

    public string Title => "十五、撤销决定并撤回公示";

    public async Task Play(Scene scene)
    {
        await scene.Change(cast.Head, "自行纠正，撤销处罚决定", async (file, id) => (await cast.Head.Cases.AnnulDecisionAsync(
            new() { CaseId = file.CaseId, Etag = file.Etag, RequestId = id, Ground = AnnulmentGround.SelfCorrection, Reason = "裁量基准适用有误。", EffectiveOn = IsoDay.Write(TimeProvider.System.GetUtcNow()), EffectSource = "本机关撤销决定书" },
            cancellationToken: scene.Ct)).Case, Annulled);
        await scene.Step(cast.Publisher, "等待公示系统获知撤销", () => ToWithdraw(scene));
        await scene.Step(cast.Inspector, "监督系统提示应撤回公示", () => Obliged(scene, ObligationState.Due));
        await scene.RefusedTo(cast.Officer, "承办人自行撤回公示", StatusCode.PermissionDenied, "NOT_PERMITTED",
            async id => await cast.Officer.Disclosures.WithdrawDisclosureAsync(Withdraw(id), cancellationToken: scene.Ct));
        await scene.Step(cast.Publisher, "撤回公示并公开说明理由", () => Withdrawn(scene));
        await Nowhere(scene);
        await scene.Step(cast.Publisher, "等待上级平台（模拟）撤回的回执", () => DeliveryChapter.Confirmed(scene, cast, DeliveryOperation.Withdraw));
        await scene.Step(cast.Inspector, "监督系统记载已按期撤回", () => Obliged(scene, ObligationState.Met));
    }

    private async Task Nowhere(Scene scene)
    {
        await scene.Step(Player.Anybody, $"再次检索“{DisclosureChapter.Query}”", () => scene.Eventually(
            async () => await DisclosureChapter.Search(scene) is null ? "没有检索到" : null, _ => false));
        await scene.Step(Player.Anybody, "打开原公示链接", async () =>
        {
            var shown = (await scene.Public.GetPublicDisclosureAsync(new() { DisclosureId = scene.Case.CaseId }, cancellationToken: scene.Ct)).Disclosure;
            Expect.Equal(PublicState.Withdrawn, shown.State, "公示状态");
            Expect.True(shown.Decision is null, "撤回后不应再显示内容");
            Expect.Equal(Reason, shown.Withdrawal.PublicReason, "撤回理由");
            return "只显示撤回说明";
        });
        await scene.Page($"/disclosures/{scene.Case.CaseId}", "打开原公示页面", HttpStatusCode.Gone, Reason);
    }

    private Task<string> ToWithdraw(Scene scene) => scene.Eventually(async () =>
    {
        _disclosure = (await cast.Publisher.Disclosures.GetDisclosureAsync(new() { DisclosureId = scene.Case.CaseId }, cancellationToken: scene.Ct)).Disclosure;
        return _disclosure.Stage == DisclosureStage.ToWithdraw ? $"应于{_disclosure.WithdrawBy.Due}前撤回（3个工作日）" : null;
    }, _ => false);

    private async Task<string> Withdrawn(Scene scene)
    {
        _disclosure = (await cast.Publisher.Disclosures.WithdrawDisclosureAsync(Withdraw(Scene.NewRequestId()), cancellationToken: scene.Ct)).Disclosure;
        Expect.Equal(DisclosureStage.Withdrawn, _disclosure.Stage, "公示阶段");
        return Reason;
    }

    private Task<string> Obliged(Scene scene, ObligationState state) => scene.Eventually(async () =>
    {
        var withdrawal = (await OversightChapter.Read(scene, cast)).Obligations.SingleOrDefault(one => one.Rule == "PUB_WITHDRAW");
        return withdrawal?.State == state ? $"{withdrawal.Title}，期限至{withdrawal.Due}" : null;
    }, _ => false);

    private WithdrawDisclosureRequest Withdraw(string id) =>
        new() { DisclosureId = _disclosure.DisclosureId, Etag = _disclosure.Etag, RequestId = id, PublicReason = Reason };

    private static string Annulled(Case file)
    {
        Expect.Equal(CaseStage.Annulled, file.Stage, "案件阶段");
        return $"{file.Decision.AnnulledOn}撤销";
    }
}
