using System.Buffers.Binary;
using System.Collections.Immutable;

namespace EnforcementPlatform.Ledger;

/// <summary>An entry bundle of C2SP tlog-tiles: each entry behind its length in two bytes, big-endian. At most 256 entries.</summary>
public static class EntryBundle
{
    /// <exception cref="ArgumentException">An entry is longer than 65,535 bytes, or there are more than 256.</exception>
    public static byte[] Write(IReadOnlyCollection<byte[]> entries)
    {
        if (entries.Count > Tiles.Width) throw new ArgumentException("a bundle holds at most 256 entries", nameof(entries));
        var bytes = new byte[entries.Sum(entry => 2 + entry.Length)];
        var at = 0;
        foreach (var entry in entries)
        {
            if (entry.Length > ushort.MaxValue) throw new ArgumentException("an entry is longer than 65,535 bytes", nameof(entries));
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), (ushort)entry.Length);
            entry.CopyTo(bytes, at + 2);
            at += 2 + entry.Length;
        }

        return bytes;
    }

    /// <exception cref="NoteFormatException">The bytes do not divide into exactly <paramref name="count"/> entries.</exception>
    public static ImmutableArray<byte[]> Parse(ReadOnlySpan<byte> bytes, int count)
    {
        var entries = ImmutableArray.CreateBuilder<byte[]>();
        while (entries.Count < count && TryNext(ref bytes, out var entry)) entries.Add(entry);
        if (entries.Count < count) throw new NoteFormatException($"the bundle ends within entry {entries.Count} of {count}");
        if (!bytes.IsEmpty) throw new NoteFormatException($"bytes follow the {count} entries of the bundle");
        return entries.DrainToImmutable();
    }

    /// <summary>Cuts the next entry off <paramref name="rest"/>; false, and nothing cut, where no whole entry is left.</summary>
    internal static bool TryNext(ref ReadOnlySpan<byte> rest, out byte[] entry)
    {
        entry = [];
        if (rest.Length < 2 || BinaryPrimitives.ReadUInt16BigEndian(rest) is var length && rest.Length < 2 + length) return false;
        entry = rest.Slice(2, length).ToArray();
        rest = rest[(2 + length)..];
        return true;
    }
}
