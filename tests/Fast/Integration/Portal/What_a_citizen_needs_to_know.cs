using System.Net;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Portal;
using Google.Protobuf;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Portal;

/// <summary>The words that come before the proof: what was decided, where to turn, whether it still stands, and who answers for the site.</summary>
public sealed class What_a_citizen_needs_to_know
{
    private static readonly PublicSiteOptions Site = new()
    {
        Sponsor = "演示市人民政府办公室",
        SiteCode = "4104000001",
        IcpNumber = "豫ICP备00000001号",
        PoliceNumber = "豫公网安备41040000000001号",
        Contact = "演示热线00000000",
        Contacts = new() { ["pds-gxj"] = "演示市工信局法规科11111111" },
        MistakesLink = "https://mistakes.example.cn/",
        CreditRepairLink = "https://credit.example.cn/",
    };

    [Fact]
    public async Task V1_What_was_decided_and_where_to_turn_come_before_the_proof_which_is_folded()
    {
        await using var portal = await PortalFixture.Start(options => options with { PublicSite = Site });
        var published = portal.Publish();

        var page = await portal.Get(AddressOf(published));

        string[] inOrder =
        [
            "演示市工业和信息化局于2026年2月27日作出处罚决定，对虚构化工有限公司第1厂给予警告、罚款50000元。", "2026年3月2日起公示，到2029年2月27日为止。", "主要违法事实",
            "六十日内", "演示市人民政府", "《中华人民共和国行政复议法》第二十条", "六个月内", "演示市示例区人民法院", "《中华人民共和国行政诉讼法》第四十六条",
            "提出异议", "信用修复", "联系方式：演示市工信局法规科11111111", "公示证明", "下载全部证明", "查看证明的各项内容", "叶哈希",
        ];
        var at = 0;
        foreach (var words in inOrder)
        {
            at = page.Text.IndexOf(words, at, StringComparison.Ordinal);
            Assert.True(at >= 0, $"{words}: missing or out of order");
        }

        Assert.Contains("https://credit.example.cn/", page.Links);
        Assert.True(page.Html.IndexOf("<details>", StringComparison.Ordinal) < page.Html.IndexOf("叶哈希", StringComparison.Ordinal));
        Assert.True(page.Html.IndexOf("proof.json", StringComparison.Ordinal) < page.Html.IndexOf("<details>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task V1_Without_a_last_day_or_a_named_court_the_page_says_so_and_leaves_no_gap()
    {
        await using var portal = await PortalFixture.Start();
        var published = portal.Publish(change: one => (one.Decision.PublishUntil, one.Decision.ReconsiderationOrgan, one.Decision.Court) = ("", "", ""));

        var page = await portal.Get(AddressOf(published));

        Assert.Contains("未设定公示截止日期", page.Text);
        Assert.Contains("决定书载明的行政复议机关", page.Text);
        Assert.Contains("决定书载明的人民法院", page.Text);
        Assert.Contains("联系方式：见决定书", page.Text);
    }

    [Fact]
    public async Task V7_An_annulled_decision_is_shown_as_annulled_with_its_text_and_its_proof_until_it_is_withdrawn()
    {
        await using var portal = await PortalFixture.Start();
        var published = portal.Publish();
        portal.Disclosure.Annul(published);

        var page = await portal.Get(AddressOf(published));
        var list = await portal.Get("/");
        var proof = GetDisclosureProofResponse.Parser.ParseJson((await portal.Get($"{AddressOf(published)}/proof.json")).Html);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("该行政处罚决定已于2026年5月5日被撤销", page.Text);
        Assert.DoesNotContain("六十日内", page.Text);
        Assert.DoesNotContain("不要采信", page.Text);
        Assert.Contains("决定已被撤销，正在撤回公示", list.Text);
        Assert.All(proof.Acts, act => Assert.False(act.Notice.IsEmpty));

        portal.Disclosure.Withdraw(published, SamplePublication.Note);
        page = await portal.Get(AddressOf(published));
        proof = GetDisclosureProofResponse.Parser.ParseJson((await portal.Get($"{AddressOf(published)}/proof.json")).Html);
        Assert.Equal(HttpStatusCode.Gone, page.Status);
        Assert.DoesNotContain("不要采信", page.Text);
        Assert.Equal([true, false, false], proof.Acts.Select(act => act.Notice.IsEmpty));
    }

    [Fact]
    public async Task V7_A_mark_that_says_something_else_than_the_page_is_not_believed()
    {
        await using var portal = await PortalFixture.Start();
        var published = portal.Publish();
        portal.Disclosure.Annul(published);
        published.Annulment.AnnulledOn = "2026-05-04";

        Assert.Contains("请不要采信本页", (await portal.Get(AddressOf(published))).Text);
    }

    /// <summary>The flow chart that the notice asks for, as a picture and as a text; it needs no other service.</summary>
    [Fact]
    public async Task The_flow_chart_of_each_procedure_is_shown_and_told()
    {
        await using var portal = await PortalFixture.Start();
        var page = await portal.Get("/procedures");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(ProcedureTable.All.Length, page.Html.Split("<svg ").Length - 1);
        Assert.All(ProcedureTable.All, procedure => Assert.Contains($"aria-label=\"{procedure.Words}流程图\"", page.Html, StringComparison.Ordinal));
        Assert.All(ProcedureTable.All.SelectMany(procedure => procedure.Course), step => Assert.Contains($"<li>{step.ToChinese()}", page.Html, StringComparison.Ordinal));
        Assert.All(ProcedureTable.All.SelectMany(procedure => procedure.Notes), note => Assert.Contains($"<p>{note}</p>", page.Html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task V9_What_a_governments_site_says_of_itself_stands_on_every_page_where_it_is_set()
    {
        await using var portal = await PortalFixture.Start(options => options with { PublicName = "演示市", PublicAddress = "https://gs.example.cn", PublicSite = Site });
        var published = portal.Publish();

        foreach (var path in PublicPage.Sections.Select(section => section.Path).Concat([AddressOf(published), "/docs", "/sitemap", "/nothing"]))
        {
            var page = await portal.Get(path);
            var html = WebUtility.HtmlDecode(page.Html);
            foreach (var words in new[] { "主办单位：演示市人民政府办公室", "联系方式：演示热线00000000", "网站标识码：4104000001", "豫ICP备00000001号", "豫公网安备41040000000001号", "网站地图" })
            {
                Assert.Contains(words, page.Text);
            }

            Assert.Contains("https://mistakes.example.cn/", page.Links);
            Assert.Contains("<meta name=\"SiteName\" content=\"演示市行政执法公示\"", html);
            Assert.Contains("<meta name=\"SiteDomain\" content=\"gs.example.cn\"", html);
            Assert.Contains("<meta name=\"SiteIDCode\" content=\"4104000001\"", html);
        }

        var text = WebUtility.HtmlDecode((await portal.Get(AddressOf(published))).Html);
        Assert.Contains("<meta name=\"ColumnName\" content=\"处罚公示\"", text);
        Assert.Contains("<meta name=\"ArticleTitle\" content=\"演工信罚〔2026〕1号\"", text);
        Assert.Contains("<meta name=\"PubDate\" content=\"2026-03-02 09:30\"", text);
        Assert.Contains("<meta name=\"ContentSource\" content=\"演示市工业和信息化局\"", text);
        Assert.Superset(PublicPage.Sections.Select(section => section.Path).ToHashSet(), (await portal.Get("/sitemap")).Links.ToHashSet());
    }

    [Fact]
    public async Task V9_What_is_not_set_leaves_nothing_behind()
    {
        await using var portal = await PortalFixture.Start();

        var page = await portal.Get("/");

        Assert.DoesNotContain("主办单位", page.Text);
        Assert.DoesNotContain("网站标识码", page.Text);
        Assert.DoesNotContain("我为政府网站找错", page.Text);
        Assert.DoesNotContain("SiteIDCode", page.Html);
        Assert.DoesNotContain("<ul class=\"owner\">", page.Html);
    }

    [Fact]
    public async Task V9_A_site_code_or_a_link_that_is_none_stops_the_start()
    {
        var wrong = Site with { SiteCode = "41", MistakesLink = "mistakes", Sponsor = new('长', 101), Contacts = new() { ["pds-gxj"] = "一\n二" } };

        var stopped = await Assert.ThrowsAsync<SettingsException>(() => PortalFixture.Start(options => options with { PublicSite = wrong }));

        Assert.Equal(
            ["Platform:PublicSite:Contacts:pds-gxj", "Platform:PublicSite:MistakesLink", "Platform:PublicSite:SiteCode", "Platform:PublicSite:Sponsor"],
            stopped.Mistakes.Select(mistake => mistake.Split('：')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task V10_Officers_are_listed_with_the_days_of_their_certificates()
    {
        await using var portal = await PortalFixture.Start();
        portal.Disclosure.Officers.Add(SamplePublication.Officer);

        Assert.Contains("2024年1月1日至2029年12月31日", (await portal.Get("/officers")).Text);
    }

    [Theory]
    [InlineData("/officers?q=无此人", "演示热线00000000")]
    [InlineData("/officers?q=无此人&organ=pds-gxj", "演示市工信局法规科11111111")]
    public async Task V10_Where_nobody_is_found_the_page_says_whom_to_ring(string path, string contact)
    {
        await using var portal = await PortalFixture.Start(options => options with { PublicSite = Site });

        var page = await portal.Get(path);

        Assert.Contains("查不到不等于证件是假的", page.Text);
        Assert.Contains($"核实电话或者地址：{contact}", page.Text);
    }

    private static string AddressOf(PublicDisclosure disclosure) => $"/disclosures/{disclosure.DisclosureId}";
}
