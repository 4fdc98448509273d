using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EnforcementPlatform.Review;

internal sealed partial class ReviewRpcs
{
    /// <summary>Signing follows an append within a second; the caller waits three.</summary>
    private static readonly TimeSpan LongestWaitForSigning = TimeSpan.FromMilliseconds(1500);

    /// <summary>For the service records alone (rights table). From the ledger, never from a view.</summary>
    public override async Task<FindClearanceResponse> FindClearance(FindClearanceRequest request, ServerCallContext context)
    {
        new Check().Id(request.CaseId, "case_id").Digest(request.DraftDigest).ThrowIfAny();
        var state = await reviews.Load(request.CaseId, context.CancellationToken);
        return state.IsCleared && state.Current.IsOf(request.DraftDigest.Span)
            ? new() { Clearance = await Prove(state.Clearance(), context.CancellationToken) }
            : new();
    }

    /// <summary>Adds the signed checkpoint that covers the entry, and the path to its root.</summary>
    private async Task<Clearance> Prove(Clearance clearance, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(LongestWaitForSigning, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            var proof = await proofs.Of(clearance.Position, both.Token);
            clearance.Origin = proof.Head.Checkpoint.Origin;
            clearance.Checkpoint = proof.Head.Note.ToString();
            clearance.InclusionProof.Add(proof.Path.Select(hash => ByteString.CopyFrom(hash)));
            return clearance;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw ReviewFaults.ClearanceNotSigned.Now();
        }
    }
}

internal sealed partial record ReviewState
{
    /// <summary>The pass of the current round, without its proof. Only of a cleared review.</summary>
    public Clearance Clearance()
    {
        var pass = Current.Opinion!;
        return new()
        {
            CaseId = Id,
            DraftDigest = ByteString.CopyFrom(Current.Digest),
            ReviewerId = pass.ReviewerId,
            PassedAt = pass.GivenAt.ToTimestamp(),
            Position = pass.Position,
            LeafHash = ByteString.CopyFrom(pass.Leaf),
            CaseVersion = Current.CaseVersion,
            FileVersion = Current.FileVersion,
        };
    }
}
