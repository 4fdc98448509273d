using System.Collections.Immutable;
using System.Globalization;

namespace EnforcementPlatform.Ledger;

/// <summary>
/// The head of a log at one size (C2SP tlog-checkpoint), without extension lines: nobody could audit those.
/// </summary>
/// <param name="Origin">Name of the log, <c>&lt;domain&gt;/&lt;log&gt;</c>.</param>
/// <param name="Size">Number of entries.</param>
/// <param name="Root">MTH of those entries, 32 bytes.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    /// <summary>The text that is signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    /// <exception cref="NoteFormatException">Not a checkpoint of exactly three lines.</exception>
    public static Checkpoint Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length != 4 || lines[3].Length > 0) throw new NoteFormatException("a checkpoint is three lines: origin, size, root");
        if (!NoteKey.IsName(lines[0])) throw new NoteFormatException("the checkpoint's origin is empty or holds a space or a plus");
        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || lines[1] != size.ToString(CultureInfo.InvariantCulture))
            throw new NoteFormatException("the checkpoint's size is not a decimal number without leading zeros");
        if (CanonicalBase64.Decode(lines[2]) is not { Length: Leaf.Size } root)
            throw new NoteFormatException("the checkpoint's root is not base64 of 32 bytes");
        return new Checkpoint(lines[0], size, root);
    }

    /// <summary>
    /// The log signs. It MUST first have verified, from stored tiles, that this head only appends to the last one it signed,
    /// and MUST keep the note before anyone sees it.
    /// </summary>
    public Note Sign(ISigner log) => new(Text, [new NoteKey(Origin, NoteKeyType.Log, log.PublicKey).Sign(log, Text)]);
}

/// <summary>A witness under the name of its key.</summary>
public static class Cosigning
{
    /// <summary>
    /// Adds a <c>cosignature/v1</c>. The witness MUST first have verified the log's signature and the consistency with the largest head
    /// it has cosigned for this origin, and MUST have kept the new size.
    /// </summary>
    public static Note Cosign(this Note note, string name, ISigner witness, DateTimeOffset time) =>
        note.With(new NoteKey(name, NoteKeyType.Witness, witness.PublicKey).Sign(witness, note.Text, time));
}

/// <summary>A checkpoint that a policy accepts.</summary>
/// <param name="Log">The log's key that signed.</param>
/// <param name="Cosignatures">Known witnesses that saw this head, and when; those of the log's own process are not among them.</param>
/// <param name="OwnCosignatures">Known witnesses of the log's own process (<see cref="NoteKey.IsSelf"/>); they count for nothing.</param>
public sealed record VerifiedCheckpoint(
    Checkpoint Checkpoint,
    Note Note,
    NoteKey Log,
    ImmutableArray<(string Witness, DateTimeOffset Time)> Cosignatures,
    ImmutableArray<(string Witness, DateTimeOffset Time)> OwnCosignatures);
