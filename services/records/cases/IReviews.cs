using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using Google.Protobuf;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

/// <summary>
/// The legal review, asked before a decision. MUST answer from review itself, never from a cache; null means that review says no.
/// Whenever it cannot be asked it MUST throw <see cref="CaseFaults.ReviewUnreachable"/>: the gate fails closed (行政处罚法 58).
/// </summary>
internal interface IReviews
{
    /// <summary>The clearance of the draft with this digest.</summary>
    ValueTask<Clearance?> FindClearance(byte[] draftDigest, CancellationToken ct);
}

/// <summary>Asks the service over gRPC. Whatever goes wrong, and every status it answers, counts as not reached.</summary>
internal sealed class GrpcReviews(Func<ReviewService.ReviewServiceClient> connect, TimeProvider clock) : IReviews
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async ValueTask<Clearance?> FindClearance(byte[] draftDigest, CancellationToken ct)
    {
        try
        {
            var request = new FindClearanceRequest { DraftDigest = ByteString.CopyFrom(draftDigest) };
            var deadline = clock.GetUtcNow().UtcDateTime + Patience;
            return (await connect().FindClearanceAsync(request, deadline: deadline, cancellationToken: ct)).Clearance;
        }
        catch (Exception failure) when (failure is RpcException or HttpRequestException or InvalidOperationException or Fault)
        {
            throw CaseFaults.ReviewUnreachable.Now();
        }
    }
}
