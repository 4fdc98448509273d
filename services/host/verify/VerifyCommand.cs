using System.Data.Common;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Verify;

/// <summary>Proves that nothing was altered: in an installation, running or not, or in an exported package.</summary>
/// <param name="roles">Roles that may have a ledger.</param>
internal sealed class VerifyCommand(IReadOnlyList<VerifiableRole> roles) : ICommand
{
    private const int MostFaults = 1_000_000;

    public string Name => "verify";

    public string Summary => "核验账本、查询数据或者证据包是否被改动";

    public string Usage =>
        """
        用法：
          enforce verify [--data 目录] [--keys 目录] [--anchors 目录] [--full] [--views]     核验一套安装（运行中或已停止，只读）
          enforce verify 证据包.epz [--policy 文件]                                核验导出的证据包（.epz文件或其解压目录）
          enforce verify --receipt 收据 [--data 目录] [--keys 目录]                核验办理时收到的收据（响应头 ep-receipt 的原文或其文件）

        选项：
          --data 目录              数据目录，默认 data
          --keys 目录              密钥目录，默认 keys；没有时须给出 --policy，且不核对加密内容
          --anchors 目录           锚点目录，默认 anchors
          --ledger 角色            只核验一个角色的账本
          --full                   全部重新读取；不给出时，从上次核验完好之处接着核验新增的条目，并说明哪些没有重新读取
          --views                  重建每一份查询数据并逐行比对（同时全部重新读取）
          --policy 文件            公布的公钥文件（tlog-policy），代替密钥目录中的公钥
          --receipt 收据           核对本安装是否出具过该收据、所承诺的记录是否仍在
          --faults 数量            最多列出多少处问题，默认100

        退出码：0 完好，1 有问题，2 无法核验或者参数有误。
        """;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var arguments = Arguments.Read(args, ["data", "keys", "anchors", "ledger", "policy", "faults", "receipt"], ["views", "full"]);
        try
        {
            return arguments.Rest.Count switch
            {
                0 when arguments.Value("receipt") is { } receipt => ReceiptOf(receipt, arguments),
                0 => await Installation(arguments, ct),
                1 => Package(arguments.Rest[0], arguments),
                _ => throw new UsageException("一次只能核验一个证据包。"),
            };
        }
        catch (InvalidDataException error) when (arguments.Rest.Count == 1)
        {
            Console.WriteLine($"证据包文件已损坏：{error.Message}");
            return CommandLine.DoesNotHold;
        }
        catch (Exception error) when (error is CannotVerifyException or IOException or NoteFormatException)
        {
            Console.Error.WriteLine($"无法核验：{error.Message}");
            return CommandLine.WrongCall;
        }
    }

    private async Task<int> Installation(Arguments arguments, CancellationToken ct)
    {
        var folders = FoldersOf(arguments);
        var present = Chosen(arguments).Where(role => Directory.Exists(Path.Combine(folders.Data, role.Name))).ToArray();
        if (present.Length == 0)
        {
            throw new CannotVerifyException($"{folders.Data} 中没有账本。");
        }

        var (intact, readable) = (true, true);
        var from = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var role in present)
        {
            var ledger = await VerifiedOrUnreadable(folders, role, arguments, ct);
            readable &= ledger.Origin.Length > 0;
            from[role.Name] = ledger.NotReadAgain?.Head.Size ?? 0;
            Print(ledger);
            intact &= ledger.Faults.Count == 0;
        }

        if (arguments.Value("ledger") is null && readable)
        {
            var compared = await RolesCompared.Of(folders, present, from, ct);
            PrintComparison(compared);
            intact &= compared.Faults.Count == 0;
        }

        return intact ? CommandLine.Done : CommandLine.DoesNotHold;
    }

    /// <summary>A ledger file that is no database any more does not even say whose it is: the role's name and the file's stand for it.</summary>
    private static async Task<VerifiedLedger> VerifiedOrUnreadable(ProductFolders folders, VerifiableRole role, Arguments arguments, CancellationToken ct)
    {
        try
        {
            return await Verified(folders, role, arguments, ct);
        }
        catch (DbException error)
        {
            return InstallationVerifier.Unreadable(role, origin: "", error);
        }
    }

    private static int ReceiptOf(string receipt, Arguments arguments)
    {
        var check = ReceiptCheck.Of(FoldersOf(arguments), receipt);
        foreach (var line in check.Lines)
        {
            Console.WriteLine($"  {line}");
        }

        Console.WriteLine(check.Holds ? "  结论：收据有效。" : "  结论：收据不成立。");
        return check.Holds ? CommandLine.Done : CommandLine.DoesNotHold;
    }

    private static void PrintComparison(RolesCompared compared)
    {
        Console.WriteLine("各角色互相核对");
        Console.WriteLine($"  单元 {compared.Cells}，游标 {compared.Cursors}，校验点 {compared.Heads}，引用 {compared.Citations}");
        if (compared.Stated > 0)
        {
            Console.WriteLine($"  其中{compared.Stated}处指向其账本写明已由两人确认丢失的记录。");
        }

        foreach (var role in compared.NotChecked)
        {
            Console.WriteLine($"  {ServiceRole.ToChinese(role)}：没有密钥，未核对其单元和游标，请用 --keys 指明密钥目录。");
        }

        foreach (var fault in compared.Faults)
        {
            Console.WriteLine($"  {fault}");
        }

        Console.WriteLine(compared.Faults.Count == 0 ? "  结论：一致。" : $"  结论：有问题，共{compared.Faults.Count}处。");
    }

    private static int Package(string path, Arguments arguments)
    {
        using var package = PackageFile.Open(path);
        var report = PackageVerifier.Verify(package.Folder, PolicyOf(arguments), mostFaults: Most(arguments));
        Print(new(Path.GetFileName(path), report.Signed?.Checkpoint.Origin ?? "", report, [], 0, [.. report.Faults.Select(fault => fault.ToString())]));
        if (arguments.Value("policy") is null)
        {
            Console.WriteLine("  注意：使用的是包内公钥，只能说明包内自洽，请与对外公布的公钥核对。");
        }

        return report.Intact ? CommandLine.Done : CommandLine.DoesNotHold;
    }

    /// <summary>
    /// From where it was last found intact, where nobody asks for everything and that memory is our own; else all of it. Where anything new does
    /// not fit, everything is read again, too: only then can the place be named.
    /// </summary>
    private static async Task<VerifiedLedger> Verified(ProductFolders folders, VerifiableRole role, Arguments arguments, CancellationToken ct)
    {
        var memory = arguments.Value("policy") is null ? VerifiedMemory.Of(folders.Anchors, folders.Keys, role.Name, LedgerFolder.Open(folders, role.Name).Origin) : null;
        var before = arguments.Flag("full") || arguments.Flag("views") ? null : memory?.Read();
        var ledger = (before is null ? null : await InstallationVerifier.VerifyNew(folders, role, before, ct))
            ?? await InstallationVerifier.Verify(folders, role, arguments.Flag("views"), ct, PolicyOf(arguments), Most(arguments));
        if (memory is not null && ledger is { Faults.Count: 0, Report.Signed.Checkpoint: var head })
        {
            Keep(memory, head);
        }

        return ledger;
    }

    /// <summary>Where the anchors cannot be written (another account verifies, a read-only medium), the next run reads everything again.</summary>
    private static void Keep(VerifiedMemory memory, Checkpoint head)
    {
        try
        {
            memory.Keep(head, TimeProvider.System.GetUtcNow());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"核验结果未能记入 {memory.Path}，下次将全部重新读取：{error.Message}");
        }
    }

    /// <summary>The folders named by the options, or where the product keeps them by default.</summary>
    public static ProductFolders FoldersOf(Arguments arguments)
    {
        var usual = new PlatformOptions();
        return new(
            arguments.Value("data") ?? usual.DataDirectory,
            arguments.Value("keys") ?? usual.KeyDirectory,
            arguments.Value("anchors") ?? usual.Anchors);
    }

    private IEnumerable<VerifiableRole> Chosen(Arguments arguments)
    {
        if (arguments.Value("ledger") is not { } name)
        {
            return roles;
        }

        return roles.Any(role => role.Name == name) ? roles.Where(role => role.Name == name) : throw new UsageException($"没有“{name}”这个账本。");
    }

    private static TrustPolicy? PolicyOf(Arguments arguments) => arguments.Value("policy") is { } file ? TrustPolicy.Parse(File.ReadAllText(file)) : null;

    private static int Most(Arguments arguments) => arguments.Number("faults", 100, 1, MostFaults);

    private static void Print(VerifiedLedger ledger)
    {
        foreach (var line in Lines(ledger))
        {
            Console.WriteLine(line);
        }
    }

    /// <summary>What is said of a ledger, what was not checked included.</summary>
    internal static IEnumerable<string> Lines(VerifiedLedger ledger)
    {
        var report = ledger.Report;
        yield return $"{ServiceRole.ToChinese(ledger.Role)}  {ledger.Origin}";
        yield return $"  条目 {report.Entries}，已签名 {report.Signed?.Checkpoint.Size ?? 0}，根校验值 {(ledger.Root.Length > 0 ? ledger.Root : "（没有可信的签名）")}";
        yield return $"  见证：{WitnessedSentence.Of(report.Witnessed)}";
        if (!ledger.VouchingChecked)
        {
            yield return "  写入凭据：未核对（密钥目录中没有该账本的 .vouch 文件），尚未签名的记录无从判断是否由本系统写入。";
        }

        foreach (var witness in ledger.UnknownWitnesses)
        {
            yield return $"  {witness} 的见证签名未核验：不知其公钥，请用 --policy 给出。";
        }

        if (ledger.NotReadAgain is { } before)
        {
            yield return $"  本次只读取新增的{report.Entries - before.Head.Size}条；前{before.Head.Size}条及其材料、索引、证据文件沿用北京时间{ShanghaiTime.Write(before.At)}的核验结果，未重新读取（全部重读用 --full）。";
        }

        yield return $"  材料：已核对 {report.PartsOpened}，加密未开启 {report.PartsSealed}，已依法销毁 {report.PartsDestroyed}，未随包提供 {report.PartsAbsent}";
        yield return $"  证据文件：已重新计算校验值 {ledger.Media}";
        yield return $"  查询数据：{(ledger.Views.Count > 0 ? $"已重建并比对 {string.Join("、", ledger.Views)}" : "未比对")}";
        foreach (var fault in ledger.Faults)
        {
            yield return $"  {fault}";
        }

        yield return report.Stopped ? "  结论：有问题，问题过多，未列完。" : ledger.Faults.Count == 0 ? "  结论：完好。" : $"  结论：有问题，共{ledger.Faults.Count}处。";
    }
}
