using System.Buffers.Text;
using System.Text;

namespace EnforcementPlatform.Ledger;

/// <summary>
/// A scanner for the subset of JSON that entries use. It is written by hand because a general reader forgives what two
/// parties may read differently: white space, doubled keys, several spellings of a number, an escape or base64.
/// </summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding strictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int at;

    public void Expect(char c, string key)
    {
        if (at >= bytes.Length) throw new EntryFormatException(key, "the entry is cut off");
        if (bytes[at] != c) throw new EntryFormatException(key, $"expected '{c}' at byte {at}");
        at++;
    }

    public readonly void End()
    {
        if (at != bytes.Length) throw new EntryFormatException("", $"bytes follow the entry at byte {at}");
    }

    /// <summary>The next key MUST be <c>keys[index]</c>; says whether another one is a duplicate, out of order or unknown.</summary>
    public void Key(string[] keys, int index, string path)
    {
        if (TryKey(keys, index)) return;
        if (at >= bytes.Length) throw new EntryFormatException(path + keys[index], "the entry is cut off");
        if (bytes[at] == '}') throw new EntryFormatException(path + keys[index], "is missing");
        if (index > 0) Expect(',', path + keys[index]);
        throw Misplaced(keys, index, path);
    }

    /// <summary>True, and the key read, if the next key is <c>keys[index]</c>.</summary>
    public bool TryKey(string[] keys, int index)
    {
        var key = keys[index];
        var start = index == 0 ? at : at + 1;
        var next = start + key.Length + 3;
        if (next > bytes.Length || (index > 0 && bytes[at] != ',')) return false;
        if (bytes[start] != '"' || bytes[next - 2] != '"' || bytes[next - 1] != ':') return false;
        if (!Ascii.Equals(bytes[(start + 1)..(next - 2)], key)) return false;
        at = next;
        return true;
    }

    public void Close(string[] keys, string path)
    {
        if (at < bytes.Length && bytes[at] == ',')
        {
            at++;
            throw Misplaced(keys, keys.Length, path);
        }

        Expect('}', path.TrimEnd('.'));
    }

    /// <summary>Steps to the next item of an array; false at its end.</summary>
    public bool Item(int read, string key) => Step(']', read, key);

    /// <summary>Steps to the next member of an object; false at its end.</summary>
    public bool Member(int read, string key) => Step('}', read, key);

    /// <summary>A decimal integer from 0 to 2^53-1 in its shortest spelling.</summary>
    public long Number(string key)
    {
        if (!Utf8Parser.TryParse(bytes[at..], out long value, out var used))
            throw new EntryFormatException(key, "must be an integer from 0 to 2^53-1");
        var digits = bytes.Slice(at, used);
        if (digits[0] is (byte)'-' or (byte)'+' || (used > 1 && digits[0] == '0'))
            throw new EntryFormatException(key, "must be an integer without sign and leading zero");
        at += used;
        if (at < bytes.Length && bytes[at] is (byte)'.' or (byte)'e' or (byte)'E')
            throw new EntryFormatException(key, "must be an integer, not a fraction or a power");
        EntryRules.Integer(value, key);
        return value;
    }

    public string Text(string key)
    {
        Expect('"', key);
        var rest = bytes[at..];
        var end = rest.IndexOfAny((byte)'"', (byte)'\\');
        string value;
        if (end >= 0 && rest[end] == '"')
        {
            value = Utf8(rest[..end], key);
            at += end;
        }
        else
        {
            value = EscapedText(key);
        }

        Expect('"', key);
        EntryRules.Text(value, key);
        return value;
    }

    /// <summary>See <see cref="CanonicalBase64"/>.</summary>
    public byte[] Base64(string key)
    {
        Expect('"', key);
        var rest = bytes[at..];
        var end = rest.IndexOf((byte)'"');
        if (end < 0) throw new EntryFormatException(key, "the entry is cut off");
        var value = CanonicalBase64.Decode(rest[..end]) ?? throw new EntryFormatException(key, "must be padded standard base64");
        at += end + 1;
        return value;
    }

    public DateTimeOffset Instant(string key)
    {
        Span<byte> full = stackalloc byte[28];
        if (at + 26 > bytes.Length || bytes[at] != '"' || bytes[at + 24] != 'Z' || bytes[at + 25] != '"') throw NotInstant(key);
        bytes.Slice(at + 1, 23).CopyTo(full);
        "0000Z"u8.CopyTo(full[23..]);
        if (!Utf8Parser.TryParse(full, out DateTime value, out var used, 'O') || used != 28) throw NotInstant(key);
        at += 26;
        return new DateTimeOffset(value.Ticks, TimeSpan.Zero);
    }

    private static EntryFormatException NotInstant(string key) => new(key, "must be like 2026-01-31T08:30:00.000Z");

    private bool Step(char close, int read, string key)
    {
        if (at < bytes.Length && bytes[at] == close)
        {
            at++;
            return false;
        }

        if (read > 0) Expect(',', key);
        return true;
    }

    private EntryFormatException Misplaced(string[] keys, int index, string path)
    {
        Expect('"', index < keys.Length ? path + keys[index] : path.TrimEnd('.'));
        var rest = bytes[at..];
        var end = rest.IndexOf((byte)'"');
        if (end < 0) return new EntryFormatException(path.TrimEnd('.'), "the entry is cut off");
        var name = Encoding.UTF8.GetString(rest[..Math.Min(end, 64)]);
        var place = Array.IndexOf(keys, name);
        return new EntryFormatException(path + name, place < 0 ? "is unknown"
            : place < index ? "is a duplicate or out of order" : $"stands where '{keys[index]}' belongs");
    }

    private string EscapedText(string key)
    {
        var text = new StringBuilder();
        while (true)
        {
            var rest = bytes[at..];
            var stop = rest.IndexOfAny((byte)'"', (byte)'\\');
            if (stop < 0) throw new EntryFormatException(key, "the entry is cut off");
            text.Append(Utf8(rest[..stop], key));
            at += stop;
            if (rest[stop] == '"') return text.ToString();
            text.Append(Escape(rest[stop..], out var used, key));
            at += used;
        }
    }

    /// <summary>Only the escape that the writer would have chosen for the character.</summary>
    private static char Escape(ReadOnlySpan<byte> text, out int used, string key)
    {
        used = 2;
        switch (text.Length > 1 ? (char)text[1] : ' ')
        {
            case '"': return '"';
            case '\\': return '\\';
            case 'b': return '\b';
            case 't': return '\t';
            case 'n': return '\n';
            case 'f': return '\f';
            case 'r': return '\r';
        }

        used = 6;
        if (text.Length >= 6 && text[1] == 'u' && text[2] == '0' && text[3] == '0' && text[4] is (byte)'0' or (byte)'1')
        {
            var low = "0123456789abcdef".IndexOf((char)text[5]);
            var c = (char)((text[4] - '0') * 16 + low);
            if (low >= 0 && c is not ('\b' or '\t' or '\n' or '\f' or '\r')) return c;
        }

        throw new EntryFormatException(key, "holds an escape that JSON does not require");
    }

    private static string Utf8(ReadOnlySpan<byte> text, string key)
    {
        if (text.ContainsAnyInRange((byte)0, (byte)0x1f)) throw new EntryFormatException(key, "holds a bare control character");
        try
        {
            return strictUtf8.GetString(text);
        }
        catch (DecoderFallbackException)
        {
            throw new EntryFormatException(key, "is not well-formed UTF-8");
        }
    }
}
