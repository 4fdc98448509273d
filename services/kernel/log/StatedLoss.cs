using System.Text.Json;
using EnforcementPlatform.Kernel.Facts;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// What two persons stated of a ledger whose newest entries cannot be had back (<c>enforce recover</c>). It waits beside the anchors until the
/// ledger opens the next time, and becomes part of the entry that begins the new epoch of vouching.
/// </summary>
/// <param name="PersonIds">The two persons.</param>
/// <param name="Kept">Entries that the ledger has: positions from here on are given anew.</param>
/// <param name="Known">Entries that were known to have been signed; equal to <paramref name="Kept"/> where only foreign rows were taken out.</param>
/// <param name="Note">The signed head that proves so; empty without one.</param>
/// <param name="Quarantine">Name of the file that holds the foreign rows, and its SHA-256; empty without any.</param>
public sealed record StatedLoss(IReadOnlyList<string> PersonIds, long Kept, long Known, byte[] Note, string Quarantine)
{
    /// <summary>Puts it down for the next start, with a tag of the role's ring: nobody without the key states a loss.</summary>
    public void Keep(string anchors, string origin, VouchRing ring)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(this);
        DurableFile.Replace(PathIn(anchors, origin), [.. ring.For(TagPurpose.Journal).Make(bytes), .. bytes]);
    }

    /// <summary>What waits for a log; null without anything, and for what the ring does not vouch for.</summary>
    internal static StatedLoss? Read(string anchors, string origin, VouchRing ring)
    {
        if (DurableFile.Read(PathIn(anchors, origin)) is not { Length: > KeyedTags.Size } kept)
        {
            return null;
        }

        var bytes = kept.AsSpan(KeyedTags.Size);
        return ring.For(TagPurpose.Journal).Holds(kept.AsSpan(0, KeyedTags.Size), bytes) ? JsonSerializer.Deserialize<StatedLoss>(bytes) : null;
    }

    /// <summary>True where the ledger says it itself, with the same persons, sizes and head.</summary>
    internal bool IsIn(LossStated entered) =>
        entered.PersonIds.SequenceEqual(PersonIds) && entered.Kept == Kept && entered.Known == Known && entered.Note.Span.SequenceEqual(Note) && entered.Quarantine == Quarantine;

    /// <summary>Takes it away. To be called only when an entry holds it (<see cref="IsIn"/>).</summary>
    internal static void Entered(string anchors, string origin) => File.Delete(PathIn(anchors, origin));

    /// <summary>Keeps a statement that the ring does not vouch for under another name, where people find it: that name, or null where none lies there.</summary>
    internal static string? SetAside(string anchors, string origin) => KeptAside.Move(PathIn(anchors, origin), "altered");

    private static string PathIn(string anchors, string origin) => Path.Combine(anchors, Uri.EscapeDataString(origin) + ".loss");
}
