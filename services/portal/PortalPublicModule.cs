using System.Text.Encodings.Web;
using System.Text.Unicode;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EnforcementPlatform.Portal;

/// <summary>
/// The role <c>portal-public</c>: what was published, for everybody. It keeps nothing, has no key, and asks disclosure as any stranger may.
/// </summary>
public sealed class PortalPublicModule : IRole
{
    private static readonly string[] Reading = ["GET", "HEAD"];

    public string Name => ServiceRole.PortalPublic;

    public RolePorts Ports { get; } = new() { Http = 5100 };

    public bool IsAnonymous => true;

    public void Services(IServiceCollection services, PlatformOptions options)
    {
        // Pages leave as Chinese, not as numbered references; what HTML itself needs encoded is encoded whatever the ranges.
        services.TryAddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddSingleton<PublicPages>();
        services.AddSingleton<AskDisclosure>();
        services.AddKeyedSingleton<IRefusalPage>(Name, (provider, _) => provider.GetRequiredService<PublicPages>());
    }

    public void Map(RoleEndpoints endpoints)
    {
        Map("/", SearchDisclosures.Show);
        Map("/disclosures/{id}", ShowDisclosure.Show);
        Map("/disclosures/{id}/proof.json", DownloadProof.Json);
        Map("/disclosures/{id}/entries/{position:long}", DownloadProof.Entry);
        Map("/disclosures/{id}/notices/{position:long}", DownloadProof.Notice);
        Map("/officers", FindOfficers.Show);
        Map("/items", ListItems.Show);
        Map("/procedures", (HttpContext http, PublicPages pages) => pages.Write<ProceduresPage>(http, []));
        Map("/verify", (HttpContext http, PublicPages pages) => pages.Write<VerifyPage>(http, []));
        Map("/docs", (HttpContext http, PublicPages pages) => pages.Write<InterfacesPage>(http, []));
        Map("/sitemap", (HttpContext http, PublicPages pages) => pages.Write<SiteMapPage>(http, []));
        Map("/checkpoint", PublicLog.Checkpoint);
        Map("/tile/{**path}", PublicLog.Tile);
        Map("/robots.txt", PublicAssets.Robots);
        Map("/favicon.ico", PublicAssets.Mark.Write); // asked for by browsers that were not told of the mark, on pages that are no HTML
        foreach (var asset in PublicAssets.All)
        {
            Map(asset.Path, asset.Write);
        }

        void Map(string path, Delegate slice) => endpoints.Http.MapMethods(path, Reading, slice);
    }

    public Task Start(IServiceProvider services, CancellationToken ct) => Task.CompletedTask;
}
