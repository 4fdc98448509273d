using System.Globalization;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Signs heads of one log. It MUST NOT sign before it has recomputed, from the stored tiles, that the new head only appends to the last one
/// signed; MUST NOT sign a smaller head; MUST keep the note, by compare-and-set on the last one, before anybody sees it.
/// </summary>
/// <param name="rebuilding">Told before tiles that do not fit are made again from the entries.</param>
internal sealed class CheckpointSigner(LogIdentity identity, LedgerTree tree, ICells cells, Action rebuilding)
{
    /// <summary>Cell of the last signed note of a log.</summary>
    public static string CellOf(string origin) => $"checkpoint/{origin}";

    /// <summary>Heads that others may sign in between before it counts as something else than a race.</summary>
    private const int MostTries = 16;

    /// <summary>
    /// Signs the tree as it stands; the last head again where nothing was appended. A head that another process of this role signed meanwhile is
    /// adopted where this tree, grown to it, has its root: a lost race is no damage.
    /// </summary>
    /// <exception cref="LedgerDamagedException">The tree, made again from the entries, does not lead to the last head.</exception>
    public async Task<SignedHead> Sign(CancellationToken ct)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var cell = await cells.Read(CellOf(identity.Origin), ct);
            var last = cell is null ? null : Opened(cell.Value);
            if (last is not null)
            {
                await tree.GrowTo(last.Size, ct);
                await Require(last, ct);
                if (tree.Size == last.Size)
                {
                    return last;
                }
            }

            var checkpoint = new Checkpoint(identity.Origin, tree.Size, tree.Root());
            var head = new SignedHead(checkpoint, checkpoint.Sign(identity.Signer));
            if (await cells.Set(CellOf(identity.Origin), cell?.Version ?? 0, head.Note.ToBytes(), ct))
            {
                return head;
            }
        }

        throw new IOException($"{identity.Origin}：其他进程不断签署校验点，稍后重试。 Other processes keep signing heads; tried again later.");
    }

    private async Task Require(SignedHead last, CancellationToken ct)
    {
        if (!await tree.Extends(last.Checkpoint, rebuilding, ct))
        {
            throw new LedgerDamagedException(string.Create(
                CultureInfo.InvariantCulture, $"the tree of {tree.Size} entries, made again from the entries, does not extend the head signed at {last.Size}"));
        }
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
