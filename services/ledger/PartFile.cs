using System.Globalization;
using System.Text;

namespace EnforcementPlatform.Ledger;

/// <summary>
/// A part as a file of a package: a few lines of text, an empty line, then the bytes as stored. What public tools need to
/// recompute the commitment can be read with any editor.
/// </summary>
internal static class PartFile
{
    private const string FirstLine = "ep-part@v1";

    /// <summary><c>parts/&lt;N&gt;.&lt;i&gt;</c>: number of the entry in groups of three digits, index of the part.</summary>
    public static string Path(long number, long part) => string.Create(CultureInfo.InvariantCulture, $"parts/{TilePath.Number(number)}.{part}");

    /// <summary>Reads such a path; false for any other spelling.</summary>
    public static bool TryParsePath(string path, out long number, out long part)
    {
        (number, part) = (0, 0);
        var dot = path.LastIndexOf('.');
        if (dot < 6 || !path.StartsWith("parts/", StringComparison.Ordinal)) return false;
        var digits = path[6..dot].Replace("/", "", StringComparison.Ordinal).Replace("x", "", StringComparison.Ordinal);
        return digits.Length < 19
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && long.TryParse(path.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out part)
            && path == Path(number, part);
    }

    public static byte[] Write(PartRow row) =>
    [
        .. Encoding.UTF8.GetBytes(
            $"{FirstLine}\nsalt {Convert.ToBase64String(row.Salt)}\nalgorithm {row.Algorithm}\n"
            + $"key {Convert.ToBase64String(row.Key)}\nnonce {Convert.ToBase64String(row.Nonce)}\n\n"),
        .. row.Bytes,
    ];

    public static byte[] Write(DestroyedPartRow row) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{FirstLine}\ndestroyed-by {row.OrderedBy}\n"));

    /// <summary>One of the two rows; both null if the bytes are neither.</summary>
    public static (PartRow? Part, DestroyedPartRow? Destroyed) Read(long number, long part, ReadOnlySpan<byte> file)
    {
        var gap = file.IndexOf("\n\n"u8);
        var lines = Encoding.UTF8.GetString(gap < 0 ? file : file[..gap]).Split('\n');
        if (lines is [FirstLine, var destroyed, ""] && Value(destroyed, "destroyed-by ") is { } by
            && long.TryParse(by, NumberStyles.None, CultureInfo.InvariantCulture, out var orderedBy))
            return (null, new DestroyedPartRow(number, part, orderedBy));
        if (gap < 0 || lines is not [FirstLine, var salt, var algorithm, var key, var nonce]) return default;
        var bytes = file[(gap + 2)..].ToArray();
        return Base64(salt, "salt ") is { } s && Value(algorithm, "algorithm ") is { } a && Base64(key, "key ") is { } k && Base64(nonce, "nonce ") is { } n
            ? (new PartRow(number, part, s, a, k, n, bytes), null)
            : default;
    }

    private static string? Value(string line, string name) => line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : null;

    private static byte[]? Base64(string line, string name) => Value(line, name) is { } value ? CanonicalBase64.Decode(value) : null;
}
