using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace EnforcementPlatform.Ledger;

/// <summary>
/// What a log asks a witness (C2SP tlog-witness, <c>add-checkpoint</c>): to cosign a head that only appends to the one it cosigned last.
/// Parsed does not mean believed: the witness judges signature, size and proof.
/// </summary>
/// <param name="Old">Size of the head that the witness cosigned last, as the log knows it; 0 for none.</param>
/// <param name="Proof">PROOF(old, D[size]) of RFC 6962 section 2.1.2; empty for an old size of 0.</param>
/// <param name="Note">The head with the log's signature.</param>
public sealed record AddCheckpoint(long Old, ImmutableArray<byte[]> Proof, Note Note)
{
    /// <summary>A client sends no more proof lines than this; no tree of 63-bit size needs them.</summary>
    public const int MostHashes = 63;

    /// <summary>Longest request in bytes: a note, the proof, the line of the old size.</summary>
    public const int MaxBytes = Note.MaxBytes + ((MostHashes + 1) * 64);

    /// <exception cref="NoteFormatException">Not a request of this form.</exception>
    public static AddCheckpoint Parse(ReadOnlySpan<byte> body)
    {
        var gap = body.IndexOf("\n\n"u8);
        if (gap < 0 || body.Length > MaxBytes) throw new NoteFormatException("the request has no empty line before its note, or is too long");
        var lines = Encoding.UTF8.GetString(body[..gap]).Split('\n');
        if (!lines[0].StartsWith("old ", StringComparison.Ordinal)
            || !long.TryParse(lines[0].AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var old)
            || lines[0][4..] != old.ToString(CultureInfo.InvariantCulture))
            throw new NoteFormatException("the first line of the request is old and a decimal number without leading zeros");
        if (lines.Length - 1 > MostHashes) throw new NoteFormatException($"the request has more than {MostHashes} proof lines");
        return new AddCheckpoint(old, [.. lines.Skip(1).Select(Hash)], Note.Parse(body[(gap + 2)..]));
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    public override string ToString()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"old {Old}\n");
        foreach (var hash in Proof) text.Append(Convert.ToBase64String(hash)).Append('\n');
        return text.Append('\n').Append(Note).ToString();
    }

    private static byte[] Hash(string line) =>
        CanonicalBase64.Decode(line) is { Length: Leaf.Size } hash ? hash : throw new NoteFormatException("a proof line is not base64 of 32 bytes");
}
