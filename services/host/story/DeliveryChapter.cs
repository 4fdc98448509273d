using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Host.Product;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>推送上级平台 (平工信〔2019〕99号 二(一)5(3)): the disclosure arrives at the upper-level platform, which here is a simulator, and its receipt is kept.</summary>
internal sealed class DeliveryChapter(Cast cast) : IChapter
{
    public string Title => "十二、推送上级平台（模拟）";

    public async Task Play(Scene scene)
    {
        await scene.Step(cast.Publisher, "等待上级平台（模拟）的回执", () => Confirmed(scene, cast, DeliveryOperation.Publish));
        await scene.Step(cast.Inspector, "查看推送的原文、每次尝试和回执", async () =>
        {
            var delivery = await Read(scene, cast.Inspector.Deliveries);
            var item = delivery.Items[0];
            Expect.True(item.Text.Contains(scene.Case.Decision.Number, StringComparison.Ordinal), "推送的原文应含文号");
            Expect.Equal(32, item.ReceiptDigest.Length, "回执校验值长度");
            Expect.True(item.Attempts.Count > 0 && item.Receipt.Length > 0, "应保存每次尝试和回执");
            return $"{item.Attempts.Count}次尝试，{delivery.Explanation}";
        });
        await scene.RefusedTo(cast.StrangerLead, "其他机关查看本案的推送", StatusCode.PermissionDenied, "NOT_PERMITTED",
            async _ => await Read(scene, cast.StrangerLead.Deliveries));
        await scene.Step(cast.Publisher, "公示记录中可见推送结果", () => scene.Eventually(async () =>
        {
            var shown = (await cast.Publisher.Disclosures.GetDisclosureAsync(new() { DisclosureId = scene.Case.CaseId }, cancellationToken: scene.Ct)).Disclosure;
            return shown.Deliveries.Any(one => one is { State: DeliveryState.Confirmed, RemoteId.Length: > 0 }) ? $"平台编号 {shown.Deliveries[0].RemoteId}" : null;
        }, _ => false));
    }

    /// <summary>Waits for the receipt of the newest item of the case's delivery.</summary>
    public static Task<string> Confirmed(Scene scene, Cast cast, DeliveryOperation operation) => scene.Eventually(async () =>
    {
        var delivery = await Read(scene, cast.Publisher.Deliveries);
        var item = delivery.Items[^1];
        Expect.True(
            item.State is not (DeliveryState.Unfit or DeliveryState.Rejected or DeliveryState.Manual),
            $"不应被退回：{delivery.Explanation}{string.Concat(item.Problems.Select(one => one.Sentence))}");
        return item.Operation == operation && item.State == DeliveryState.Confirmed ? $"平台编号 {item.RemoteId}，期限至{item.Due}" : null;
    }, error => error.StatusCode is StatusCode.NotFound or StatusCode.Unauthenticated or StatusCode.Unavailable);

    private static async Task<Delivery> Read(Scene scene, DeliveryService.DeliveryServiceClient deliveries) =>
        (await deliveries.GetDeliveryAsync(new() { DeliveryId = $"{SimulatorProcess.Destination}.{scene.Case.CaseId}" }, cancellationToken: scene.Ct)).Delivery;
}
