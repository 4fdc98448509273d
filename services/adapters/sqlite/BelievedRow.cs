using System.Globalization;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>What the index says of entries, compared with the entries themselves, which must be vouched for.</summary>
internal static class BelievedRow
{
    /// <summary>Head of a stream from a row of <see cref="LedgerSchema.HeadOfStream"/>.</summary>
    /// <exception cref="LedgerDamagedException">The entry is gone, nobody vouched for it, or it does not claim the stream at that version.</exception>
    public static StreamHead Head(Statement row, string stream, RowVouching? rows)
    {
        var (position, version, index) = (row.Long(0), row.Long(1), row.Long(2));
        if (row.IsNull(3))
        {
            throw new LedgerDamagedException($"entry {position}: missing", position: position);
        }

        var (leaf, entry) = EntryIn(row, 3, position, rows);
        return index >= 0 && index < entry.Claims.Length && entry.Claims[(int)index] is var claim && claim.Stream == stream && claim.Version == version
            ? new(version, leaf, entry.At)
            : throw new LedgerDamagedException($"claims row ({stream}, {version}): entry {position} does not say so 索引与记录不符", position: position);
    }

    /// <summary>Position of a command's entry from a row of <see cref="LedgerSchema.EntryOfCommand"/>.</summary>
    /// <exception cref="LedgerDamagedException">Nobody vouched for the entry, or it is of another command.</exception>
    public static long OfCommand(Statement row, string id, RowVouching? rows)
    {
        var position = row.Long(0);
        return EntryIn(row, 1, position, rows).Entry.Id == id
            ? position
            : throw OtherCommand(position);
    }

    /// <summary>What is said of a row whose command id is not that of its entry.</summary>
    public static LedgerDamagedException OtherCommand(long position) =>
        new(string.Create(CultureInfo.InvariantCulture, $"entry {position}: is not of the command that its row names 命令编号与记录不符"), position: position);

    /// <summary>What is said of a tombstone of a part that does not exist, or one that no entry of the ledger can have ordered.</summary>
    public static LedgerDamagedException StrayTombstone(long place)
    {
        var (position, part) = (place / LedgerSchema.PartsPerEntry, place % LedgerSchema.PartsPerEntry);
        return new(string.Create(CultureInfo.InvariantCulture, $"entry {position} part {part}: destroyed before it exists, or by no entry 销毁标记没有对应的内容或者命令"), position: position);
    }

    private static (byte[] Leaf, Entry Entry) EntryIn(Statement row, int first, long position, RowVouching? rows)
    {
        var (bytes, leaf) = (row.Blob(first), row.Blob(first + 1));
        rows?.Require(position, leaf, new(row.Long(first + 2), row.Long(first + 3), row.Blob(first + 4)));
        return Leaf.Hash(bytes).AsSpan().SequenceEqual(leaf)
            ? (leaf, EntryCodec.Decode(bytes))
            : throw new LedgerDamagedException($"entry {position}: bytes 内容被改动", position: position);
    }
}
