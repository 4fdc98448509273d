using System.Globalization;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Whether an empty ledger may begin. Where an anchor proves that this installation's role had a ledger, an empty data directory is far more
/// often one that was not mounted, or removed, than a new beginning: then a person has to say so (<c>serve --new</c>).
/// </summary>
internal static class NewLedger
{
    /// <summary>Returns where a new ledger may begin; throws <see cref="SettingsException"/> where an earlier one is known.</summary>
    public static void Allow(PlatformOptions options, string role)
    {
        var anchors = new Anchors(options.Anchors);
        var earlier = anchors.Of($"{options.Installation}/{role}/").Where(one => one.Size > 0 && !anchors.IsDemonstration(one.Origin)).ToArray();
        if (earlier.Length == 0)
        {
            return;
        }

        if (!options.NewLedgers)
        {
            throw new SettingsException([.. earlier.Select(one => Sentence(options, role, one))]);
        }

        foreach (var one in earlier)
        {
            anchors.Retire(one.Origin);
        }
    }

    private static string Sentence(PlatformOptions options, string role, (string Origin, long Size) earlier) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Path.GetFullPath(Path.Combine(options.DataDirectory, role))}：没有账本，而锚点目录证明本系统曾有账本{earlier.Origin}（至少{earlier.Size}条）：数据目录可能没有挂载、写错或已被删除。请核对 Platform:DataDirectory，或从备份恢复后再启动；确要另建新账本的，用 serve --new 启动一次。");
}
