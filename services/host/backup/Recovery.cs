using System.Security.Cryptography;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Backup;

/// <summary>What stands between one ledger and its next append, and cannot be had back.</summary>
/// <param name="Role">Name of the role.</param>
/// <param name="Origin">Name of the log.</param>
/// <param name="Kept">Entries that stay.</param>
/// <param name="Foreign">Rows behind them that nobody with the key vouched for.</param>
/// <param name="Beyond">Heads that the log's key signed and the entries do not lead to, with their files.</param>
internal sealed record Loss(string Role, string Origin, long Kept, long Foreign, IReadOnlyList<(string Source, Checkpoint Head, byte[] Note)> Beyond)
{
    /// <summary>Nothing is in the way.</summary>
    public bool IsNone => Foreign == 0 && Beyond.Count == 0;

    /// <summary>Entries known to have been signed.</summary>
    public long Known => Beyond.Select(one => one.Head.Size).Append(Kept).Max();
}

/// <summary>
/// Finds what is lost of a ledger, and clears the way for an entry that says so: foreign rows go into a quarantine file, heads that cannot be reached
/// are set aside with the anchors, and the ring gets a key of the next epoch, so that rows of the history that is given up are believed no more.
/// </summary>
internal static class Recovery
{
    /// <summary>Looks at the stopped ledger of a role.</summary>
    /// <exception cref="UsageException">There is no key of the ledger: nothing can be judged without it.</exception>
    public static Loss Find(ProductFolders folders, string role)
    {
        using var rows = new LedgerRows(Path.Combine(folders.Data, role));
        var ring = VouchRing.Read(folders.Keys, role, rows.Origin)
            ?? throw new UsageException($"密钥目录中没有账本 {rows.Origin} 的 {role}.vouch：请先从离线托管恢复密钥。");
        var signed = rows.Checkpoint is { } note ? Checkpoint.Parse(Note.Parse(note).Text).Size : 0;
        var (all, foreign) = (rows.CountEntries(), rows.FirstForeign(ring, signed));
        var kept = foreign ?? all;
        var heads = KnownHeads.Of(role, rows.Origin, folders).ToArray();
        var roots = RootsAt.Of(rows, heads.Select(one => one.Head.Size).Where(size => size <= kept).ToHashSet()).At;
        return new(role, rows.Origin, kept, all - kept, [.. heads.Where(one => !roots.TryGetValue(one.Head.Size, out var root) || !root.AsSpan().SequenceEqual(one.Head.Root))]);
    }

    /// <summary>Clears the way. What is set aside is kept: it is evidence of what was lost.</summary>
    public static void Clear(ProductFolders folders, Loss loss, IReadOnlyList<string> persons, DateTimeOffset now)
    {
        var aside = Path.Combine(folders.Anchors, $"set-aside-{now:yyyyMMddHHmmss}");
        var quarantine = loss.Foreign > 0 ? Quarantined(folders, loss, aside) : "";
        var newest = loss.Beyond.OrderByDescending(one => one.Head.Size).Select(one => one.Note).FirstOrDefault([]);
        var ring = VouchRing.Renew(folders.Keys, loss.Role, loss.Origin);
        new StatedLoss(persons, loss.Kept, loss.Known, newest, quarantine).Keep(folders.Anchors, loss.Origin, ring);
        foreach (var (source, _, _) in loss.Beyond)
        {
            Directory.CreateDirectory(aside);
            File.Move(source, Path.Combine(aside, $"{loss.Role}-{Path.GetFileName(source)}"), overwrite: true);
        }
    }

    private static string Quarantined(ProductFolders folders, Loss loss, string aside)
    {
        Directory.CreateDirectory(aside);
        var file = Path.Combine(aside, $"{loss.Role}-foreign-rows.jsonl");
        ForeignRows.Move(Path.Combine(folders.Data, loss.Role, "ledger.db"), loss.Kept, file);
        using var written = File.OpenRead(file);
        return $"{Path.GetFileName(aside)}/{Path.GetFileName(file)} {Convert.ToHexStringLower(SHA256.HashData(written))}";
    }
}
