using System.Buffers.Text;

namespace EnforcementPlatform.Ledger;

/// <summary>Padded standard base64 (RFC 4648 section 4) in its one spelling: .NET's reader forgives white space and stray bits.</summary>
internal static class CanonicalBase64
{
    /// <summary>The bytes, or null for any other spelling.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        Base64.DecodeFromUtf8(text, bytes, out _, out var length);
        Span<byte> again = Base64.GetMaxEncodedToUtf8Length(length) is var room && room <= 512 ? stackalloc byte[512] : new byte[room];
        Base64.EncodeToUtf8(bytes.AsSpan(0, length), again, out _, out var written);
        return text.SequenceEqual(again[..written]) ? bytes[..length] : null;
    }

    public static byte[]? Decode(string text) => Decode(System.Text.Encoding.UTF8.GetBytes(text));
}
