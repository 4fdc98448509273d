using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Tests.Fast.Integration.Review;
using Grpc.Core;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Disclosure;

/// <summary>Items and officers through real clients, and what anybody sees of them.</summary>
public sealed class The_public_registers(DisclosureFixture suite) : IClassFixture<DisclosureFixture>
{
    [Fact]
    public async Task E18_F52_F55_Show_the_demonstrations_items_and_officers_by_themselves_in_any_spelling()
    {
        await ReviewFixture.Eventually(async () => (await suite.Anybody.ListPublicItemsAsync(new())).Items.Count >= 3);

        var items = (await suite.Anybody.ListPublicItemsAsync(new() { Query = "民用爆炸物品 储存" })).Items;
        Assert.Equal(("CF-0003", "演示市工业和信息化局", "演示市司法局"), (items.Single().Code, items.Single().OrganName, items.Single().ApprovedBy));
        Assert.Contains("演示", items.Single().ApprovalNumber, StringComparison.Ordinal);
        Assert.Empty((await suite.Anybody.ListPublicItemsAsync(new() { On = "2025-12-31" })).Items);

        await ReviewFixture.Eventually(async () => (await suite.Anybody.ListPublicOfficersAsync(new())).Officers.Count >= 10);
        var officers = (await suite.Anybody.ListPublicOfficersAsync(new())).Officers;
        var first = officers.Single(one => one.CertificateNumber == "DEMO-0001");
        Assert.Equal(["DEMO-0001", "DEMO-0002", "DEMO-0003", "DEMO-0004", "DEMO-0005", "DEMO-0006", "DEMO-0007", "DEMO-1001", "DEMO-1002", "DEMO-1003"], officers.Select(one => one.CertificateNumber).Order());
        Assert.Equal(("秦砚秋", "演示市工业和信息化局", "一级主任科员", "演示市"), (first.Name, first.OrganName, first.Title, first.Area));
        Assert.Equal(["陆怀远"], (await suite.Anybody.ListPublicOfficersAsync(new() { Query = "怀远" })).Officers.Select(one => one.Name));
        Assert.Equal(["鲁承平"], (await suite.Anybody.ListPublicOfficersAsync(new() { Query = "demo-1001" })).Officers.Select(one => one.Name));
        foreach (var spelling in new[] { "ＤＥＭＯ－１００１", "demo 1001", "DEMO1001", "1001", "鲁·承平" })
        {
            Assert.Equal(["鲁承平"], (await suite.Anybody.ListPublicOfficersAsync(new() { Query = spelling })).Officers.Select(one => one.Name));
        }

        Assert.Equal(["CF-0003"], (await suite.Anybody.ListPublicItemsAsync(new() { Query = "民用爆炸物品 第49条" })).Items.Select(one => one.Code));
        Assert.Equal(["康令仪", "明若水", "鲁承平"], (await suite.Anybody.ListPublicOfficersAsync(new() { Organ = "pds-yszy" })).Officers.Select(one => one.Name).Order(StringComparer.Ordinal));
        var organs = await suite.Anybody.ListPublicOrgansAsync(new() { PageSize = 1 });
        var others = await suite.Anybody.ListPublicOrgansAsync(new() { PageSize = 1, PageToken = organs.NextPageToken });
        Assert.Equal([("pds-gxj", "演示市工业和信息化局"), ("pds-yszy", "演示市自然资源管理局")], organs.Organs.Concat(others.Organs).Select(one => (one.Code, one.Name)));
        Assert.Empty(others.NextPageToken);
        var page = await suite.Anybody.ListPublicOfficersAsync(new() { PageSize = 6 });
        var rest = await suite.Anybody.ListPublicOfficersAsync(new() { PageSize = 6, PageToken = page.NextPageToken });
        Assert.Equal(officers, page.Officers.Concat(rest.Officers));
        await AreWithoutAnOfficerOnceSuspended();
    }

    [Fact]
    public async Task Carry_an_item_from_its_writer_through_the_opinion_outside_to_the_public_and_its_end()
    {
        var code = $"JC-{Guid.NewGuid():N}"[..10];
        var item = (await suite.Registers(ReviewedCase.LegalLead).AddItemAsync(New(code))).Item;
        Assert.Equal("ITEM_CODE_TAKEN", await ReviewedCase.Refusal(StatusCode.AlreadyExists, () => suite.Registers(DisclosureFixture.Publisher).AddItemAsync(New(code.ToLowerInvariant())).ResponseAsync));
        Assert.Equal("ITEM_WRONG_STAGE", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => Publish(item)));

        item = await Approve(item);
        Assert.Empty(await Public(code));
        item = await Publish(item);
        await ReviewFixture.Eventually(async () => (await Public(code)).Any());

        item = (await suite.Registers(ReviewedCase.LegalLead).ReviseItemAsync(
            new() { ItemId = item.ItemId, Etag = item.Etag, RequestId = ReviewedCase.NewId(), Text = Text("修订后的名称"), EffectiveFrom = "2187-03-01" })).Item;
        item = await Publish(await Approve(item));
        await ReviewFixture.Eventually(async () => (await Public(code, "2187-03-01")).SingleOrDefault()?.Version == 2);
        var before = Assert.Single(await Public(code, "2187-02-28"));
        Assert.Equal((1, "2187-02-28", "某项行政检查"), (before.Version, before.EffectiveTo, before.Name));

        item = (await suite.Registers(DisclosureFixture.Publisher).EndItemAsync(
            new() { ItemId = item.ItemId, Etag = item.Etag, RequestId = ReviewedCase.NewId(), EffectiveTo = "2187-12-31", Reason = "依据已修订" })).Item;
        await ReviewFixture.Eventually(async () => !(await Public(code, "2188-01-01")).Any());
        Assert.Equal("2187-12-31", Assert.Single(await Public(code, "2187-12-31")).EffectiveTo);
        Assert.Equal(item, (await suite.Registers(ReviewedCase.First).GetItemAsync(new() { ItemId = item.ItemId })).Item);
        await ReviewFixture.Eventually(async () => (await suite.Registers(ReviewedCase.First).ListItemsAsync(new() { Stage = ItemStage.Ended })).Items.Any(one => one.Code == code));
    }

    [Fact]
    public async Task Are_kept_by_the_legal_department_and_the_publishers_of_the_organ_alone()
    {
        var item = (await suite.Registers(ReviewedCase.LegalLead).AddItemAsync(New($"QT-{Guid.NewGuid():N}"[..10]))).Item;

        foreach (var attempt in new[] { "lu.chengping", "kang.lingyi", ReviewedCase.First, ReviewedCase.Head }.SelectMany(stranger => Changes(item, stranger)))
        {
            Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(attempt)).StatusCode);
        }

        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => suite.Registers("lu.chengping").GetItemAsync(new() { ItemId = item.ItemId }).ResponseAsync)).StatusCode);
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => suite.Registers(ReviewedCase.First).AddItemAsync(New("CF-9")).ResponseAsync)).StatusCode);
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => Publish(item, ReviewedCase.LegalLead))).StatusCode);
        Assert.DoesNotContain((await suite.Registers("lu.chengping").ListItemsAsync(new())).Items, one => one.Organ != "pds-yszy");
    }

    [Fact]
    public async Task List_nobody_the_day_after_the_certificate_ran_out_though_nothing_told_of_it()
    {
        var officer = new ListPublicOfficersRequest { Organ = "pds-yszy" };

        Assert.NotEmpty((await suite.PublicOn("2030-12-31").ListPublicOfficers(officer, suite.Nobody)).Officers);
        Assert.Empty((await suite.PublicOn("2031-01-01").ListPublicOfficers(officer, suite.Nobody)).Officers);
        Assert.Empty((await suite.PublicOn("2025-12-31").ListPublicOfficers(officer, suite.Nobody)).Officers);
    }

    /// <summary>Behind the list, and in one test with it: tests of one class come in any order.</summary>
    private async Task AreWithoutAnOfficerOnceSuspended()
    {
        var officer = (await suite.People("qiao.anlan").GetPersonAsync(new() { PersonId = suite.IdOf(ReviewedCase.Second) })).Person;
        await suite.People("qiao.anlan").SuspendCertificateAsync(new()
        {
            RequestId = ReviewedCase.NewId(), Etag = officer.Etag, PersonId = officer.PersonId, Number = "DEMO-0002", Kind = SuspensionKind.AnnualReview, From = "2026-02-01", To = "2030-12-31",
        });

        await ReviewFixture.Eventually(async () => (await suite.Anybody.ListPublicOfficersAsync(new() { Query = "陆怀远" })).Officers.Count == 0);
        Assert.Single((await suite.Anybody.ListPublicOfficersAsync(new() { Query = "秦砚秋" })).Officers);
    }

    private IEnumerable<Func<Task>> Changes(Item item, string by) =>
    [
        () => suite.Registers(by).ReviseItemAsync(new() { ItemId = item.ItemId, Etag = item.Etag, RequestId = ReviewedCase.NewId(), Text = Text("名称"), EffectiveFrom = "2187-01-01" }).ResponseAsync,
        () => Approve(item, by),
        () => Publish(item, by),
        () => suite.Registers(by).EndItemAsync(new() { ItemId = item.ItemId, Etag = item.Etag, RequestId = ReviewedCase.NewId(), EffectiveTo = "2187-01-01", Reason = "终止" }).ResponseAsync,
    ];

    private async Task<IReadOnlyList<PublicItem>> Public(string code, string on = "") =>
        [.. (await suite.Anybody.ListPublicItemsAsync(new() { On = on, PageSize = 200 })).Items.Where(one => one.Code == code)];

    private async Task<Item> Approve(Item item, string by = ReviewedCase.LegalLead) => (await suite.Registers(by).RecordItemApprovalAsync(new()
    {
        ItemId = item.ItemId,
        Etag = item.Etag,
        RequestId = ReviewedCase.NewId(),
        Approval = new() { Authority = "演示市司法局", Verdict = ItemVerdict.Approved, Number = "演司审〔2026〕0号", GivenOn = "2026-01-05", Opinion = "同意" },
    })).Item;

    private async Task<Item> Publish(Item item, string by = DisclosureFixture.Publisher) =>
        (await suite.Registers(by).PublishItemAsync(new() { ItemId = item.ItemId, Etag = item.Etag, RequestId = ReviewedCase.NewId() })).Item;

    private static AddItemRequest New(string code) => new() { RequestId = ReviewedCase.NewId(), Code = code, Text = Text("某项行政检查"), EffectiveFrom = "2026-01-01" };

    private static ItemText Text(string name) =>
        new() { Name = name, Kind = EnforcementKind.Inspection, Responsibility = "监督检查", Authority = "现场检查", LegalBasis = "《民用爆炸物品安全管理条例》第四条" };
}
