using System.Collections.Immutable;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel;

/// <summary>A signed head, and the path from one entry to its root.</summary>
/// <param name="Head">Covers the entry.</param>
/// <param name="Path">PATH(index, D[size]) of RFC 6962 section 2.1.1, the leaf's sibling first.</param>
public sealed record EntryProof(SignedHead Head, ImmutableArray<byte[]> Path);

/// <summary>Proves entries of a role's ledger to whoever has its key.</summary>
public sealed class LedgerProofs
{
    private readonly SignedLog _ledger;

    internal LedgerProofs(SignedLog ledger) => _ledger = ledger;

    /// <summary>Public key with which heads are verified, as a C2SP verifier key.</summary>
    public string VerifierKey => _ledger.VerifierKey;

    /// <summary>
    /// The proof of an entry under the public head, the one that anybody is served; null until that head covers it, which takes a minute at most.
    /// Throws <see cref="KernelFaults.LedgerReadOnly"/> where the rollback guard objects, <see cref="KernelFaults.ProofNotReady"/> while tiles are made
    /// again.
    /// </summary>
    public EntryProof? UnderPublicHead(long position)
    {
        var checkpoints = _ledger.Checkpoints ?? throw KernelFaults.LedgerReadOnly.Now();
        return checkpoints.Public is { } head && head.Size > position ? Proof(checkpoints, head, position) : null;
    }

    /// <summary>
    /// The proof of an entry that exists, under the newest signed head; waits until one covers it, which an append brings within a second.
    /// Throws <see cref="KernelFaults.LedgerReadOnly"/> where the rollback guard objects: nothing is signed there.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller stopped waiting.</exception>
    public async Task<EntryProof> Of(long position, CancellationToken ct)
    {
        var checkpoints = _ledger.Checkpoints ?? throw KernelFaults.LedgerReadOnly.Now();
        var head = await checkpoints.WaitFor(position + 1, ct);
        return Proof(checkpoints, head, position);
    }

    /// <summary>No proof leaves that does not verify: a tile that was altered is made again from the entries meanwhile.</summary>
    private EntryProof Proof(CheckpointLog checkpoints, SignedHead head, long position)
    {
        try
        {
            var path = checkpoints.InclusionProof(position, head.Size);
            if (TreeProof.VerifyInclusion(TreeHash.Sha256, position, head.Size, checkpoints.Leaf(position), path, head.Checkpoint.Root))
            {
                return new(head, path);
            }
        }
        catch (TileMissingException)
        {
            // As one that was altered.
        }

        _ledger.DoubtTiles();
        throw KernelFaults.ProofNotReady.Now();
    }
}
