using System.Globalization;

namespace EnforcementPlatform.Ledger;

/// <summary>Paths of C2SP tlog-tiles. A number is written in groups of three digits, all but the last with an x: 1234067 is x001/x234/067.</summary>
public static class TilePath
{
    /// <summary>Path of a hash tile; <paramref name="width"/> below 256 makes the path of a partial one.</summary>
    public static string Of(int level, long tile, int width = Tiles.Width) =>
        string.Create(CultureInfo.InvariantCulture, $"tile/{level}/{Number(tile)}{Partial(width)}");

    /// <summary>Path of a bundle of 256 entries, or of its first <paramref name="width"/>.</summary>
    public static string OfEntries(long bundle, int width = Tiles.Width) => $"tile/entries/{Number(bundle)}{Partial(width)}";

    /// <summary>Reads a path; level is null for a bundle of entries. False for any other spelling.</summary>
    public static bool TryParse(string path, out (int? Level, long Tile, int Width) parsed)
    {
        parsed = default;
        var pieces = path.Split('/');
        if (pieces.Length < 3 || pieces[0] != "tile") return false;
        int? level = null;
        if (pieces[1] != "entries")
        {
            if (!int.TryParse(pieces[1], NumberStyles.None, CultureInfo.InvariantCulture, out var read) || read > 63) return false;
            level = read;
        }

        var width = Tiles.Width;
        var end = pieces.Length;
        if (pieces[^2].EndsWith(".p", StringComparison.Ordinal))
        {
            if (!int.TryParse(pieces[^1], NumberStyles.None, CultureInfo.InvariantCulture, out width) || width is 0 or >= Tiles.Width) return false;
            end--;
            pieces[^2] = pieces[^2][..^2];
        }

        var digits = string.Concat(pieces[2..end].Select(piece => piece.TrimStart('x')));
        if (digits.Length > 18 || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var tile)) return false;
        parsed = (level, tile, width);
        return path == (level is { } l ? Of(l, tile, width) : OfEntries(tile, width));
    }

    /// <summary>A number in groups of three digits.</summary>
    internal static string Number(long n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        var text = (n % 1000).ToString("000", CultureInfo.InvariantCulture);
        while ((n /= 1000) > 0) text = string.Create(CultureInfo.InvariantCulture, $"x{n % 1000:000}/{text}");
        return text;
    }

    private static string Partial(int width) =>
        width == Tiles.Width ? "" : string.Create(CultureInfo.InvariantCulture, $".p/{width}");
}
