using System.Diagnostics;
using System.Globalization;
using EnforcementPlatform.Bench.Report;
using EnforcementPlatform.Bench.Seed;
using EnforcementPlatform.Contracts.Records;
using Grpc.Core;

namespace EnforcementPlatform.Bench.Read;

/// <summary>
/// Reads of cases that this process has not folded yet, one after the other by one caller. The files lie in the page cache of the system, as they
/// do where a server has memory to spare; a cold disk comes on top.
/// </summary>
/// <param name="Ordinary">Milliseconds of cases of five entries, the median.</param>
/// <param name="OfSixty">Milliseconds of cases of sixty entries, the median.</param>
internal sealed record ColdReads(double Ordinary, double OfSixty)
{
    /// <summary>Cases of sixty entries that are read once.</summary>
    public const int Large = 40;

    /// <summary>Cases of five entries that are read once, after as many that warm up the code and not the cases.</summary>
    private const int Small = 200;

    /// <param name="service">Where cases are read.</param>
    /// <param name="handler">Who reads.</param>
    /// <param name="cases">Ordinary ones first; at the end the large ones, of which the last is left alone.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<ColdReads> Measure(CaseService.CaseServiceClient service, Metadata handler, IReadOnlyList<Case> cases, CancellationToken ct)
    {
        var ordinary = cases.Take(Math.Min(2 * Small, cases.Count - Large - 1)).ToArray();
        await MedianOf(ordinary[..(ordinary.Length / 2)]);
        var small = await MedianOf(ordinary[(ordinary.Length / 2)..]);
        return new(small, await MedianOf(cases.Skip(cases.Count - Large - 1).Take(Large)));

        async Task<double> MedianOf(IEnumerable<Case> read)
        {
            var waits = new List<double>();
            foreach (var one in read)
            {
                var began = Stopwatch.GetTimestamp();
                await service.GetCaseAsync(new() { CaseId = one.CaseId }, handler, cancellationToken: ct);
                waits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            return Figures.Median(waits);
        }
    }

    public void Print(Sheet sheet) => sheet.Line(string.Create(
        CultureInfo.InvariantCulture,
        $"不在内存的案件，单个调用者首次读取的中位数：{SeededFolders.OrdinaryEntries}条记录 {Ordinary:0.00} ms，{ReadField.LargeEntries}条记录 {OfSixty:0.00} ms。"));
}
