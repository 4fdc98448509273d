using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace EnforcementPlatform.Tests.Slow.Browser;

/// <summary>Somebody at a phone, without scripts. Collects what the browser complains of: refused by policy, not found, not loaded.</summary>
internal sealed class Visitor
{
    private const int LongestWaitForProof = 75;

    private readonly IPage _page;
    private readonly Uri _site;

    private Visitor(IPage page, Uri site) => (_page, _site) = (page, site);

    public List<string> Complaints { get; } = [];

    public static async Task<Visitor> With(IBrowser browser, Uri site)
    {
        var context = await browser.NewContextAsync(new() { JavaScriptEnabled = false, Locale = "zh-CN", ViewportSize = new() { Width = 390, Height = 844 } });
        var visitor = new Visitor(await context.NewPageAsync(), site);
        visitor._page.RequestFailed += (_, request) => visitor.Complaints.Add($"{request.Url}: {request.Failure}");
        visitor._page.Response += (_, response) =>
        {
            if (response.Status is not (200 or 410))
            {
                visitor.Complaints.Add($"{response.Url}: {response.Status}");
            }
        };
        return visitor;
    }

    public async Task Searches(string words)
    {
        await _page.GotoAsync(_site.ToString());
        await _page.GetByLabel("关键词").FillAsync(words);
        await _page.GetByRole(AriaRole.Button, new() { Name = "查询" }).ClickAsync();
        Assert.Contains("q=", _page.Url);
        await FitsTheScreen();
    }

    public async Task OpensTheOnlyResult()
    {
        var results = _page.Locator(".results > li a");
        Assert.Equal(1, await results.CountAsync());
        await results.ClickAsync();
        await FitsTheScreen();
    }

    public async Task Reads(params string[] texts)
    {
        var shown = await _page.Locator("main").InnerTextAsync();
        Assert.All(texts, text => Assert.Contains(text, shown));
    }

    /// <summary>The public checkpoint moves once a minute.</summary>
    public async Task WaitsForTheProof()
    {
        for (var second = 0; second < LongestWaitForProof && await _page.GetByText("证明将在一分钟内生成").CountAsync() > 0; second++)
        {
            await Task.Delay(1000, TestContext.Current.CancellationToken);
            await _page.ReloadAsync();
        }

        await _page.GetByText("查看证明的各项内容").ClickAsync();
        await Reads("叶哈希", "签名校验点");
        Assert.Equal(0, await _page.GetByText("不要采信").CountAsync());
        await FitsTheScreen();
    }

    public async Task TakesTheProof(string disclosureId)
    {
        var download = await _page.RunAndWaitForDownloadAsync(() => _page.GetByRole(AriaRole.Link, new() { Name = "下载全部证明" }).ClickAsync());
        Assert.Equal($"proof-{disclosureId}.json", download.SuggestedFilename);
        await using var file = await download.CreateReadStreamAsync();
        using var proof = await JsonDocument.ParseAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        Assert.NotEmpty(proof.RootElement.GetProperty("acts").EnumerateArray());
    }

    /// <summary>The same address, some time later.</summary>
    public async Task FindsTheNoteInstead(string reason, string fallen)
    {
        var answer = await _page.ReloadAsync();
        for (var second = 0; second < 10 && answer!.Status != 410; second++)
        {
            await Task.Delay(1000, TestContext.Current.CancellationToken);
            answer = await _page.ReloadAsync();
        }

        Assert.Equal(410, answer!.Status);
        await Reads("该行政处罚决定已撤回公示", reason);
        Assert.DoesNotContain(fallen, await _page.ContentAsync());
        await FitsTheScreen();
    }

    /// <summary>Nothing sticks out sideways on a phone (WCAG 2.1, 1.4.10).</summary>
    private async Task FitsTheScreen()
    {
        await _page.WaitForLoadStateAsync(); // a click returns when the next page begins, which has no element then
        Assert.Equal(0, await _page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }
}
