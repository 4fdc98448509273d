using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Supervision;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Story;
using EnforcementPlatform.Law;
using Grpc.Core;
using Xunit;

namespace EnforcementPlatform.Tests.Slow.Json;

/// <summary>What disclosure, gateway and supervision offer beside the one case of the story: registers, lists, and what people do about deliveries.</summary>
internal sealed class What_the_services_around_a_case_offer(Cast cast, Scene scene)
{
    private static readonly ItemText Text = new()
    {
        Name = "对未按规定备案的行政处罚", Kind = EnforcementKind.Penalty, Responsibility = "查处未按规定备案的行为。", Authority = "责令限期改正，处罚款。",
        LegalBasis = "《民用爆炸物品安全管理条例》第四十五条第七项",
    };

    public async Task Play()
    {
        await Items();
        await Lists();
        await Deliveries();
    }

    private async Task Items()
    {
        RegisterService.RegisterServiceClient As(Player who) => new(who.CallsTo(ServiceRole.Disclosure));
        var (writer, publisher) = (As(cast.LegalLead), As(cast.Publisher));
        var item = (await writer.AddItemAsync(new() { RequestId = NewId(), Code = "CF-0099", Text = Text, EffectiveFrom = "2026-11-01" })).Item;
        var revised = new ItemText(Text) { Responsibility = "监督检查备案情况，查处未按规定备案的行为。" };
        item = (await writer.ReviseItemAsync(new() { ItemId = item.ItemId, Etag = item.Etag, RequestId = NewId(), Text = revised, EffectiveFrom = "2026-11-02" })).Item;
        item = (await writer.RecordItemApprovalAsync(new()
        {
            ItemId = item.ItemId, Etag = item.Etag, RequestId = NewId(),
            Approval = new() { Authority = "演示市司法局", Verdict = ItemVerdict.Approved, Number = "演司审〔2026〕0号（演示）", GivenOn = "2026-10-20", Opinion = "同意公布。" },
        })).Item;
        item = (await publisher.PublishItemAsync(new() { ItemId = item.ItemId, Etag = item.Etag, RequestId = NewId() })).Item;
        Assert.Contains((await As(cast.Officer).ListItemsAsync(new() { PageSize = 200 })).Items, one => one.ItemId == item.ItemId);
        await scene.Eventually(async () =>
            (await scene.Public.ListPublicItemsAsync(new() { Query = "未按规定备案" })).Items.Any(one => one.ItemId == item.ItemId) ? "" : null, _ => false);
        item = (await publisher.EndItemAsync(new() { ItemId = item.ItemId, Etag = item.Etag, RequestId = NewId(), EffectiveTo = "2198-12-31", Reason = "职权调整" })).Item;
        Assert.Equal(item, (await As(cast.Officer).GetItemAsync(new() { ItemId = item.ItemId })).Item);
        Assert.Contains((await scene.Public.ListPublicOfficersAsync(new())).Officers, one => one.Name == cast.Officer.Me.Name);
        Assert.Contains((await scene.Public.ListPublicOrgansAsync(new())).Organs, one => one.Code == cast.Officer.Me.Organ);
    }

    private async Task Lists()
    {
        Assert.Contains((await cast.Publisher.Disclosures.ListDisclosuresAsync(new())).Disclosures, one => one.DisclosureId == scene.Case.CaseId);
        var disclosed = (await cast.Publisher.Disclosures.GetDisclosureAsync(new() { DisclosureId = scene.Case.CaseId })).Disclosure;
        await Expect.Refused(
            async () => await cast.Publisher.Disclosures.WithholdDisclosureAsync(
                new() { DisclosureId = disclosed.DisclosureId, Etag = disclosed.Etag, RequestId = NewId(), Reason = "当事人是单位" }),
            StatusCode.FailedPrecondition, "DISCLOSURE_WRONG_STAGE");
        Assert.Contains((await cast.Inspector.Supervision.ListCasesAsync(new())).Cases, one => one.CaseId == scene.Case.CaseId);
        Assert.NotEmpty((await cast.Inspector.Supervision.ListObligationsAsync(new())).Counts);
    }

    /// <summary>What arrived is neither hurried nor settled by people: that is the documented answer of these two.</summary>
    private async Task Deliveries()
    {
        var id = $"{SimulatorProcess.Destination}.{scene.Case.CaseId}";
        var deliveries = cast.Publisher.Deliveries;
        Assert.Contains((await deliveries.ListDeliveriesAsync(new())).Deliveries, one => one.DeliveryId == id);
        var etag = (await deliveries.GetDeliveryAsync(new() { DeliveryId = id })).Delivery.Etag;
        await Expect.Refused(
            async () => await deliveries.RetryDeliveryAsync(new() { DeliveryId = id, Etag = etag, RequestId = NewId() }), StatusCode.FailedPrecondition, "DELIVERY_WRONG_STATE");
        await Expect.Refused(
            async () => await deliveries.ResolveDeliveryAsync(new() { DeliveryId = id, Etag = etag, RequestId = NewId(), Resolution = Resolution.Confirmed, Reason = "已电话核实" }),
            StatusCode.FailedPrecondition, "DELIVERY_WRONG_STATE");
    }

    private static string NewId() => Scene.NewRequestId();
}
