using System.Buffers;
using System.Collections.Immutable;

namespace EnforcementPlatform.Ledger;

/// <summary>
/// The exact bytes of an entry: one JSON object on one line, keys in a fixed order, no white space. Every entry has one
/// spelling: <see cref="Decode"/> accepts only what <see cref="Encode"/> would have written. README.md gives the table.
/// </summary>
public static class EntryCodec
{
    /// <summary>Longest entry in bytes; it fits the 16-bit length of a tlog-tiles entry bundle.</summary>
    public const int MaxBytes = 16_384;

    /// <summary>Room that a fixed-width write may ask for beyond what it uses.</summary>
    private const int Slack = 32;

    /// <exception cref="EntryFormatException">A value is not allowed, or the entry is too long.</exception>
    public static byte[] Encode(Entry entry)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes + Slack);
        try
        {
            var writer = new EntryWriter(buffer.AsSpan(0, MaxBytes + Slack));
            Write(ref writer, entry);
            if (writer.Length > MaxBytes) throw new EntryFormatException("", $"is longer than {MaxBytes} bytes");
            return buffer.AsSpan(0, writer.Length).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <exception cref="EntryFormatException">The bytes are not exactly one entry in its one spelling.</exception>
    public static Entry Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes) throw new EntryFormatException("", $"is longer than {MaxBytes} bytes");
        return new EntryReader(bytes).Entry();
    }

    private static void Write(ref EntryWriter writer, Entry entry)
    {
        EntryRules.Token(entry.Organ, "o");
        writer.Raw("{\"v\":1,\"o\":"u8);
        writer.Token(entry.Organ);
        EntryRules.Id(entry.Id);
        writer.Raw(",\"id\":"u8);
        writer.Token(entry.Id);
        Claims(ref writer, entry.Claims.AsSpan());
        if (entry.At.Offset != TimeSpan.Zero || entry.At.Ticks % TimeSpan.TicksPerMillisecond != 0)
            throw new EntryFormatException("at", "must be UTC and whole milliseconds");
        writer.Raw(",\"at\":"u8);
        writer.Instant(entry.At);
        EntryRules.By(entry.By);
        writer.Raw(",\"by\":"u8);
        writer.Token(entry.By);
        Types(ref writer, entry.Types.AsSpan(), entry.Claims.Length);
        Parts(ref writer, entry.Parts.AsSpan());
        Media(ref writer, entry.Media.AsSpan());
        Values(ref writer, entry.Values);
        writer.Raw("}"u8);
    }

    private static void Claims(ref EntryWriter writer, ReadOnlySpan<Claim> claims)
    {
        EntryRules.DistinctStreams(claims);
        var open = ",\"c\":[{\"s\":"u8;
        foreach (var claim in claims)
        {
            EntryRules.Claim(claim);
            writer.Raw(open);
            writer.Token(claim.Stream);
            writer.Raw(",\"n\":"u8);
            writer.Number(claim.Version);
            writer.Raw(",\"prev\":"u8);
            writer.Base64(claim.Prev);
            open = "},{\"s\":"u8;
        }

        writer.Raw("}]"u8);
    }

    private static void Types(ref EntryWriter writer, ReadOnlySpan<FactType> types, int claims)
    {
        writer.Raw(",\"typ\":["u8);
        var open = "["u8;
        foreach (var type in types)
        {
            EntryRules.Token(type.Name, "typ");
            EntryRules.ClaimIndex(type.Claim, claims);
            writer.Raw(open);
            writer.Token(type.Name);
            writer.Raw(","u8);
            writer.Number(type.Claim);
            writer.Raw("]"u8);
            open = ",["u8;
        }

        writer.Raw("]"u8);
    }

    private static void Parts(ref EntryWriter writer, ReadOnlySpan<PartDigest> parts)
    {
        writer.Raw(",\"dig\":["u8);
        var open = "{\"p\":"u8;
        foreach (var part in parts)
        {
            EntryRules.Digest(part.Digest, "dig.d");
            EntryRules.Integer(part.Length, "dig.n");
            writer.Raw(open);
            writer.Raw(PartKinds.Json(part.Kind));
            writer.Raw(",\"a\":\"hmac-sha256\",\"d\":"u8);
            writer.Base64(part.Digest);
            writer.Raw(",\"n\":"u8);
            writer.Number(part.Length);
            if (part.Sm3 is not null)
            {
                EntryRules.Digest(part.Sm3, "dig.s");
                writer.Raw(",\"s\":"u8);
                writer.Base64(part.Sm3);
            }

            writer.Raw("}"u8);
            open = ",{\"p\":"u8;
        }

        writer.Raw("]"u8);
    }

    private static void Media(ref EntryWriter writer, ReadOnlySpan<MediaDigest> media)
    {
        writer.Raw(",\"med\":["u8);
        var open = "{\"root\":"u8;
        foreach (var item in media)
        {
            EntryRules.Digest(item.Root, "med.root");
            EntryRules.Digest(item.Sha256, "med.sha256");
            EntryRules.Integer(item.Length, "med.n");
            writer.Raw(open);
            writer.Base64(item.Root);
            writer.Raw(",\"sha256\":"u8);
            writer.Base64(item.Sha256);
            if (item.Sm3 is not null)
            {
                EntryRules.Digest(item.Sm3, "med.sm3");
                writer.Raw(",\"sm3\":"u8);
                writer.Base64(item.Sm3);
            }

            writer.Raw(",\"n\":"u8);
            writer.Number(item.Length);
            writer.Raw("}"u8);
            open = ",{\"root\":"u8;
        }

        writer.Raw("]"u8);
    }

    private static void Values(ref EntryWriter writer, ImmutableSortedDictionary<string, string> values)
    {
        writer.Raw(",\"x\":{"u8);
        string? before = null;
        foreach (var (name, value) in values)
        {
            EntryRules.Ascending(before, name);
            if (before is not null) writer.Raw(","u8);
            writer.Token(name);
            writer.Raw(":"u8);
            writer.Text(value, "x." + name);
            EntryRules.Text(value, "x." + name);
            before = name;
        }

        writer.Raw("}"u8);
    }
}
