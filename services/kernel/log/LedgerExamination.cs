using System.Collections.Immutable;
using EnforcementPlatform.Kernel.Facts;

namespace EnforcementPlatform.Kernel;

/// <summary>A loss that a ledger states of itself.</summary>
/// <param name="Kept">Entries that it kept: positions from here on were given anew.</param>
/// <param name="Known">Entries that were known before.</param>
/// <param name="At">When it was stated.</param>
/// <param name="History">Name of the history behind it (<see cref="HistoryFrom"/>).</param>
public sealed record KnownLoss(long Kept, long Known, DateTimeOffset At, string History)
{
    /// <summary>Name of the history that begins with an entry, by its leaf.</summary>
    public static string HistoryFrom(byte[] leaf) => Convert.ToHexStringLower(leaf);

    /// <summary>True for a position of the history that is lost; the history behind it has given it anew, or will.</summary>
    public bool Covers(long position) => Kept <= position && position < Known;
}

/// <summary>A stopped ledger looked at as its next start would look at it, by the same guard. Nothing is written.</summary>
public static class LedgerExamination
{
    /// <summary>Tells the ring which epochs the ledger began, as far as its entries are believed.</summary>
    public static async Task Learn(ILedgerStore store, EntryDecoder decoder, VouchRing ring, CancellationToken ct)
    {
        try
        {
            await VouchingEpochs.Learn(store, decoder, ring.Rows, ct);
        }
        catch (LedgerDamagedException)
        {
            // What was begun before the damage is known; the damage itself is found below, or among the foreign rows.
        }
    }

    /// <summary>What the ledger itself states as lost, oldest statement first.</summary>
    /// <exception cref="LedgerDamagedException">The statements cannot be read.</exception>
    public static async Task<ImmutableArray<KnownLoss>> Losses(IEntries entries, CancellationToken ct)
    {
        var losses = ImmutableArray.CreateBuilder<KnownLoss>();
        foreach (var (entry, loss) in await VouchingEpochs.Losses(entries, ct))
        {
            // The entry at that position is of the new history: at the latest the statement itself.
            var first = (await entries.ReadFrom(loss.Kept, 1, ct)).FirstOrDefault() ?? throw new LedgerDamagedException("stated loss", position: loss.Kept);
            losses.Add(new(loss.Kept, loss.Known, entry.Entry.At, KnownLoss.HistoryFrom(first.Leaf)));
        }

        return losses.DrainToImmutable();
    }

    /// <summary>The newest head that the cells hold; null without one that can be read.</summary>
    public static async Task<byte[]?> Signed(LedgerFiles files, LogIdentity identity, CancellationToken ct) =>
        (await SignedLog.SignedLast(files.Cells, identity, ct)).Note;

    /// <summary>What the guard would object to, for people; empty where the ledger would take appends.</summary>
    /// <param name="files">The opened ledger.</param>
    /// <param name="identity">Who the log is.</param>
    /// <param name="placed">What lies beside it.</param>
    /// <param name="aside">Files with heads that two persons may set aside: not looked at.</param>
    /// <param name="foreignFrom">First of the rows at the end that nobody vouched for, which are to be taken out; null without any.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<ImmutableArray<string>> Objections(
        LedgerFiles files, LogIdentity identity, SignedLogOptions placed, IReadOnlySet<string> aside, long? foreignFrom, CancellationToken ct)
    {
        var (signed, damage) = await SignedLog.SignedLast(files.Cells, identity, ct);
        if (damage is not null)
        {
            return RollbackGuard.FindingOf(RollbackGuard.Damaged(damage));
        }

        if (signed is null && await files.Store.ReadFrom(0, 1, ct) is { IsEmpty: false })
        {
            return [$"账本 {identity.Origin} 已有记录，但单元文件中没有已签名校验点：单元文件（cells.db）缺失、为空或不属于本账本。"];
        }

        var known = SignedLog.Known(identity, placed, new Anchors(placed.AnchorDirectory), signed).Where(one => !aside.Contains(one.Source)).ToArray();
        try
        {
            var verdict = foreignFrom is { } end
                ? await WithoutForeign(files, identity, known, end, ct)
                : (await SignedLog.Look(files.Store, files.Cells, identity, known, ct)).Verdict;
            return RollbackGuard.FindingOf(verdict.MayAppend && signed is not null ? await RollbackGuard.CheckCell(identity, files.Store, signed, ct) : verdict);
        }
        catch (LedgerDamagedException damaged)
        {
            return RollbackGuard.FindingOf(RollbackGuard.Damaged(identity, damaged));
        }
        catch (CellDamagedException damaged)
        {
            return RollbackGuard.FindingOf(RollbackGuard.Damaged(damaged));
        }
    }

    /// <summary>Totals are compared once the foreign rows are gone; where the ledger then ends is known already.</summary>
    private static async Task<RollbackVerdict> WithoutForeign(
        LedgerFiles files, LogIdentity identity, IEnumerable<(string Source, byte[] Note)> known, long end, CancellationToken ct)
    {
        await CleanStop.Check(files.Cells, identity.Origin, end, ct);
        return RollbackGuard.CheckSizes(identity, end, known);
    }
}
