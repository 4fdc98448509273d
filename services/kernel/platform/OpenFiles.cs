using System.Globalization;
using System.Runtime.InteropServices;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// How many files and connections the process may have open (getrlimit(2), RLIMIT_NOFILE). Databases, views and connections share them; where
/// they run out while running, nothing can be opened any more, so the start asks. The runtime raises the soft limit to the hard one itself.
/// </summary>
internal static class OpenFiles
{
    private const int LinuxNumber = 7;
    private const int MacNumber = 8;

    /// <summary>What the runtime, the listeners and a modest number of connections take.</summary>
    private const int OfProcess = 384;

    /// <summary>What a role's ledger, cells and views take at the most: measured about 60.</summary>
    private const int OfRole = 100;

    /// <summary>Needed by a process that plays so many roles.</summary>
    public static long Needed(int roles) => OfProcess + (OfRole * (long)roles);

    public static IEnumerable<string> Mistakes(int roles) => Mistakes(Limit(), Needed(roles));

    internal static IEnumerable<string> Mistakes(long limit, long needed) => limit < needed
        ? [string.Create(CultureInfo.InvariantCulture, $"打开文件数的上限为{limit}，本进程至少需要{needed}：请提高上限（ulimit -n {needed} 以上，或 systemd 的 LimitNOFILE={needed} 以上）后重新启动。")]
        : [];

    /// <summary>The limit in force, after raising the soft to the hard one; the largest number where it cannot be asked.</summary>
    private static long Limit()
    {
        var number = OperatingSystem.IsMacOS() ? MacNumber : LinuxNumber;
        if (OperatingSystem.IsWindows() || Get(number, out var limit) != 0)
        {
            return long.MaxValue;
        }

        var raised = limit with { Soft = limit.Hard };
        return (long)Math.Min(limit.Soft < limit.Hard && Set(number, ref raised) == 0 ? limit.Hard : limit.Soft, long.MaxValue);
    }

    [DllImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static extern int Get(int resource, out Pair limit);

    [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static extern int Set(int resource, ref Pair limit);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Pair(ulong Soft, ulong Hard);
}
