using System.Security.Cryptography;
using EnforcementPlatform.Bench.Load;
using EnforcementPlatform.Bench.Report;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Bench.Append;

/// <summary>CPU time of making a tag and of checking one, in nanoseconds.</summary>
internal readonly record struct TagCost(double Make, double Check);

/// <summary>
/// What tags cost: the product's own operations, called in a loop in this process. So the message is built and has its real size, and a receipt is
/// written out as a header, too. The loop is warm: caches that an act finds cold are not in the figure.
/// </summary>
internal sealed class TagCosts
{
    private const int Calls = 200_000;
    private const int Passes = 3;

    /// <summary>Bytes of a cell: a signed head with its cosignatures.</summary>
    private const int CellSize = 300;

    private readonly TagCost _row;
    private readonly TagCost _receipt;
    private readonly TagCost _cell;

    private TagCosts(VouchRing ring)
    {
        var leaf = RandomNumberGenerator.GetBytes(Leaf.Size);
        var row = new RowTag(2_000_000, 1_000_000, ring.Rows.Vouch(500_000, leaf, 2_000_000, 1_000_000));
        _row = new(
            Nanoseconds(() => ring.Rows.Vouch(500_000, leaf, row.Claims, row.Parts).Length > 0),
            Nanoseconds(() => ring.Rows.Believes(500_000, leaf, row)));
        var receipt = Receipt.Of(ring, 500_000, leaf);
        _receipt = new(Nanoseconds(() => Receipt.Of(ring, 500_000, leaf).ToString().Length > 0), Nanoseconds(() => receipt.IsOf(ring)));
        var cells = new CellTags(ring.For(TagPurpose.Cell), "bench");
        var (name, value) = ($"checkpoint/{ring.Origin}", RandomNumberGenerator.GetBytes(CellSize));
        var cell = cells.Row(name, 1, value);
        _cell = new(Nanoseconds(() => cells.Row(name, 1, value).Tag.Length > 0), Nanoseconds(() => cells.Believed(cell) == cell));
    }

    /// <summary>Measures with a ring of its own.</summary>
    /// <param name="keys">A folder for it.</param>
    public static TagCosts Measure(string keys)
    {
        Directory.CreateDirectory(keys);
        return new(VouchRing.ReadOrMake(keys, "bench", "ep.example.cn/bench/0123456789ab"));
    }

    /// <summary>Of a purpose. Whatever is tagged more rarely is taken for a cell.</summary>
    public TagCost Of(string purpose) => purpose switch
    {
        TagPurpose.Row => _row,
        TagPurpose.Receipt => _receipt,
        _ => _cell,
    };

    /// <summary>CPU time of a call: the median of some passes, after one that warms up.</summary>
    private static double Nanoseconds(Func<bool> call)
    {
        Pass(call);
        return Figures.Median(Enumerable.Range(0, Passes).Select(_ => Pass(call)).ToArray());
    }

    private static double Pass(Func<bool> call)
    {
        var before = ProcessTimes.Own();
        for (var calls = 0; calls < Calls; calls++)
        {
            if (!call())
            {
                throw new InvalidOperationException("a tag of the bench does not hold");
            }
        }

        return (ProcessTimes.Own() - before).TotalNanoseconds / Calls;
    }
}
