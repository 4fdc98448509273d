using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace EnforcementPlatform.Ledger;

/// <summary>Writes JSON tokens into a fixed span; a value that no longer fits is refused, which is the size limit of an entry.</summary>
internal ref struct EntryWriter(Span<byte> target)
{
    private static readonly SearchValues<char> mustEscape = SearchValues.Create(
        string.Concat(Enumerable.Range(0, 0x20).Select(c => (char)c)) + "\"\\");

    private readonly Span<byte> target = target;

    public int Length { get; private set; }

    public void Raw(scoped ReadOnlySpan<byte> json)
    {
        json.CopyTo(Room(json.Length));
        Length += json.Length;
    }

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out var written);
        Length += written;
    }

    /// <summary>A string known to be ASCII and to need no escape.</summary>
    public void Token(string value)
    {
        var room = Room(value.Length + 2);
        room[0] = (byte)'"';
        Ascii.FromUtf16(value, room[1..], out _);
        room[value.Length + 1] = (byte)'"';
        Length += value.Length + 2;
    }

    public void Base64(ReadOnlySpan<byte> value)
    {
        var length = System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(value.Length);
        var room = Room(length + 2);
        room[0] = (byte)'"';
        System.Buffers.Text.Base64.EncodeToUtf8(value, room[1..], out _, out _);
        room[length + 1] = (byte)'"';
        Length += length + 2;
    }

    /// <summary>RFC 3339, UTC, three decimals: 24 characters.</summary>
    public void Instant(DateTimeOffset value)
    {
        var room = Room(30);
        room[0] = (byte)'"';
        value.UtcDateTime.TryFormat(room[1..], out _, "O", CultureInfo.InvariantCulture);
        "Z\""u8.CopyTo(room[24..]);
        Length += 26;
    }

    /// <summary>Any text, with only the escapes that JSON requires (RFC 8259 section 7), in the spelling of RFC 8785.</summary>
    public void Text(ReadOnlySpan<char> value, string key)
    {
        Raw("\""u8);
        int plain;
        while ((plain = value.IndexOfAny(mustEscape)) >= 0)
        {
            Plain(value[..plain], key);
            Escape(value[plain]);
            value = value[(plain + 1)..];
        }

        Plain(value, key);
        Raw("\""u8);
    }

    private void Plain(ReadOnlySpan<char> value, string key)
    {
        var status = Utf8.FromUtf16(value, target[Length..], out _, out var written, replaceInvalidSequences: false);
        if (status == OperationStatus.DestinationTooSmall) throw TooLong();
        if (status != OperationStatus.Done) throw new EntryFormatException(key, "is not well-formed Unicode");
        Length += written;
    }

    private void Escape(char c)
    {
        switch (c)
        {
            case '"': Raw("\\\""u8); break;
            case '\\': Raw("\\\\"u8); break;
            case '\b': Raw("\\b"u8); break;
            case '\t': Raw("\\t"u8); break;
            case '\n': Raw("\\n"u8); break;
            case '\f': Raw("\\f"u8); break;
            case '\r': Raw("\\r"u8); break;
            default:
                Raw("\\u00"u8);
                Raw([(byte)(c < 0x10 ? '0' : '1'), (byte)"0123456789abcdef"[c & 15]]);
                break;
        }
    }

    private readonly Span<byte> Room(int bytes) =>
        target.Length - Length >= bytes ? target[Length..] : throw TooLong();

    private static EntryFormatException TooLong() => new("", $"is longer than {EntryCodec.MaxBytes} bytes");
}
