using System.Globalization;
using System.Text;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The cell that says where a ledger ended when its only writer stopped cleanly. It is there only between a clean stop and the next start: entries
/// beyond it were put there by nobody, and entries missing below it were taken away.
/// </summary>
internal static class CleanStop
{
    /// <exception cref="LedgerDamagedException">The ledger ends elsewhere.</exception>
    public static async Task Check(ICells cells, string origin, long head, CancellationToken ct)
    {
        if (await cells.Read(CellOf(origin), ct) is { } cell && Encoding.ASCII.GetString(cell.Value) is var ended && ended != Text(head))
        {
            throw new LedgerDamagedException(
                $"entry {(long.TryParse(ended, NumberStyles.None, CultureInfo.InvariantCulture, out var end) ? Math.Min(end, head) : head)}: the ledger ended at {ended} when it was stopped, and has {Text(head)} entries now 停止运行时为 {ended} 条，现为 {Text(head)} 条");
        }
    }

    /// <summary>From now on the ledger may grow without this being said.</summary>
    public static async Task Begin(ICells cells, string origin, CancellationToken ct)
    {
        if (await cells.Read(CellOf(origin), ct) is { } cell)
        {
            await cells.Write(CellOf(origin), cell.Version, null, ct);
        }
    }

    /// <summary>The writer has stopped.</summary>
    public static async Task Tell(ICells cells, string origin, long head)
    {
        var version = (await cells.Read(CellOf(origin), CancellationToken.None))?.Version ?? 0;
        await cells.Write(CellOf(origin), version, Encoding.ASCII.GetBytes(Text(head)), CancellationToken.None);
    }

    private static string CellOf(string origin) => $"ended/{origin}";

    private static string Text(long head) => head.ToString(CultureInfo.InvariantCulture);
}
