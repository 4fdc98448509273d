using EnforcementPlatform.Ledger;
using Microsoft.Win32.SafeHandles;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Hash tiles as files <c>tile/&lt;L&gt;/&lt;N&gt;</c> (C2SP tlog-tiles). A tile is one growing file: every partial tile is a prefix of it,
/// so any width is served from it. Tiles can always be made again from the entries.
/// </summary>
public sealed class TileFiles(string directory) : ITileSource
{
    public byte[]? Read(int level, long tile, int width)
    {
        try
        {
            using var file = new FileStream(PathOf(level, tile), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[width * Leaf.Size];
            return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length ? bytes : null;
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes hashes at their places and syncs each file it touched.</summary>
    public void Write(IEnumerable<TileHash> hashes)
    {
        foreach (var tile in hashes.GroupBy(hash => (hash.Level, hash.Tile)))
        {
            var path = PathOf(tile.Key.Level, tile.Key.Tile);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
            WriteRuns(file.SafeFileHandle, [.. tile.OrderBy(hash => hash.Place)]);
            file.Flush(flushToDisk: true);
        }
    }

    /// <summary>Neighbours are written in one go: a busy quarter of a second brings hundreds.</summary>
    private static void WriteRuns(SafeFileHandle file, TileHash[] hashes)
    {
        for (var from = 0; from < hashes.Length;)
        {
            var to = from + 1;
            while (to < hashes.Length && hashes[to].Place == hashes[to - 1].Place + 1)
            {
                to++;
            }

            RandomAccess.Write(file, [.. hashes[from..to].SelectMany(hash => hash.Hash)], (long)hashes[from].Place * Leaf.Size);
            from = to;
        }
    }

    /// <summary>
    /// Removes what lies beyond a tree of the size: hashes of entries that were appended, tiled and not signed before a stop. They are
    /// made again; but a tree MUST never be read beyond what was checked.
    /// </summary>
    public void CutTo(long size)
    {
        foreach (var path in Files(directory))
        {
            var name = Path.GetRelativePath(directory, path).Replace(Path.DirectorySeparatorChar, '/');
            var width = TilePath.TryParse(name, out var parsed) && parsed is { Level: { } level, Width: Tiles.Width }
                ? Tiles.WidthOf(size, level, parsed.Tile)
                : 0;
            if (width == 0)
            {
                File.Delete(path);
            }
            else if (new FileInfo(path).Length > width * Leaf.Size)
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
                file.SetLength(width * Leaf.Size);
            }
        }
    }

    /// <summary>True if every tile of a tree of this size is there in full length.</summary>
    public bool Hold(long size) => Tiles.All(size).All(tile =>
        new FileInfo(PathOf(tile.Level, tile.Tile)) is { Exists: true } file && file.Length >= tile.Width * Leaf.Size);

    /// <summary>
    /// Every tile as it lies there, for verification, in the lengths that it has now: tiles only grow, so what is read later is cut to them. A file
    /// that is no tile is handed over as one that no tree can have, so that the verifier names it.
    /// </summary>
    public static IEnumerable<TileRow> Snapshot(string directory)
    {
        var (tiles, strangers) = (new List<(int Level, long Tile, int Length)>(), new List<string>());
        foreach (var path in Directory.Exists(Path.Combine(directory, "tile")) ? Directory.EnumerateFiles(Path.Combine(directory, "tile"), "*", SearchOption.AllDirectories) : [])
        {
            var name = Path.GetRelativePath(directory, path).Replace(Path.DirectorySeparatorChar, '/');
            if (TilePath.TryParse(name, out var parsed) && parsed is { Level: { } level, Width: Tiles.Width })
            {
                tiles.Add((level, parsed.Tile, (int)Math.Min(new FileInfo(path).Length, int.MaxValue)));
            }
            else
            {
                strangers.Add(path);
            }
        }

        return tiles.Select(tile => new TileRow(tile.Level, tile.Tile, Beginning(Path.Combine(directory, TilePath.Of(tile.Level, tile.Tile)), tile.Length)))
            .Concat(strangers.Select(path => new TileRow(-1, 0, File.ReadAllBytes(path))));
    }

    /// <summary>As many hashes of a tile as are there, at most so many; null where there is no such file.</summary>
    public static byte[]? WhatIsThere(string directory, int level, long tile, int width)
    {
        var path = Path.Combine(directory, TilePath.Of(level, tile));
        return File.Exists(path) ? Beginning(path, width * Leaf.Size) : null;
    }

    private static byte[] Beginning(string path, int length)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[length];
        var read = file.ReadAtLeast(bytes, length, throwOnEndOfStream: false);
        return read == length ? bytes : bytes[..read];
    }

    /// <summary>
    /// Keeps tiles that do not fit the entries under another name, for whoever must find out why, and makes room for new ones. False where there
    /// were none.
    /// </summary>
    public bool SetAside() => KeptAside.Move(Path.Combine(directory, "tile"), "set-aside") is not null;

    /// <summary>An empty place beside these, for tiles that are made again.</summary>
    public TileFiles Beside()
    {
        var place = Path.Combine(directory, "tile-anew");
        if (Directory.Exists(place))
        {
            Directory.Delete(place, recursive: true);
        }

        return new(place);
    }

    /// <summary>Puts tiles from <see cref="Beside"/> in the place of these, which are set aside.</summary>
    public void ExchangeFor(TileFiles anew)
    {
        SetAside();
        Directory.Move(Path.Combine(anew.Folder, "tile"), Path.Combine(directory, "tile"));
        Directory.Delete(anew.Folder);
    }

    private string Folder => directory;

    private static string[] Files(string directory) =>
        Directory.Exists(Path.Combine(directory, "tile")) ? Directory.GetFiles(Path.Combine(directory, "tile"), "*", SearchOption.AllDirectories) : [];

    private string PathOf(int level, long tile) => Path.Combine(directory, TilePath.Of(level, tile));
}
