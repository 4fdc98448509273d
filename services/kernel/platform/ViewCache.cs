using EnforcementPlatform.Kernel.Views;

namespace EnforcementPlatform.Kernel;

/// <summary>The views a role of this process keeps; registered by each, so that they can be counted together.</summary>
internal sealed record KeptViews(int Count);

/// <summary>One page cache for all views of the process, divided evenly among the connections they may open.</summary>
internal static class ViewCache
{
    /// <summary>Less, and SQLite would read the upper pages of an index again for each row.</summary>
    private const int SmallestKiB = 256;

    /// <summary>Page cache of each connection. KiB.</summary>
    public static int ShareOf(PlatformOptions options, IEnumerable<KeptViews> kept) =>
        Math.Max(SmallestKiB, options.ViewCacheMiB * 1024 / Math.Max(1, kept.Sum(role => RoleViews.ConnectionsOf(role.Count))));
}
