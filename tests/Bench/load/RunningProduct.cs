using System.Net;
using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Bench.Load;

/// <summary>The product as shipped: all roles in one process, demonstration accounts, ready to answer.</summary>
internal static class RunningProduct
{
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromMinutes(10);

    /// <summary>Roles it plays.</summary>
    public static IReadOnlyList<string> Roles { get; } = [.. Suite.Roles.Select(role => role.Name)];

    /// <summary>Starts it on folders and returns when every role is ready.</summary>
    public static async Task<StartedProduct> Start(ProductFolders folders, CancellationToken ct)
    {
        var product = new StartedProduct(folders, Roles, split: false) { PublicHeadSeconds = 60 };
        try
        {
            await product.Start(ct);
            await WaitUntilReady(product, TimeSpan.FromMilliseconds(100), ct);
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when every role says at its health address that it is ready.</summary>
    public static async Task WaitUntilReady(StartedProduct product, TimeSpan betweenLooks, CancellationToken ct)
    {
        using var http = new HttpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(LongestCatchUp);
        foreach (var role in Roles)
        {
            while (!await IsReady(http, product.HttpOf(role), patience.Token))
            {
                await Task.Delay(betweenLooks, patience.Token);
            }
        }
    }

    /// <summary>CPU time of its process.</summary>
    public static TimeSpan Cpu(StartedProduct product) => product.Processes.Aggregate(TimeSpan.Zero, (sum, process) => sum + ProcessTimes.Of(process.Id));

    /// <summary>Where records answers.</summary>
    public static Uri Records(StartedProduct product) => product.GrpcOf(ServiceRole.Records);

    private static async Task<bool> IsReady(HttpClient http, Uri role, CancellationToken ct)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(role, "/health/ready"), ct);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // nobody listens yet
        }
    }
}
