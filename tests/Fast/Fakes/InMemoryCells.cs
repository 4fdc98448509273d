using System.Collections.Immutable;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Tests.Fast.Fakes;

/// <summary>Cells without a file. They pass the same contract suite as the engines; the steps are virtual so that a twin can break one.</summary>
public class InMemoryCells : ICells
{
    private readonly Lock gate = new();
    private ImmutableSortedDictionary<string, Cell> cells = ImmutableSortedDictionary.Create<string, Cell>(StringComparer.Ordinal);

    /// <summary>What a power cut would leave: everything that was acknowledged.</summary>
    public virtual InMemoryCells AfterPowerCut() => new() { cells = cells };

    public virtual ValueTask<Cell?> Read(string name, CancellationToken ct) =>
        new(cells.GetValueOrDefault(name) is { } cell ? cell with { Value = [.. cell.Value] } : null);

    public virtual Task<bool> Write(string name, long expected, byte[]? value, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (gate)
        {
            var version = cells.GetValueOrDefault(name)?.Version ?? 0;
            if (!Fits(version, expected))
            {
                return Task.FromResult(false);
            }

            cells = value is null ? cells.Remove(name) : cells.SetItem(name, new Cell(name, version + 1, [.. value]));
            return Task.FromResult(true);
        }
    }

    public virtual ValueTask<ImmutableArray<Cell>> List(string prefix, CancellationToken ct) =>
        new([.. cells.Values.Where(cell => cell.Name.StartsWith(prefix, StringComparison.Ordinal))]);

    protected virtual bool Fits(long version, long expected) => version == expected;
}
