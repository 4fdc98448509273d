using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace EnforcementPlatform.Ledger;

/// <summary>
/// A proof that stands alone (C2SP tlog-proof): an entry's index, the path to the root, and the signed checkpoint of that root.
/// </summary>
/// <param name="Extra">Ours holds the entry's command id. It is not proved by anything; the entry's own bytes say it.</param>
/// <param name="Index">Position of the entry.</param>
/// <param name="Path">Inclusion proof, leaf's sibling first.</param>
/// <param name="Checkpoint">The note as published, with its cosignatures.</param>
public sealed record TlogProof(byte[]? Extra, long Index, ImmutableArray<byte[]> Path, Note Checkpoint)
{
    private const string FirstLine = "c2sp.org/tlog-proof@v1";

    /// <summary>Longest proof in bytes: a note and 63 hashes with room to spare.</summary>
    private const int MaxBytes = Note.MaxBytes + 65_536;

    /// <exception cref="NoteFormatException">Not a proof.</exception>
    public static TlogProof Parse(ReadOnlySpan<byte> bytes)
    {
        var head = bytes.IndexOf("\n\n"u8);
        if (head < 0 || bytes.Length > MaxBytes) throw new NoteFormatException("the proof has no checkpoint, or is too long");
        var lines = new Queue<string>(Encoding.UTF8.GetString(bytes[..head]).Split('\n'));
        if (lines.Dequeue() != FirstLine) throw new NoteFormatException($"the first line of a proof is {FirstLine}");
        byte[]? extra = null;
        if (lines.TryPeek(out var line) && line.StartsWith("extra ", StringComparison.Ordinal))
            extra = CanonicalBase64.Decode(lines.Dequeue()[6..]) ?? throw new NoteFormatException("the proof's extra line is not base64");
        if (!lines.TryDequeue(out line) || !line.StartsWith("index ", StringComparison.Ordinal)
            || !long.TryParse(line.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || line[6..] != index.ToString(CultureInfo.InvariantCulture))
            throw new NoteFormatException("the proof has no index line with a decimal number");
        if (lines.Count > 63) throw new NoteFormatException("the proof has more hashes than any tree has levels");
        return new TlogProof(extra, index, [.. lines.Select(Hash)], Note.Parse(bytes[(head + 2)..]));
    }

    public override string ToString()
    {
        var text = new StringBuilder().Append(FirstLine).Append('\n');
        if (Extra is not null) text.Append("extra ").Append(Convert.ToBase64String(Extra)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in Path) text.Append(Convert.ToBase64String(hash)).Append('\n');
        return text.Append('\n').Append(Checkpoint).ToString();
    }

    /// <summary>The believed checkpoint whose tree holds the entry with this leaf hash.</summary>
    /// <exception cref="NoteFormatException">The note is not a checkpoint.</exception>
    /// <exception cref="NoteSignatureException">The checkpoint is not to be believed, or the path does not lead to its root.</exception>
    public VerifiedCheckpoint Verify(byte[] leaf, TrustPolicy policy)
    {
        var opened = policy.Open(Checkpoint.ToBytes());
        var (_, size, root) = opened.Checkpoint;
        return TreeProof.VerifyInclusion(TreeHash.Sha256, Index, size, leaf, Path, root)
            ? opened
            : throw new NoteSignatureException("the path does not lead from the entry to the root of the checkpoint");
    }

    private static byte[] Hash(string line) =>
        CanonicalBase64.Decode(line) is { Length: Leaf.Size } hash ? hash : throw new NoteFormatException("a hash of the proof is not base64 of 32 bytes");
}
