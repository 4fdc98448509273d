namespace EnforcementPlatform.Ledger;

/// <summary>The rows of a ledger that was exported as files. Columns that the bytes repeat are not in an export.</summary>
internal sealed class ExportedLedger(PackageFolder folder) : ILedgerSource
{
    private readonly HashSet<LedgerFault> unreadable = [];

    /// <summary>Files that could not be read as what their path says, once all rows have been asked for.</summary>
    public IEnumerable<LedgerFault> Unreadable => unreadable;

    public IEnumerable<LedgerRow> Entries()
    {
        foreach (var (path, _, bundle, width) in Tiled().Where(file => file.Level is null).OrderBy(file => file.Tile))
        {
            var entries = Cut(path, folder.Read(path), width);
            for (var i = 0; i < entries.Count; i++) yield return new LedgerRow(bundle * Ledger.Tiles.Width + i, entries[i]);
        }
    }

    public IEnumerable<ClaimRow>? Claims() => null;

    public IEnumerable<PartRow> Parts() => PartFiles().Select(file => file.Part).OfType<PartRow>();

    public IEnumerable<DestroyedPartRow> DestroyedParts() => PartFiles().Select(file => file.Destroyed).OfType<DestroyedPartRow>();

    public IEnumerable<TileRow> Tiles()
    {
        foreach (var (path, level, tile, width) in Tiled().Where(file => file.Level is not null))
        {
            var bytes = folder.Read(path);
            if (bytes.Length != width * Leaf.Size) unreadable.Add(new LedgerFault(path, LedgerProblem.Unexpected, $"{bytes.Length} bytes"));
            yield return new TileRow(level!.Value, tile, bytes);
        }
    }

    private IEnumerable<(string Path, int? Level, long Tile, int Width)> Tiled() =>
        folder.Paths.Where(path => path.StartsWith("tile/", StringComparison.Ordinal)).SelectMany(path =>
            TilePath.TryParse(path, out var parsed) ? [(path, parsed.Level, parsed.Tile, parsed.Width)] : Refuse(path));

    /// <summary>All whole entries of a bundle, as many as there are.</summary>
    private List<byte[]> Cut(string path, ReadOnlySpan<byte> rest, int width)
    {
        var entries = new List<byte[]>();
        while (entries.Count < width && EntryBundle.TryNext(ref rest, out var entry)) entries.Add(entry);
        if (entries.Count < width || !rest.IsEmpty) unreadable.Add(new LedgerFault(path, LedgerProblem.Unreadable, $"{entries.Count} of {width} entries"));
        return entries;
    }

    private IEnumerable<(PartRow? Part, DestroyedPartRow? Destroyed)> PartFiles()
    {
        var files = folder.Paths.Where(path => path.StartsWith("parts/", StringComparison.Ordinal))
            .Select(path => (Path: path, Good: PartFile.TryParsePath(path, out var number, out var part), Number: number, Part: part));
        foreach (var (path, good, number, part) in files.OrderBy(file => file.Number).ThenBy(file => file.Part))
        {
            var rows = good ? PartFile.Read(number, part, folder.Read(path)) : default;
            if (rows == default) unreadable.Add(new LedgerFault(path, LedgerProblem.Unreadable));
            yield return rows;
        }
    }

    private (string Path, int? Level, long Tile, int Width)[] Refuse(string path)
    {
        unreadable.Add(new LedgerFault(path, LedgerProblem.Unexpected));
        return [];
    }
}
