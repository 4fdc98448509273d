using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Story;
using EnforcementPlatform.Law;
using EnforcementPlatform.Tests.Fast.Fakes;
using Microsoft.Playwright;
using Xunit;

namespace EnforcementPlatform.Tests.Slow.Browser;

/// <summary>
/// A visitor with a real browser, scripts switched off, on a phone: searches, reads, takes the proof, and finds the note once the decision fell. What
/// is shown is published by the real services.
/// </summary>
public class The_public_pages_in_a_browser
{
    private const string Chromium = "/usr/bin/chromium";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lead_from_the_search_to_the_proof_and_to_the_note_of_the_withdrawal()
    {
        Needs.Tool(File.Exists(Chromium), "chromium is not installed; ./test installs it");
        using var folder = new TemporaryFolder();
        await using var product = new StartedProduct(ProductFolders.In(folder.Path), Command.Roles, split: false);
        await product.Start(Ct);
        var (code, printed) = await Command.Run("story", "--at", string.Join(',', Command.Ledgers.Select(role => $"{role.Name}={product.GrpcOf(role.Name)}")));
        Assert.True(code == CommandLine.Done, printed);
        using var channels = new RoleChannels(product);
        var publication = await Publication.Of(role => channels.To(role).CreateCallInvoker(), Ct);
        await publication.Publish();

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
        var visitor = await Visitor.With(browser, product.HttpOf(ServiceRole.PortalPublic));

        await visitor.Searches("民用爆炸 储存");
        await visitor.OpensTheOnlyResult();
        await visitor.Reads(publication.DocumentNumber, Publication.Facts, "100,000.00元");
        await visitor.WaitsForTheProof();
        await visitor.TakesTheProof(publication.DisclosureId);

        await publication.Withdraw();
        await visitor.FindsTheNoteInstead(Publication.WithdrawalReason, Publication.Facts);
        await visitor.Searches("民用爆炸 储存");
        await visitor.Reads("没有符合条件的公示");
        Assert.Empty(visitor.Complaints);
    }
}
