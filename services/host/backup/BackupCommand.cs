using System.Collections.Immutable;
using System.Security.Cryptography;
using EnforcementPlatform.Adapters.Files;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Backup;

/// <summary>Saves ledgers, cells and evidence of one moment, while the product runs or not. Keys and anchors are never in a backup.</summary>
/// <param name="roles">Roles that may have a ledger.</param>
internal sealed class BackupCommand(IReadOnlyList<VerifiableRole> roles) : ICommand
{
    private const int CutBytes = 8;

    public string Name => "backup";

    public string Summary => "备份账本、单元和证据文件（平台可以在运行）";

    public string Usage =>
        """
        用法：enforce backup 目标目录 [--data 目录] [--keys 目录]

        各角色的账本和单元取自同一时刻：取快照时各角色暂停写入（至多1秒，办理只是稍等），随后在后台复制。目标目录不得已有内容。
        备份清单（backup.note）由本安装的备份密钥（密钥目录中的 backup.key，首次备份时生成）签名。
        密钥目录和锚点目录从不在备份之内：密钥另行离线托管（丢失密钥，备份中的个人信息和证据无法解读）；锚点是识别旧数据的依据，不得随数据恢复。
        页面所用的查询数据和校验树由账本重建，不备份。

        退出码：0 已备份，1 没有备份成，2 参数有误。
        """;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var arguments = Arguments.Read(args, ["data", "keys", "anchors"], []);
        var target = arguments.Rest is [var one] ? Path.GetFullPath(one) : throw new UsageException("请写明一个目标目录。");
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw new UsageException($"{target} 已有内容，请另选一个目录。");
        }

        var folders = VerifyCommand.FoldersOf(arguments);
        var present = roles.Where(role => File.Exists(Path.Combine(folders.Data, role.Name, "ledger.db"))).ToArray();
        if (present.Length == 0)
        {
            throw new UsageException($"{folders.Data} 中没有账本，请用 --data 指明数据目录。");
        }

        try
        {
            Print(await Save(folders, present, target, TimeProvider.System, ct), target, folders);
            return CommandLine.Done;
        }
        catch (TimeoutException)
        {
            Console.Error.WriteLine("没有备份成：等候写入间隙超时（磁盘过慢，或者有程序占用账本文件）。请稍后重试。");
            return CommandLine.DoesNotHold;
        }
    }

    /// <summary>Makes the backup; the manifest is written last, so that a cut one is none.</summary>
    internal static async Task<(BackupManifest Manifest, TimeSpan Held)> Save(
        ProductFolders folders, IReadOnlyList<VerifiableRole> roles, string target, TimeProvider clock, CancellationToken ct)
    {
        var data = Path.Combine(target, BackupManifest.DataFolder);
        foreach (var role in roles)
        {
            Directory.CreateDirectory(Path.Combine(data, role.Name));
            CopyBeside(Path.Combine(folders.Data, role.Name), Path.Combine(data, role.Name));
        }

        string[] files = [.. roles.SelectMany(role => new[] { $"{role.Name}/ledger.db", $"{role.Name}/cells.db" })];
        var moment = clock.GetUtcNow();
        TimeSpan held;
        using (var snapshots = await HeldFiles.Take([.. files.Select(file => Path.Combine(folders.Data, file))], clock, ct))
        {
            held = snapshots.Held;
            foreach (var file in files)
            {
                ct.ThrowIfCancellationRequested();
                snapshots.CopyTo(Path.Combine(folders.Data, file), Path.Combine(data, file));
            }
        }

        CopyMedia(Path.Combine(folders.Data, FileBlobs.Folder), Path.Combine(data, FileBlobs.Folder), ct);
        var saved = roles.Select(role => Saved(role.Name, data, folders.Keys)).ToImmutableArray();
        var manifest = new BackupManifest(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(CutBytes)), moment, saved, await SumsList.Write(target, ct));
        var note = SignedText.Sign(manifest.Text, BackupManifest.NameOf(saved[0].Origin), BackupKey.ReadOrMake(folders.Keys));
        await File.WriteAllBytesAsync(Path.Combine(target, BackupManifest.FileName), note.ToBytes(), ct);
        return (manifest, held);
    }

    /// <summary>
    /// Small files, read before the snapshots: a head that was published after them would make the restored ledger look cut off. Keys are not among
    /// them, nor anything that is made again from the ledger.
    /// </summary>
    private static void CopyBeside(string from, string to)
    {
        foreach (var name in new[] { "origin", "checkpoint" })
        {
            if (File.Exists(Path.Combine(from, name)))
            {
                File.Copy(Path.Combine(from, name), Path.Combine(to, name));
            }
        }

        foreach (var (source, note) in Cosignatures.In(from))
        {
            Directory.CreateDirectory(Path.Combine(to, "witnessed"));
            File.WriteAllBytes(Path.Combine(to, "witnessed", Path.GetFileName(source)), note);
        }
    }

    /// <summary>Media are written before the entry that binds them, and never changed: those of every saved entry are there, unless they are destroyed meanwhile.</summary>
    private static void CopyMedia(string from, string to, CancellationToken ct)
    {
        foreach (var file in Directory.Exists(from) ? Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories) : [])
        {
            ct.ThrowIfCancellationRequested();
            var name = Path.GetRelativePath(from, file);
            if (name.Split(Path.DirectorySeparatorChar)[0] == "staging")
            {
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, name))!);
            try
            {
                File.Copy(file, Path.Combine(to, name));
            }
            catch (FileNotFoundException)
            {
                // Destroyed by order since the moment of the cut: it is not to live on in a backup.
            }
        }
    }

    private static SavedLedger Saved(string role, string data, string keys)
    {
        using var rows = new LedgerRows(Path.Combine(data, role));
        var root = RootsAt.Of(rows, new HashSet<long>());
        return new(role, rows.Origin, root.Size, root.Root, VouchRing.Read(keys, role, rows.Origin)?.Newest ?? 0);
    }

    private static void Print((BackupManifest Manifest, TimeSpan Held) made, string target, ProductFolders folders)
    {
        var (manifest, held) = made;
        Console.WriteLine($"已备份到 {target}，批号 {manifest.Cut}，时刻为北京时间{ShanghaiTime.Write(manifest.At)}，暂停写入{held.TotalMilliseconds:0}毫秒。");
        foreach (var ledger in manifest.Ledgers)
        {
            Console.WriteLine($"  {ServiceRole.ToChinese(ledger.Role)}  {ledger.Origin}  {ledger.Size}条");
        }

        Console.WriteLine($"备份公钥（请另行保存，供日后核对）：{BackupKey.Public(folders.Keys, BackupManifest.NameOf(manifest.Ledgers[0].Origin))}");
        Console.WriteLine($"核对：enforce restore {target} --check。备份不含密钥目录 {folders.Keys}，请另行离线托管。");
    }
}
