using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Backup;

/// <summary>Judges a backup, and puts it into an empty data directory.</summary>
/// <param name="roles">Roles that may have a ledger.</param>
internal sealed class RestoreCommand(IReadOnlyList<VerifiableRole> roles) : ICommand
{
    /// <summary>
    /// Where files are copied to within the data directory, which may be a volume of its own: they get their places by renaming once all are durable.
    /// A copy that was cut short lies here alone, and the next one begins by removing it.
    /// </summary>
    internal const string Staging = ".restoring";

    public string Name => "restore";

    public string Summary => "核对备份，或者恢复到空的数据目录";

    public string Usage =>
        """
        用法：
          enforce restore 备份目录 --check [--data 目录] [--keys 目录] [--anchors 目录]     只核对，不写入
          enforce restore 备份目录 [--data 目录] [--keys 目录] [--anchors 目录]             核对无误后恢复到空的数据目录

        核对：清单签名、每个文件、各账本在其规模处的根校验值、密钥的代；并对照锚点、见证者和现有数据，列明恢复后会丢失哪些记录。
        恢复从不覆盖：数据目录须为空或者不存在（先把旧目录移走，不要删除）。密钥目录和锚点目录原样保留，不得用旧的替换。
        先复制到数据目录中的 .restoring，全部写入磁盘后再改名就位；中途断开的，再执行一次即可。
          --key 公钥               备份时显示的公钥；不给出时取密钥目录中的 backup.key

        退出码：0 完好（恢复时：已恢复），1 备份有问题，未恢复，2 参数有误。
        """;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var arguments = Arguments.Read(args, ["data", "keys", "anchors", "key"], ["check"]);
        var backup = arguments.Rest is [var one] && Directory.Exists(one) ? one : throw new UsageException("请写明一个备份目录。");
        var folders = VerifyCommand.FoldersOf(arguments);
        if (!arguments.Flag("check"))
        {
            RequireEmpty(folders.Data);
        }

        var found = await BackupCheck.Of(backup, folders, KeyOf(arguments), roles, ct);
        Print(found);
        if (found.Faults.Count > 0)
        {
            Console.WriteLine($"  结论：备份有问题，共{found.Faults.Count}处{(arguments.Flag("check") ? "" : "，未恢复")}。");
            return CommandLine.DoesNotHold;
        }

        if (!arguments.Flag("check"))
        {
            Put(Path.Combine(backup, BackupManifest.DataFolder), folders.Data);
        }

        Conclude(found, arguments.Flag("check"), folders);
        return CommandLine.Done;
    }

    private static NoteKey? KeyOf(Arguments arguments)
    {
        try
        {
            return arguments.Value("key") is { } key ? NoteKey.Parse(key) : null;
        }
        catch (NoteFormatException)
        {
            throw new UsageException("--key 应为备份时显示的公钥原文。");
        }
    }

    /// <exception cref="UsageException">Something is there but what an earlier try left.</exception>
    internal static void RequireEmpty(string data)
    {
        var there = Directory.Exists(data) ? Directory.EnumerateFileSystemEntries(data).Select(Path.GetFileName).ToArray() : [];
        if (there.Any(name => name != Staging))
        {
            throw new UsageException(there.Contains(Staging)
                ? $"数据目录 {data} 中有上次恢复的残留（{Staging}），恢复在最后改名时中断：请把整个目录移到别处（不要删除），再恢复。"
                : $"数据目录 {data} 不为空：请先停止平台，把它移到别处（不要删除），再恢复。");
        }
    }

    /// <summary>Copies a backup into a directory that holds nothing but what an earlier try left.</summary>
    internal static void Put(string from, string to)
    {
        var staging = Path.Combine(to, Staging);
        if (Directory.Exists(staging))
        {
            Directory.Delete(staging, recursive: true);
        }

        Directory.CreateDirectory(staging);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(staging, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
            using var written = new FileStream(place, FileMode.Open, FileAccess.ReadWrite);
            written.Flush(flushToDisk: true);
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries(staging).ToArray())
        {
            Directory.Move(entry, Path.Combine(to, Path.GetFileName(entry)));
        }

        Directory.Delete(staging);
    }

    private static void Print(BackupFindings found)
    {
        if (found.Manifest is { } manifest)
        {
            Console.WriteLine($"备份 {manifest.Cut}，时刻为北京时间{ShanghaiTime.Write(manifest.At)}");
            foreach (var ledger in manifest.Ledgers)
            {
                Console.WriteLine($"  {ServiceRole.ToChinese(ledger.Role)}  {ledger.Origin}  {ledger.Size}条");
            }
        }

        foreach (var line in found.Faults.Concat(found.Lost))
        {
            Console.WriteLine($"  {line}");
        }
    }

    private static void Conclude(BackupFindings found, bool checking, ProductFolders folders)
    {
        Console.WriteLine(checking ? "  结论：备份完好。" : $"  结论：已恢复到 {folders.Data}。");
        var anchors = new Anchors(folders.Anchors);
        foreach (var ledger in found.Manifest!.Ledgers.Where(ledger => ledger.Size > 0 && anchors.Read(ledger.Origin) is null))
        {
            Console.WriteLine($"  锚点缺失：{folders.Anchors} 中没有{ServiceRole.ToChinese(ledger.Role)}账本的锚点。请先找回锚点目录；确已丢失的，恢复后平台只供查询，由两人用 enforce recover 确认后另建锚点。");
        }

        if (found.Lost.Count == 0)
        {
            Console.WriteLine("  没有已知会丢失的记录；相关人员持有的收据可在恢复后用 enforce verify --receipt 核对。");
            return;
        }

        Console.WriteLine("  上列记录曾经签署，不在备份之内。先查找更新的数据；确无时恢复后平台只供查询，由两人用 enforce recover 确认损失并记录在案，方可继续办理。");
    }
}
