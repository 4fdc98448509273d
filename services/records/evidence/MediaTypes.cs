namespace EnforcementPlatform.Records;

/// <summary>Media types told by the first bytes of a file. What somebody declares is never believed: it decides how a browser treats the bytes.</summary>
internal static class MediaTypes
{
    /// <summary>How many of the first bytes are looked at.</summary>
    public const int Looked = 16;

    private const string Unknown = "application/octet-stream";

    /// <summary>The type, or <c>application/octet-stream</c>.</summary>
    public static string Of(ReadOnlySpan<byte> first)
    {
        if (first.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return "image/jpeg";
        }

        if (first.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return "image/png";
        }

        if (first.StartsWith("%PDF-"u8))
        {
            return "application/pdf";
        }

        return first.Length >= 12 ? OfContainer(first) : Unknown;
    }

    private static string OfContainer(ReadOnlySpan<byte> first)
    {
        if (first[4..].StartsWith("ftyp"u8))
        {
            return "video/mp4";
        }

        if (first.StartsWith("RIFF"u8))
        {
            return first[8..].StartsWith("WAVE"u8) ? "audio/wav" : first[8..].StartsWith("AVI "u8) ? "video/x-msvideo" : Unknown;
        }

        return first.StartsWith("ID3"u8) ? "audio/mpeg" : Unknown;
    }
}
