using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Host;

/// <summary>The roles this program can play, in the order they start.</summary>
internal static class Suite
{
    public static IReadOnlyList<IRole> Roles { get; } = [];
}
