using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace EnforcementPlatform.Ledger;

/// <summary>One entry of a stream for a package: its exact bytes and the parts that may be handed out.</summary>
public sealed record PackagedEntry(byte[] Bytes, ImmutableArray<PartRow> Parts, ImmutableArray<DestroyedPartRow> Destroyed);

/// <summary>
/// Writes packages that the stand-alone verifier reads; README.md gives the layout. It writes what is stored and judges nothing:
/// who may receive which part is decided by the caller, who verifies the package before handing it over.
/// </summary>
public static class PackageWriter
{
    /// <summary>A ledger up to a signed head.</summary>
    /// <param name="folder">A folder that does not exist or is empty.</param>
    /// <param name="checkpoint">The signed note; it says how many entries are exported.</param>
    /// <param name="policy">Text of the trust policy.</param>
    /// <param name="part">What of each part goes along: the row itself, the row opened (algorithm none), or null to leave it out.</param>
    /// <exception cref="IOException">The folder is not empty, or writing failed.</exception>
    public static void WriteLedger(string folder, ILedgerSource source, byte[] checkpoint, string policy, Func<PartRow, PartRow?> part)
    {
        var size = Checkpoint.Parse(Note.Parse(checkpoint).Text).Size;
        RequireEmpty(folder);
        Write(folder, "checkpoint", checkpoint);
        Write(folder, "policy", Encoding.UTF8.GetBytes(policy));
        foreach (var (entries, bundle) in source.Entries().Where(row => row.Position < size).Chunk(Tiles.Width).Select((rows, i) => (rows, i)))
            Write(folder, TilePath.OfEntries(bundle, entries.Length), EntryBundle.Write([.. entries.Select(row => row.Bytes)]));
        foreach (var tile in source.Tiles())
            if (Tiles.WidthOf(size, tile.Level, tile.Tile) is var width and > 0)
                Write(folder, TilePath.Of(tile.Level, tile.Tile, width), tile.Bytes[..(width * Leaf.Size)]);
        foreach (var row in source.Parts().Where(row => row.Position < size))
            if (part(row) is { } handed)
                Write(folder, PartFile.Path(handed.Position, handed.Part), PartFile.Write(handed));
        foreach (var row in source.DestroyedParts().Where(row => row.Position < size))
            Write(folder, PartFile.Path(row.Position, row.Part), PartFile.Write(row));
        PackageFolder.WriteSums(folder);
    }

    /// <summary>A stream, version 1 to its last entry, with the proof of that last entry. Parts are numbered by version here.</summary>
    /// <param name="entries">All entries of the stream in order.</param>
    /// <param name="proof">Inclusion of the last of them.</param>
    /// <exception cref="IOException">The folder is not empty, or writing failed.</exception>
    public static void WriteStream(string folder, string stream, IEnumerable<PackagedEntry> entries, TlogProof proof, string policy)
    {
        RequireEmpty(folder);
        Write(folder, "stream", Encoding.UTF8.GetBytes(stream + "\n"));
        Write(folder, "policy", Encoding.UTF8.GetBytes(policy));
        Write(folder, "proof.tlog-proof", Encoding.UTF8.GetBytes(proof.ToString()));
        long version = 0;
        foreach (var entry in entries)
        {
            Write(folder, ChainPath(++version), entry.Bytes);
            foreach (var part in entry.Parts) Write(folder, PartFile.Path(version, part.Part), PartFile.Write(part));
            foreach (var part in entry.Destroyed) Write(folder, PartFile.Path(version, part.Part), PartFile.Write(part));
        }

        PackageFolder.WriteSums(folder);
    }

    internal static string ChainPath(long version) => string.Create(CultureInfo.InvariantCulture, $"chain/{TilePath.Number(version)}.json");

    private static void RequireEmpty(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw new IOException($"{folder} is not empty");
    }

    private static void Write(string folder, string path, byte[] bytes)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }
}
