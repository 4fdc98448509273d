using System.Security.Cryptography;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Backup;

/// <summary>What stands between one ledger and its next append, and cannot be had back.</summary>
/// <param name="Role">Name of the role.</param>
/// <param name="Origin">Name of the log.</param>
/// <param name="Kept">Entries that stay.</param>
/// <param name="Foreign">Rows behind them that nobody with the key vouched for.</param>
/// <param name="Beyond">Heads that the log's key signed and the entries do not lead to, with their files.</param>
/// <param name="Anchor">The newest signed head of the entries that stay, from which an anchor is made where none is left; empty where there is none.</param>
/// <param name="IsUnanchored">True where the ledger has entries and no anchor: nobody can tell what else there was.</param>
/// <param name="Behind">Rows among the foreign ones that the key did vouch for, each by itself: acknowledged, and lost with the row before them.</param>
/// <param name="Objections">What else the rollback guard refuses appends for; two persons' word cannot clear it. Empty where nothing is left.</param>
internal sealed record Loss(
    string Role,
    string Origin,
    long Kept,
    long Foreign,
    IReadOnlyList<(string Source, Checkpoint Head, byte[] Note)> Beyond,
    byte[] Anchor,
    bool IsUnanchored,
    IReadOnlyList<long> Behind,
    IReadOnlyList<string> Objections)
{
    /// <summary>Nothing is in the way.</summary>
    public bool IsNone => Foreign == 0 && Beyond.Count == 0 && !IsUnanchored && Objections.Count == 0;

    /// <summary>Entries known to have been signed, or vouched for.</summary>
    public long Known => Beyond.Select(one => one.Head.Size).Concat(Behind.Select(position => position + 1)).Append(Kept).Max();
}

/// <summary>
/// Finds what is lost of a ledger, and clears the way for an entry that says so: foreign rows go into a quarantine file, heads that cannot be reached
/// are set aside with the anchors, and the ring gets a key of the next epoch, so that rows of the history that is given up are believed no more.
/// </summary>
internal static class Recovery
{
    /// <summary>Looks at the stopped ledger of a role, and asks the guard of its next start what it would still object to.</summary>
    /// <exception cref="UsageException">A key of the ledger is missing: nothing can be judged without it.</exception>
    public static async Task<Loss> Find(ProductFolders folders, VerifiableRole role, CancellationToken ct)
    {
        var directory = Path.Combine(folders.Data, role.Name);
        var origin = LedgerRows.OriginIn(directory) ?? "";
        var ring = VouchRing.Read(folders.Keys, role.Name, origin)
            ?? throw new UsageException($"密钥目录中没有账本 {origin} 的 {role.Name}.vouch：请先从离线托管恢复密钥。");
        string[] keys = [LogIdentity.KeyIn(folders.Keys, role.Name), .. InstallationKeys.FilesIn(folders.Keys, role.Name)];
        if (keys.FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            throw new UsageException($"{missing}：缺少此密钥文件，请先从离线托管恢复密钥。");
        }

        var cells = Path.Combine(directory, "cells.db");
        if (!File.Exists(cells))
        {
            return Unopened(role, origin, $"{cells}：单元文件缺失（其中有游标、登录凭据和已签名校验点）。");
        }

        try
        {
            using var files = new SqliteEngine().Open(directory, (_, _) => ring);
            return await Find(folders, role, files, ring, ct);
        }
        catch (CellDamagedException damaged)
        {
            return Unopened(role, origin, damaged.Message);
        }
    }

    /// <summary>
    /// Clears the way. What is set aside is kept: it is evidence of what was lost. Where the guard still objects once foreign rows are out, no key is
    /// made and nothing is stated.
    /// </summary>
    /// <returns>What is still objected to; null where the way is clear.</returns>
    public static async Task<Loss?> Clear(
        ProductFolders folders, VerifiableRole role, Loss loss, IReadOnlyList<string> persons, DateTimeOffset now, CancellationToken ct)
    {
        var aside = Path.Combine(folders.Anchors, $"set-aside-{now:yyyyMMddHHmmss}");
        var quarantine = loss.Foreign > 0 ? Quarantined(folders, loss, aside) : "";
        if (loss.Foreign > 0 && await Find(folders, role, ct) is { Objections.Count: > 0 } still)
        {
            return still;
        }

        var newest = loss.Beyond.OrderByDescending(one => one.Head.Size).Select(one => one.Note).FirstOrDefault([]);
        var ring = VouchRing.Renew(folders.Keys, loss.Role, loss.Origin);
        new StatedLoss(persons, loss.Kept, loss.Known, newest, quarantine).Keep(folders.Anchors, loss.Origin, ring);
        foreach (var (source, _, _) in loss.Beyond)
        {
            Directory.CreateDirectory(aside);
            File.Move(source, Path.Combine(aside, $"{loss.Role}-{Path.GetFileName(source)}"), overwrite: true);
        }

        var anchors = new Anchors(folders.Anchors);
        if (anchors.Read(loss.Origin) is null && loss.Anchor.Length > 0)
        {
            anchors.Write(loss.Origin, loss.Anchor); // else the next start would miss it
        }

        return null;
    }

    private static async Task<Loss> Find(ProductFolders folders, VerifiableRole role, LedgerFiles files, VouchRing ring, CancellationToken ct)
    {
        var (directory, origin) = (Path.Combine(folders.Data, role.Name), ring.Origin);
        await LedgerExamination.Learn(files.Store, new EntryDecoder(role.Contents.Types, InstallationKeys.Load(folders.Keys, role.Name)), ring, ct);
        using var rows = new LedgerRows(directory);
        var signed = rows.Checkpoint is { } note ? SizeOf(note) : 0;
        var (all, foreign) = (rows.CountEntries(), rows.FirstForeign(ring, signed));
        var kept = foreign ?? all;
        var heads = KnownHeads.Of(role.Name, origin, folders).ToArray();
        var roots = RootsAt.Of(rows, heads.Select(one => one.Head.Size).Where(size => size <= kept).ToHashSet()).At;
        var beyond = heads.Where(one => !roots.TryGetValue(one.Head.Size, out var root) || !root.AsSpan().SequenceEqual(one.Head.Root)).ToArray();
        var identity = LogIdentity.ReadOrMake(origin, folders.Keys, origin.Split($"/{role.Name}/")[0], role.Name);
        var placed = new SignedLogOptions { DataDirectory = directory, AnchorDirectory = folders.Anchors };
        var objections = await LedgerExamination.Objections(files, identity, placed, beyond.Select(one => one.Source).ToHashSet(), foreign, ct);
        var anchor = await LedgerExamination.Signed(files, identity, ct) ?? [];
        var isUnanchored = kept > 0 && new Anchors(folders.Anchors).Read(origin) is null;
        var behind = foreign is { } first ? rows.BelievedFrom(ring, first) : [];
        return new(role.Name, origin, kept, all - kept, beyond, anchor, isUnanchored, behind, objections);
    }

    /// <summary>Zero for a head that does not parse: the guard says so.</summary>
    private static long SizeOf(byte[] note)
    {
        try
        {
            return Checkpoint.Parse(Note.Parse(note).Text).Size;
        }
        catch (NoteFormatException)
        {
            return 0;
        }
    }

    private static Loss Unopened(VerifiableRole role, string origin, string objection) => new(role.Name, origin, 0, 0, [], [], false, [], [objection]);

    private static string Quarantined(ProductFolders folders, Loss loss, string aside)
    {
        Directory.CreateDirectory(aside);
        var file = Path.Combine(aside, $"{loss.Role}-foreign-rows.jsonl");
        ForeignRows.Move(Path.Combine(folders.Data, loss.Role, "ledger.db"), loss.Kept, file);
        using var written = File.OpenRead(file);
        return $"{Path.GetFileName(aside)}/{Path.GetFileName(file)} {Convert.ToHexStringLower(SHA256.HashData(written))}";
    }
}
