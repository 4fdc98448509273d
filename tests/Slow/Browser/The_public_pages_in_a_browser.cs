using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Story;
using EnforcementPlatform.Tests.Fast.Fakes;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Playwright;
using Xunit;

namespace EnforcementPlatform.Tests.Slow.Browser;

/// <summary>
/// A visitor with a real browser, scripts switched off, on a phone: searches, reads, takes the proof, and finds the note once the decision fell. What
/// is shown is what the people of the story publish and withdraw.
/// </summary>
public class The_public_pages_in_a_browser
{
    private const string Chromium = "/usr/bin/chromium";
    private const string Facts = "工业雷管2600发";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lead_from_the_search_to_the_proof_and_to_the_note_of_the_withdrawal()
    {
        Needs.Tool(File.Exists(Chromium), "chromium is not installed; ./test installs it");
        using var folder = new TemporaryFolder();
        await using var product = new StartedProduct(ProductFolders.In(folder.Path), Command.Roles, split: false);
        await product.Start(Ct);
        using var channels = new RoleChannels(product);
        var seen = new SeenSoFar();
        CallInvoker Anybody(string role) => channels.To(role).Intercept(seen);
        var scene = new Scene(new StoryPrinter(new StringWriter()), seen, folders: null, Anybody, product.PublicPages, Ct);
        var chapters = Story.Chapters(await Cast.SignIn(Anybody, scene.Printer, Ct), []);
        foreach (var chapter in chapters.TakeWhile(one => one is not AnnulmentChapter))
        {
            await chapter.Play(scene);
        }

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
        var visitor = await Visitor.With(browser, product.PublicPages);
        await visitor.Searches(DisclosureChapter.Query);
        await visitor.OpensTheOnlyResult();
        await visitor.Reads(scene.Case.Decision.Number, Facts, "100000元");
        await visitor.WaitsForTheProof();
        await visitor.TakesTheProof(scene.Case.CaseId);

        await chapters.Single(one => one is AnnulmentChapter).Play(scene);
        await visitor.FindsTheNoteInstead("本机关自行纠正", Facts);
        await visitor.Searches(DisclosureChapter.Query);
        await visitor.Reads("没有符合条件的公示");
        Assert.Empty(visitor.Complaints);
    }
}
