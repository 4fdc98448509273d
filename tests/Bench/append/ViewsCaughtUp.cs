using System.Diagnostics;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host.Product;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace EnforcementPlatform.Bench.Append;

/// <summary>
/// Waits as any client would: what was seen with the last answers goes along with a question to each view, which is answered when the view has
/// seen it too, or refused with UNAVAILABLE after two seconds and asked again.
/// </summary>
internal static class ViewsCaughtUp
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <param name="records">Calls to records.</param>
    /// <param name="signedIn">A handler of the cases.</param>
    /// <param name="cases">The cases last acted on.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task Wait(CallInvoker records, Metadata signedIn, IReadOnlyList<Case> cases, CancellationToken ct)
    {
        var seen = new SeenSoFar();
        var calls = records.Intercept(seen);
        var reading = new CaseService.CaseServiceClient(calls);
        await Task.WhenAll(cases.Select(one => reading.GetCaseAsync(new() { CaseId = one.CaseId }, signedIn, cancellationToken: ct).ResponseAsync));
        await Ask(() => reading.ListCasesAsync(new() { PageSize = 1 }, signedIn, cancellationToken: ct).ResponseAsync);
        await Ask(() => new OrganService.OrganServiceClient(calls).ListOrgansAsync(new() { PageSize = 1 }, signedIn, cancellationToken: ct).ResponseAsync);
    }

    private static async Task Ask<T>(Func<Task<T>> query)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await query();
                return;
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.Unavailable && Stopwatch.GetElapsedTime(began) < Longest)
            {
                // Still behind.
            }
        }
    }
}
