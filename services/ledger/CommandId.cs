using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EnforcementPlatform.Ledger;

/// <summary>
/// The name under which a command may act once. Inputs are length-prefixed (4 bytes, big-endian), so no two lists of
/// inputs can be confused; the id is base64url(SHA-256), first 22 characters (132 bits).
/// </summary>
public static class CommandId
{
    public const int Length = 22;

    /// <summary>Id of a caller's command. A retry by the same principal of the same method with the same UUID is the same command.</summary>
    public static string Of(string principal, string method, Guid requestId) =>
        Over([principal, method, requestId.ToString("D")]);

    /// <summary>Id of what a handler does about one notice: redelivery cannot act twice, and one notice may have many handlers and targets.</summary>
    /// <param name="origin">Origin of the ledger that holds the notice.</param>
    /// <param name="position">Position of the notice's entry.</param>
    /// <param name="part">Index of the notice among the entry's parts.</param>
    /// <param name="handler">Name of the handler, which is API.</param>
    /// <param name="target">What the handler acts on, where it acts on several.</param>
    public static string OfHandler(string origin, long position, int part, string handler, string? target = null)
    {
        var place = position.ToString(CultureInfo.InvariantCulture);
        var index = part.ToString(CultureInfo.InvariantCulture);
        return target is null ? Over([origin, place, index, handler]) : Over([origin, place, index, handler, target]);
    }

    private static string Over(ReadOnlySpan<string> inputs)
    {
        var room = 0;
        foreach (var input in inputs) room += 4 + Encoding.UTF8.GetMaxByteCount(input.Length);
        var buffer = room <= 1024 ? stackalloc byte[1024] : new byte[room];
        var length = 0;
        foreach (var input in inputs)
        {
            var written = Encoding.UTF8.GetBytes(input, buffer[(length + 4)..]);
            BinaryPrimitives.WriteInt32BigEndian(buffer[length..], written);
            length += 4 + written;
        }

        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(buffer[..length], digest);
        Span<char> text = stackalloc char[43];
        Base64Url.EncodeToChars(digest, text);
        return new string(text[..Length]);
    }
}
