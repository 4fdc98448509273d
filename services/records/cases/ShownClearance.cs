using System.Text;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Records.Cases;

/// <summary>What review shows for a draft, and whose signature on it counts. Shown does not mean believed.</summary>
/// <param name="Clearance">As review answered.</param>
/// <param name="Log">The keys of the ledger of review, never learned from the answer itself.</param>
internal sealed record ShownClearance(Clearance Clearance, TrustPolicy Log)
{
    /// <summary>
    /// True when a key of <see cref="Log"/> signed the checkpoint, in the name of the origin that the clearance states, and the leaf stands
    /// at the position it states in the tree of that checkpoint (C2SP tlog-proof; RFC 9162 section 2.1.3.2).
    /// </summary>
    public bool IsProven()
    {
        try
        {
            var note = Note.Parse(Encoding.UTF8.GetBytes(Clearance.Checkpoint));
            var proof = new TlogProof(null, Clearance.Position, [.. Clearance.InclusionProof.Select(hash => hash.ToByteArray())], note);
            return proof.Verify(Clearance.LeafHash.ToByteArray(), Log).Checkpoint.Origin == Clearance.Origin;
        }
        catch (Exception unbelievable) when (unbelievable is NoteFormatException or NoteSignatureException)
        {
            return false;
        }
    }
}
