using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel;

/// <summary>What stands beside an entry's bytes and is covered by its tag.</summary>
/// <param name="Claims">Claims of the ledger so far, those of this entry included.</param>
/// <param name="Parts">Parts so far, likewise.</param>
/// <param name="Tag">Over position, leaf and both totals.</param>
public readonly record struct RowTag(long Claims, long Parts, byte[] Tag);

/// <summary>
/// Vouches for rows of one ledger, and tells whether a row was vouched for. An engine MUST make the tag for the position that it assigns, in the
/// same transaction, and MUST hand out no row that is not believed. Messages, all integers big-endian u64: of an entry position, leaf (32 bytes),
/// claims so far, parts so far (56 bytes); of a tombstone position, part, position of the order (24 bytes). For any thread.
/// </summary>
public sealed class RowVouching
{
    private const int EntrySize = 8 + Leaf.Size + 8 + 8;
    private const int TombstoneSize = 24;

    private readonly KeyedTags _tags;
    private ImmutableSortedDictionary<long, ushort> _epochs = ImmutableSortedDictionary<long, ushort>.Empty;

    internal RowVouching(KeyedTags tags) => _tags = tags;

    /// <summary>From a position on, tags of older epochs are refused: whoever holds rows of a history that was given up cannot put them back.</summary>
    public void Began(ushort epoch, long position) =>
        ImmutableInterlocked.Update(ref _epochs, (epochs, began) => epochs.SetItem(began.position, began.epoch), (position, epoch));

    /// <summary>The tag of an entry.</summary>
    public byte[] Vouch(long position, ReadOnlySpan<byte> leaf, long claims, long parts)
    {
        Span<byte> message = stackalloc byte[EntrySize];
        Write(message, position, leaf, claims, parts);
        return _tags.Make(message);
    }

    /// <summary>True when this very entry was appended at this very position by somebody with the key.</summary>
    public bool Believes(long position, ReadOnlySpan<byte> leaf, in RowTag row)
    {
        if (leaf.Length != Leaf.Size || position < 0 || KeyedTags.EpochOf(row.Tag) is not { } epoch || epoch < EpochAt(position))
        {
            return false;
        }

        Span<byte> message = stackalloc byte[EntrySize];
        Write(message, position, leaf, row.Claims, row.Parts);
        return _tags.Holds(row.Tag, message);
    }

    /// <summary>The tag of a tombstone.</summary>
    public byte[] VouchDestroyed(long position, int part, long orderedBy)
    {
        Span<byte> message = stackalloc byte[TombstoneSize];
        Write(message, position, part, orderedBy);
        return _tags.Make(message);
    }

    /// <summary>True when this very tombstone was put there by somebody with the key, and not in a history that was given up before its order.</summary>
    public bool BelievesDestroyed(long position, int part, long orderedBy, ReadOnlySpan<byte> tag)
    {
        if (KeyedTags.EpochOf(tag) is not { } epoch || epoch < EpochAt(orderedBy))
        {
            return false;
        }

        Span<byte> message = stackalloc byte[TombstoneSize];
        Write(message, position, part, orderedBy);
        return _tags.Holds(tag, message);
    }

    /// <summary>Throws where the row is not believed.</summary>
    /// <exception cref="LedgerDamagedException">Names the position.</exception>
    public void Require(long position, ReadOnlySpan<byte> leaf, in RowTag row)
    {
        if (!Believes(position, leaf, row))
        {
            throw Foreign(position);
        }
    }

    /// <summary>What is said of a row that nobody vouched for.</summary>
    public static LedgerDamagedException Foreign(long position) => new(
        string.Create(CultureInfo.InvariantCulture, $"entry {position}: nobody with this installation's key vouched for it 该记录不是本系统写入的，或者已被改动"), position: position);

    private ushort EpochAt(long position)
    {
        ushort epoch = 1;
        foreach (var (from, begun) in _epochs)
        {
            epoch = from <= position && begun > epoch ? begun : epoch;
        }

        return epoch;
    }

    private static void Write(Span<byte> message, long position, ReadOnlySpan<byte> leaf, long claims, long parts)
    {
        BinaryPrimitives.WriteInt64BigEndian(message, position);
        leaf.CopyTo(message[8..]);
        BinaryPrimitives.WriteInt64BigEndian(message[(8 + Leaf.Size)..], claims);
        BinaryPrimitives.WriteInt64BigEndian(message[(16 + Leaf.Size)..], parts);
    }

    private static void Write(Span<byte> message, long position, int part, long orderedBy)
    {
        BinaryPrimitives.WriteInt64BigEndian(message, position);
        BinaryPrimitives.WriteInt64BigEndian(message[8..], part);
        BinaryPrimitives.WriteInt64BigEndian(message[16..], orderedBy);
    }
}
