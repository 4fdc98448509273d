using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using Google.Protobuf;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

/// <summary>
/// The legal review, asked before a decision. MUST answer from review itself, never from a cache; null means that review says no.
/// Whenever it cannot be asked it MUST throw <see cref="CaseFaults.ReviewUnreachable"/>, and where nobody said whose signature counts
/// <see cref="CaseFaults.ReviewLogUnknown"/>: the gate fails closed (行政处罚法 58).
/// </summary>
internal interface IReviews
{
    /// <summary>What review shows for the draft of a case with this digest.</summary>
    ValueTask<ShownClearance?> FindClearance(string caseId, byte[] draftDigest, CancellationToken ct);
}

/// <summary>
/// Asks the service over gRPC, with the time limit of every call between roles. Whatever goes wrong, and every status it answers, counts as not
/// reached.
/// </summary>
internal sealed class GrpcReviews(Func<ReviewService.ReviewServiceClient> connect, ITrustedLogs logs) : IReviews
{
    public async ValueTask<ShownClearance?> FindClearance(string caseId, byte[] draftDigest, CancellationToken ct) =>
        await Ask(caseId, draftDigest, ct) is { } clearance ? new(clearance, await ReviewLog(ct)) : null;

    private async ValueTask<TrustPolicy> ReviewLog(CancellationToken ct) =>
        await logs.Of(ServiceRole.Review, ct) ?? throw CaseFaults.ReviewLogUnknown.Now();

    private async ValueTask<Clearance?> Ask(string caseId, byte[] draftDigest, CancellationToken ct)
    {
        try
        {
            var request = new FindClearanceRequest { CaseId = caseId, DraftDigest = ByteString.CopyFrom(draftDigest) };
            return (await connect().FindClearanceAsync(request, cancellationToken: ct)).Clearance;
        }
        catch (Exception failure) when (failure is RpcException or HttpRequestException or InvalidOperationException or Fault)
        {
            throw CaseFaults.ReviewUnreachable.Now();
        }
    }
}
