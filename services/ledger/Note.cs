using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace EnforcementPlatform.Ledger;

/// <summary>One signature line: who says to have signed, the id of the key, and the signature behind it.</summary>
public sealed record NoteSignature(string Name, uint KeyId, byte[] Bytes)
{
    /// <summary>When a witness says to have cosigned; null for a line that has not the length of a <c>cosignature/v1</c>. Not verified.</summary>
    public DateTimeOffset? ClaimedTime =>
        Bytes.Length == 8 + Ed25519.SignatureSize && BinaryPrimitives.ReadInt64BigEndian(Bytes) is >= 0 and var seconds && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    public override string ToString()
    {
        var all = new byte[4 + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(all, KeyId);
        Bytes.CopyTo(all, 4);
        return $"— {Name} {Convert.ToBase64String(all)}\n";
    }
}

/// <summary>
/// A C2SP signed note: text ending in a newline, and signatures over it. Parsed does not mean believed; see <see cref="TrustPolicy"/>.
/// </summary>
public sealed record Note(string Text, ImmutableArray<NoteSignature> Signatures)
{
    /// <summary>The specification asks readers to take at least sixteen, and to have a limit.</summary>
    public const int MostSignatures = 16;

    /// <summary>Longest note in bytes.</summary>
    public const int MaxBytes = 65_536;

    private static readonly UTF8Encoding strictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <exception cref="NoteFormatException">Not a signed note.</exception>
    public static Note Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes) throw new NoteFormatException("the note is too long");
        string all;
        try
        {
            all = strictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new NoteFormatException("the note is not UTF-8");
        }

        if (all.Any(c => c < ' ' && c != '\n')) throw new NoteFormatException("the note holds a control character");
        var gap = all.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (gap < 0 || !all.EndsWith('\n') || gap + 2 == all.Length)
            throw new NoteFormatException("the note has no signature lines, or its last line does not end");
        var lines = all[(gap + 2)..^1].Split('\n');
        if (lines.Length > MostSignatures) throw new NoteFormatException($"the note has more than {MostSignatures} signatures");
        return new Note(all[..(gap + 1)], [.. lines.Select(Line)]);
    }

    /// <summary>Adds a signature, or replaces the one of the same key.</summary>
    public Note With(NoteSignature signature) => this with
    {
        Signatures = [.. Signatures.Where(s => (s.Name, s.KeyId) != (signature.Name, signature.KeyId)), signature],
    };

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    public override string ToString() => $"{Text}\n{string.Concat(Signatures)}";

    private static NoteSignature Line(string line)
    {
        var pieces = line.Split(' ');
        if (pieces.Length != 3 || pieces[0] != "—" || !NoteKey.IsName(pieces[1])
            || CanonicalBase64.Decode(pieces[2]) is not { Length: > 4 } bytes)
            throw new NoteFormatException("a signature line is — <name> <base64 of key id and signature>");
        return new NoteSignature(pieces[1], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[4..]);
    }
}
