using System.Net;
using System.Text.RegularExpressions;
using EnforcementPlatform.Contracts.Disclosure;
using Grpc.Core;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Portal;

/// <summary>The first page: search, filters in the address, pages of results.</summary>
public sealed partial class Searching_what_is_published
{
    [Fact]
    public async Task The_first_page_lists_what_is_published_and_offers_a_form_that_works_without_a_script()
    {
        await using var portal = await PortalFixture.Start();
        var published = portal.Publish();

        var page = await portal.Get("/");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"zh-CN\">", page.Html.ReplaceLineEndings("\n").TrimStart());
        Assert.Contains("<form method=\"get\" action=\"/\" role=\"search\"", page.Html);
        Assert.Contains("<label for=\"q\">关键词</label>", page.Html);
        Assert.Contains("共1条", page.Text);
        Assert.Contains("虚构化工有限公司第1厂：使用国家明令淘汰的用能设备", page.Text);
        Assert.Contains("警告、罚款50000元 演工信罚〔2026〕1号 演示市工业和信息化局 2026年2月27日决定", page.Text);
        Assert.Contains($"/disclosures/{published.DisclosureId}", page.Links);
        Assert.DoesNotContain("<script", page.Html);
    }

    [Fact]
    public async Task The_filters_stand_in_the_address_and_are_asked_for()
    {
        await using var portal = await PortalFixture.Start();

        var page = await portal.Get("/?q=%E8%8A%82%E8%83%BD+%E7%94%B5%E5%8A%A8%E6%9C%BA&organ=pds-gxj&from=2026-01-01&to=2026-03-01");

        var asked = (SearchDisclosuresRequest)portal.Disclosure.Asked[typeof(SearchDisclosuresRequest)];
        Assert.Equal(("节能 电动机", "pds-gxj", "2026-01-01", "2026-03-01"), (asked.Query, asked.Organ, asked.DecidedFrom, asked.DecidedTo));
        Assert.Contains("value=\"节能 电动机\"", page.Html);
        Assert.Contains("value=\"2026-03-01\"", page.Html);
        Assert.Contains("没有符合条件的公示", page.Text);
    }

    [Theory]
    [InlineData("/", "目前还没有公示的行政处罚决定。")]
    [InlineData("/items", "目前还没有公布的执法事项。")]
    [InlineData("/officers", "目前还没有公布的执法人员。")]
    public async Task Nothing_published_is_not_called_a_search_without_a_result(string address, string sentence)
    {
        await using var portal = await PortalFixture.Start();

        Assert.Contains(sentence, (await portal.Get(address)).Text);
        Assert.DoesNotContain("没有符合条件", (await portal.Get(address)).Text);
        Assert.DoesNotContain(sentence, (await portal.Get($"{address}?organ=pds-yszz&q=x")).Text);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/items")]
    [InlineData("/officers")]
    public async Task The_organ_is_chosen_by_its_name_among_those_that_published(string address)
    {
        await using var portal = await PortalFixture.Start();

        var all = await portal.Get(address);
        var chosen = await portal.Get($"{address}?organ=pds-yszz");
        var other = await portal.Get($"{address}?organ=pds-qita");

        Assert.Equal(["", "pds-gxj", "pds-yszy", "pds-yszz"], Options(all.Html));
        Assert.Contains("<option value=\"pds-yszz\" selected>演示市演示组织局</option>", chosen.Html);
        Assert.Equal("pds-qita", Options(other.Html)[^1]);
    }

    [Fact]
    public async Task The_organs_are_asked_for_once_a_minute_and_not_once_a_page()
    {
        var clock = new ShiftedClock();
        await using var portal = await PortalFixture.Start(clock: clock);

        await portal.Get("/");
        portal.Disclosure.Organs.Add(new() { Code = "pds-ysxj", Name = "演示市演示新局" });
        var soon = await portal.Get("/items");
        var askedSoon = portal.Disclosure.OrgansAsked;
        clock.Shift = TimeSpan.FromSeconds(61);
        var later = await portal.Get("/officers");

        Assert.Equal((1, 2), (askedSoon, portal.Disclosure.OrgansAsked));
        Assert.DoesNotContain("pds-ysxj", Options(soon.Html));
        Assert.Contains("pds-ysxj", Options(later.Html));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/items")]
    [InlineData("/officers")]
    public async Task A_page_is_shown_without_the_choice_of_organs_and_with_the_last_known(string address)
    {
        var clock = new ShiftedClock();
        await using var portal = await PortalFixture.Start(clock: clock);
        portal.Disclosure.OrgansFailure = new InvalidOperationException("no organs");

        var without = await portal.Get(address);
        portal.Disclosure.OrgansFailure = null;
        var known = await portal.Get(address);
        clock.Shift = TimeSpan.FromSeconds(61);
        portal.Disclosure.OrgansFailure = new RpcException(new(StatusCode.Unavailable, "gone"));
        var again = await portal.Get(address);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (without.Status, known.Status, again.Status));
        Assert.Contains("全部机关", without.Text, StringComparison.Ordinal);
        Assert.Equal([""], Options(without.Html));
        Assert.Equal(["", "pds-gxj", "pds-yszy", "pds-yszz"], Options(again.Html));
    }

    [Fact]
    public async Task The_links_to_pages_keep_the_search_and_lead_to_the_last_result()
    {
        await using var portal = await PortalFixture.Start();
        for (var number = 1; number <= 45; number++)
        {
            portal.Publish(number);
        }

        var (address, seen) = ("/?q=%E8%99%9A%E6%9E%84", new HashSet<string>());
        for (var number = 1; number <= 3; number++)
        {
            var page = await portal.Get(address);
            Assert.Contains("共45条", page.Text);
            Assert.Contains("value=\"虚构\"", page.Html);
            Assert.Contains($"第{number}页", page.Text);
            seen.UnionWith(page.Links.Where(link => link.StartsWith("/disclosures/", StringComparison.Ordinal)));
            var next = page.Links.FirstOrDefault(link => link.Contains($"page={number + 1}", StringComparison.Ordinal));
            Assert.Equal(number < 3, next is not null);
            address = next ?? address;
        }

        Assert.Equal(45, seen.Count);
    }

    [Theory]
    [InlineData("/?q={long}", "最多100个字")]
    [InlineData("/?q=%01", "含有控制字符")]
    [InlineData("/?from=31.1.2026", "请按“2026-01-31”的格式填写日期")]
    [InlineData("/?from=2026-02-30", "请按“2026-01-31”的格式填写日期")]
    [InlineData("/?from=2026-03-02&to=2026-03-01", "结束日期不能早于开始日期")]
    [InlineData("/?organ=%E5%B7%A5%E4%BF%A1%E5%B1%80", "机关代码只有小写字母、数字和连字符")]
    [InlineData("/?after=forged", "查询条件或者翻页链接已失效")]
    [InlineData("/?after={long}{long}{long}{long}{long}{long}", "查询条件或者翻页链接已失效")]
    [InlineData("/officers?q={long}", "最多50个字")]
    [InlineData("/officers?after=forged", "查询条件或者翻页链接已失效")]
    [InlineData("/items?on=tomorrow", "请按“2026-01-31”的格式填写日期")]
    [InlineData("/items?after=forged", "查询条件或者翻页链接已失效")]
    public async Task What_cannot_be_asked_is_said_beside_the_field(string address, string sentence)
    {
        await using var portal = await PortalFixture.Start();

        var page = await portal.Get(address.Replace("{long}", new string('a', 101), StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains(sentence, page.Text);
        Assert.Contains("role=\"alert\"", page.Html);
    }

    [Fact]
    public async Task V8_All_mistakes_are_named_above_the_form()
    {
        await using var portal = await PortalFixture.Start();

        var page = await portal.Get($"/?q={new string('a', 101)}&from=soon&to=2026-02-30&organ=X");

        var above = page.Html[..page.Html.IndexOf("<form", StringComparison.Ordinal)];
        Assert.Contains("role=\"alert\"", above);
        Assert.All(new[] { "#q\">关键词", "#organ\">机关", "#from\">决定日期，自", "#to\">决定日期，至" }, one => Assert.Contains(one, above));
    }

    [Fact]
    public async Task V8_Two_dates_in_the_wrong_order_are_named_beside_other_mistakes()
    {
        await using var portal = await PortalFixture.Start();

        var page = await portal.Get($"/?q={new string('a', 101)}&from=2026-03-02&to=2026-03-01");

        Assert.Contains("最多100个字", page.Text);
        Assert.Contains("结束日期不能早于开始日期", page.Text);
    }

    [Fact]
    public async Task V14_A_browser_that_asks_for_the_mark_by_its_old_name_gets_it()
    {
        await using var portal = await PortalFixture.Start();

        var mark = await portal.Get("/favicon.ico");

        Assert.Equal((HttpStatusCode.OK, "image/svg+xml"), (mark.Status, mark.Header("Content-Type")));
    }

    [Fact]
    public async Task A_mistake_belongs_to_its_field_for_a_screen_reader_too()
    {
        await using var portal = await PortalFixture.Start();

        var page = await portal.Get("/?from=soon");

        Assert.Matches("<input id=\"from\"[^>]*aria-invalid=\"true\"[^>]*aria-describedby=\"from-mistake\"", page.Html);
        Assert.Contains("<p class=\"mistake\" id=\"from-mistake\">", page.Html);
    }

    /// <summary>U+FFFE, a control, half a surrogate pair and what nobody sees; each was a page of status 500 or none at all.</summary>
    [Theory]
    [InlineData("/?q=%EF%BF%BE", "q")]
    [InlineData("/?q=%01", "q")]
    [InlineData("/?q=%E2%80%8B%E7%94%B2", "q")]
    [InlineData("/items?q=%EF%BF%BE", "q")]
    [InlineData("/officers?q=%EF%BF%BE", "q")]
    [InlineData("/?organ=%EF%BF%BE", "organ")]
    [InlineData("/?from=%EF%BF%BE", "from")]
    public async Task G4_A_text_that_cannot_be_kept_is_a_mistake_of_its_field(string address, string field)
    {
        await using var portal = await PortalFixture.Start();

        var page = await portal.Get(address);

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains($"id=\"{field}-mistake\"", page.Html);
    }

    [Fact]
    public async Task Officers_are_found_by_name_or_number_and_shown_with_the_six_fields()
    {
        await using var portal = await PortalFixture.Start();
        portal.Disclosure.Officers.Add(SamplePublication.Officer);

        var page = await portal.Get("/officers?q=16040012345");
        var none = await portal.Get("/officers?q=%E6%9D%8E");

        Assert.Contains("郑清和 演示市工业和信息化局 四级主任科员 16040012345 行政处罚、行政检查 演示市", page.Text);
        Assert.Contains("没有查到持有效证件的执法人员", none.Text);
    }

    [Fact]
    public async Task Items_are_shown_with_basis_and_approval()
    {
        await using var portal = await PortalFixture.Start();
        portal.Disclosure.Items.Add(SamplePublication.Item);

        var page = await portal.Get("/items?on=2026-02-01");

        Assert.Equal("2026-02-01", ((ListPublicItemsRequest)portal.Disclosure.Asked[typeof(ListPublicItemsRequest)]).On);
        Assert.Contains("2026年2月1日有效的事项", page.Text);
        Assert.Contains("依据 《中华人民共和国节约能源法》第七十一条", page.Text);
        Assert.Contains("2026年1月1日起（第2版）", page.Text);
        Assert.Contains("演示市司法局 演司审〔2025〕8号（2025年12月20日）", page.Text);
    }

    /// <summary>The system's clock, put forward.</summary>
    private sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => GetUtcNow().UtcTicks;
    }

    private static string[] Options(string html) => [.. Option().Matches(html).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("<option value(?:=\"([^\"]*)\")?")]
    private static partial Regex Option();
}
