using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// What the caller of an act is handed beside <c>ep-after</c>: this installation promised to keep the entry with this leaf at this position. A promise
/// from the moment of the answer on, when no head is signed over the entry yet; the proof by <c>GetProof</c> comes a second later and is the signature.
/// Written <c>1.&lt;origin&gt;.&lt;position&gt;.&lt;leaf&gt;.&lt;epoch&gt;.&lt;tag&gt;</c>, leaf and tag in base64url without padding.
/// </summary>
/// <remarks>
/// The tag is made over position and leaf; the leaf binds the command id, which the entry's bytes hold. So a receipt can be checked when the entry itself
/// is gone, which is what it is kept for.
/// </remarks>
/// <param name="Origin">Name of the log.</param>
/// <param name="Position">Position of the entry.</param>
/// <param name="Leaf">Its leaf hash.</param>
/// <param name="Tag">A tag of purpose <see cref="TagPurpose.Receipt"/>.</param>
public sealed record Receipt(string Origin, long Position, byte[] Leaf, byte[] Tag)
{
    /// <summary>Header name, over gRPC and HTTP alike.</summary>
    public const string Header = "ep-receipt";

    private const string Version = "1";
    private const int TagHead = 3;

    /// <summary>The receipt of an entry.</summary>
    public static Receipt Of(VouchRing ring, long position, byte[] leaf) => new(ring.Origin, position, leaf, ring.For(TagPurpose.Receipt).Make(Message(position, leaf)));

    /// <summary>True where a key of the ring made it.</summary>
    public bool IsOf(VouchRing ring) => ring.Origin == Origin && ring.For(TagPurpose.Receipt).Holds(Tag, Message(Position, Leaf));

    /// <summary>Reads one; null for anything else. An origin may hold dots, the fields behind it hold none.</summary>
    public static Receipt? Parse(string text)
    {
        var fields = text.Trim().Split('.');
        if (fields.Length < 6 || fields[0] != Version
            || !long.TryParse(fields[^4], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            || !ushort.TryParse(fields[^2], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            || !Base64Url.IsValid(fields[^3]) || !Base64Url.IsValid(fields[^1]))
        {
            return null;
        }

        var (leaf, mac) = (Base64Url.DecodeFromChars(fields[^3]), Base64Url.DecodeFromChars(fields[^1]));
        var tag = new byte[TagHead + mac.Length];
        tag[0] = KeyedTags.HmacSha256;
        BinaryPrimitives.WriteUInt16BigEndian(tag.AsSpan(1), epoch);
        mac.CopyTo(tag, TagHead);
        return leaf.Length == EnforcementPlatform.Ledger.Leaf.Size && tag.Length == KeyedTags.Size
            ? new(string.Join('.', fields[1..^4]), position, leaf, tag)
            : null;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Version}.{Origin}.{Position}.{Base64Url.EncodeToString(Leaf)}.{KeyedTags.EpochOf(Tag)}.{Base64Url.EncodeToString(Tag.AsSpan(TagHead))}");

    private static byte[] Message(long position, byte[] leaf)
    {
        var message = new byte[sizeof(long) + leaf.Length];
        BinaryPrimitives.WriteInt64BigEndian(message, position);
        leaf.CopyTo(message, sizeof(long));
        return message;
    }
}
