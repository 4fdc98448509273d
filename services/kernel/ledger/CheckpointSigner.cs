using System.Globalization;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Signs heads of one log. It MUST NOT sign before it has recomputed, from the stored tiles, that the new head only appends to the last one
/// signed; MUST NOT sign a smaller head; MUST keep the note, by compare-and-set on the last one, before anybody sees it.
/// </summary>
internal sealed class CheckpointSigner(LogIdentity identity, LedgerTree tree, ICells cells)
{
    /// <summary>Cell of the last signed note of a log.</summary>
    public static string CellOf(string origin) => $"checkpoint/{origin}";

    /// <summary>Signs the tree as it stands; the last head again where nothing was appended.</summary>
    /// <exception cref="LedgerDamagedException">The tree does not extend the last head, or somebody else signs this log.</exception>
    public async Task<SignedHead> Sign(CancellationToken ct)
    {
        var cell = await cells.Read(CellOf(identity.Origin), ct);
        var last = cell is null ? null : Opened(cell.Value);
        if (last is not null && last.Size == tree.Size && last.Checkpoint.Root.AsSpan().SequenceEqual(tree.Root()))
        {
            return last;
        }

        if (last is not null && (tree.Size <= last.Size || !tree.Extends(last.Checkpoint)))
        {
            throw new LedgerDamagedException(string.Create(
                CultureInfo.InvariantCulture, $"the tree of {tree.Size} entries does not extend the head signed at {last.Size}"));
        }

        var checkpoint = new Checkpoint(identity.Origin, tree.Size, tree.Root());
        var head = new SignedHead(checkpoint, checkpoint.Sign(identity.Signer));
        return await cells.Write(CellOf(identity.Origin), cell?.Version ?? 0, head.Note.ToBytes(), ct)
            ? head
            : throw new LedgerDamagedException($"another process signs heads of {identity.Origin}");
    }

    private SignedHead Opened(byte[] note)
    {
        try
        {
            var verified = identity.Policy.Open(note);
            return new SignedHead(verified.Checkpoint, verified.Note);
        }
        catch (Exception unbelievable) when (unbelievable is NoteFormatException or NoteSignatureException)
        {
            throw new LedgerDamagedException("the last signed head in the cells is not this log's", unbelievable);
        }
    }
}
