using System.Collections.Immutable;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Tests.Fast.Fakes;

/// <summary>Cells without a file. They pass the same contract suite as the engines; the steps are virtual so that a twin can break one.</summary>
public class InMemoryCells : ICells
{
    private readonly CellTags tags = new(TestRing.Tags(TagPurpose.Cell), "memory");
    private readonly Lock gate = new();
    private ImmutableSortedDictionary<string, StoredCell> rows = ImmutableSortedDictionary.Create<string, StoredCell>(StringComparer.Ordinal);

    /// <summary>What a power cut would leave: everything that was acknowledged.</summary>
    public virtual InMemoryCells AfterPowerCut() => Opened(rows);

    /// <summary>The same after somebody without the key changed one row, or took it away.</summary>
    public InMemoryCells AfterAlteration(string name, Func<StoredCell, StoredCell?> alter)
    {
        var altered = rows.Remove(name);
        return Opened(alter(rows[name]) is { } row ? altered.SetItem(row.Name, row) : altered);
    }

    public virtual ValueTask<Cell?> Read(string name, CancellationToken ct) => new(CellOf(Believed(name)));

    public virtual Task<bool> Write(string name, long expected, byte[]? value, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (gate)
        {
            var before = Believed(name);
            if (!Fits(CellOf(before)?.Version ?? 0, expected) || (before?.Value is null && value is null))
            {
                return Task.FromResult(false);
            }

            if (before is null && (rows.IsEmpty || CellTags.IsDecisive(name)))
            {
                rows = rows.SetItem(CellTags.Index, tags.IndexWith(rows.GetValueOrDefault(CellTags.Index), CellTags.IsDecisive(name) ? name : null));
            }

            rows = rows.SetItem(name, tags.Row(name, Next(before), value is null ? null : [.. value]));
            return Task.FromResult(true);
        }
    }

    public virtual ValueTask<ImmutableArray<Cell>> List(string prefix, CancellationToken ct)
    {
        var named = CellTags.NamesIn(rows.GetValueOrDefault(CellTags.Index)).Concat(rows.Keys);
        return new([.. named.Where(name => name != CellTags.Index && name.StartsWith(prefix, StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal).Select(Believed).Select(CellOf).OfType<Cell>()]);
    }

    protected virtual bool Fits(long version, long expected) => version == expected;

    protected virtual long Next(StoredCell? before) => (before?.Version ?? 0) + 1;

    protected virtual StoredCell Held(StoredCell row) => tags.Believed(row);

    protected virtual void RequireAbsent(string name) => tags.RequireAbsent(name, CellTags.NamesIn(rows.GetValueOrDefault(CellTags.Index)));

    protected virtual InMemoryCells Again() => (InMemoryCells)Activator.CreateInstance(GetType(), nonPublic: true)!;

    private InMemoryCells Opened(ImmutableSortedDictionary<string, StoredCell> kept)
    {
        var later = Again();
        later.rows = kept;
        tags.Opened(kept.GetValueOrDefault(CellTags.Index), kept.IsEmpty);
        return later;
    }

    private StoredCell? Believed(string name)
    {
        if (rows.GetValueOrDefault(name) is { } row)
        {
            return Held(row);
        }

        RequireAbsent(name);
        return null;
    }

    private static Cell? CellOf(StoredCell? row) => row is { Value: { } value } ? new(row.Name, row.Version, [.. value]) : null;
}
