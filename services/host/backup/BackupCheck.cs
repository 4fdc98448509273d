using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Backup;

/// <summary>What a backup is worth.</summary>
/// <param name="Manifest">What it says; null where its signature is not to be believed.</param>
/// <param name="Faults">A sentence each; with one of them it MUST NOT be restored.</param>
/// <param name="Lost">What is known to have been signed and is not in it: what would be lost, a sentence each.</param>
internal sealed record BackupFindings(BackupManifest? Manifest, IReadOnlyList<string> Faults, IReadOnlyList<string> Lost);

/// <summary>
/// Judges a backup: its signature, its files, each ledger's root at its size, whether the roles agree, and which heads known elsewhere (anchors, witnesses,
/// the data as it lies now) are beyond it.
/// </summary>
internal static class BackupCheck
{
    /// <param name="backup">Folder of the backup.</param>
    /// <param name="live">The installation: its keys and anchors, and its data as far as they are still there.</param>
    /// <param name="key">The key that must have signed; null takes the one in the key directory.</param>
    /// <param name="roles">Roles that may have a ledger.</param>
    public static async Task<BackupFindings> Of(string backup, ProductFolders live, NoteKey? key, IReadOnlyList<VerifiableRole> roles, CancellationToken ct)
    {
        var file = Path.Combine(backup, BackupManifest.FileName);
        if (!File.Exists(file))
        {
            return new(null, [$"{file}：缺失。这不是一份完整的备份（备份中断时没有清单）"], []);
        }

        if (Believed(file, live.Keys, key, out var problem) is not { } manifest)
        {
            return new(null, [problem], []);
        }

        var faults = new List<string>(await SumsList.Check(backup, manifest.Files, ct));
        var lost = new List<string>();
        if (faults.Count == 0)
        {
            var saved = live with { Data = Path.Combine(backup, BackupManifest.DataFolder) };
            foreach (var ledger in manifest.Ledgers)
            {
                Judge(ledger, saved, live, faults, lost);
            }

            faults.AddRange(faults.Count > 0 ? [] : await Disagreements(saved, manifest, roles, ct));
        }

        return new(manifest, faults, lost);
    }

    /// <summary>Cursors, memories of witnesses and citations of one role, compared with the ledgers of the others in the same backup.</summary>
    private static async Task<IReadOnlyList<string>> Disagreements(ProductFolders saved, BackupManifest manifest, IReadOnlyList<VerifiableRole> roles, CancellationToken ct)
    {
        var there = roles.Where(role => manifest.Ledgers.Any(ledger => ledger.Role == role.Name)).ToArray();
        return (await RolesCompared.Of(saved, there, new Dictionary<string, long>(), ct)).Faults;
    }

    private static BackupManifest? Believed(string file, string keys, NoteKey? key, out string problem)
    {
        try
        {
            var note = Note.Parse(File.ReadAllBytes(file));
            var manifest = BackupManifest.Parse(note.Text);
            key ??= BackupKey.Public(keys, BackupManifest.NameOf(manifest.Ledgers[0].Origin));
            problem = key is null
                ? $"没有备份公钥：请用 --keys 指明密钥目录（其中的 backup.key），或用 --key 给出备份时显示的公钥"
                : $"{file}：不是由备份密钥 {key.Name} 签名，或者被改动，不可信";
            return key is not null && note.IsSignedBy(key) ? manifest : null;
        }
        catch (NoteFormatException error)
        {
            problem = $"{file}：不是备份清单（{error.Message}）";
            return null;
        }
    }

    private static void Judge(SavedLedger ledger, ProductFolders saved, ProductFolders live, List<string> faults, List<string> lost)
    {
        using var rows = new LedgerRows(Path.Combine(saved.Data, ledger.Role));
        var known = KnownHeads.Of(ledger.Role, ledger.Origin, live).ToArray();
        var signed = rows.Checkpoint is { } head ? Checkpoint.Parse(Note.Parse(head).Text) : null;
        var (size, root, at) = RootsAt.Of(rows, known.Select(one => one.Head.Size).Append(signed?.Size ?? 0).ToHashSet());
        if (rows.Origin != ledger.Origin || size != ledger.Size || rows.CountEntries() != size || !root.AsSpan().SequenceEqual(ledger.Root))
        {
            faults.Add($"{ledger.Role}：账本与清单不符（清单{ledger.Size}条，实有{rows.CountEntries()}条，根校验值{(root.AsSpan().SequenceEqual(ledger.Root) ? "相同" : "不同")}）");
            return;
        }

        if (signed is not null && (signed.Size > size || !at[signed.Size].AsSpan().SequenceEqual(signed.Root)))
        {
            faults.Add($"{ledger.Role}：所存校验点（{signed.Size}条）与账本不符");
        }

        if (VouchRing.Read(live.Keys, ledger.Role, ledger.Origin) is { } ring && ring.Newest < ledger.Epoch)
        {
            faults.Add($"{ledger.Role}：密钥目录中的 {ledger.Role}.vouch 只到第{ring.Newest}代，备份用到第{ledger.Epoch}代：请从离线托管恢复较新的密钥");
        }

        foreach (var (source, other, _) in known)
        {
            if (other.Size > size)
            {
                lost.Add($"{ServiceRole.ToChinese(ledger.Role)}：{source} 证明曾有{other.Size}条，备份只有{size}条：恢复后第{size}条至第{other.Size - 1}条将丢失");
            }
            else if (!at[other.Size].AsSpan().SequenceEqual(other.Root))
            {
                faults.Add($"{ledger.Role}：{source} 证明的前{other.Size}条是另一份历史");
            }
        }
    }
}
