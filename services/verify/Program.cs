using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Verify;

/// <summary>
/// The verifier that travels with evidence. It needs no account, no network and no trust in those who run the platform: only the
/// folder of the package and, from elsewhere, the public keys (the policy). Everything it checks is in services/ledger.
/// </summary>
public static class Program
{
    private const int Intact = 0;
    private const int Damaged = 1;
    private const int Usage = 2;

    private const string Help =
        """
        用法 Usage:  verify <证据包 package> [--policy <文件 file>] [--faults <数量 count>]

        核验导出的账本或单个流的证据包：每一条目是否原样、次序是否连续、所附材料是否与承诺值一致、签名是否可信。
        Verifies an exported ledger or the evidence package of one stream, a file (.epz) or its unpacked folder: entries
        unaltered, order without gaps, enclosed parts as committed to, signatures to be believed.

          --policy   公布的公钥文件（tlog-policy）。不给出时使用包内公钥，只能说明包内自洽，请另行核对公钥。
                     File of the published keys. Without it the keys inside the package are used: that only shows that
                     the package agrees with itself, so compare the printed keys with those published elsewhere.
          --faults   最多列出多少处问题，默认 100。  How many faults to list at most, 100 if not given.

        退出码 Exit code:  0 完好 intact   1 有问题 damaged   2 无法核验 cannot verify
        """;

    public static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (!TryRead(args, out var folder, out var policyFile, out var most))
        {
            errors.WriteLine(Help);
            return Usage;
        }

        try
        {
            var policy = policyFile is null ? null : TrustPolicy.Parse(File.ReadAllText(policyFile));
            using var package = PackageFile.Open(folder);
            var report = PackageVerifier.Verify(package.Folder, policy, mostFaults: most);
            Print(report, policyFile, output);
            return report.Intact ? Intact : Damaged;
        }
        catch (InvalidDataException fault)
        {
            output.WriteLine($"证据包文件已损坏 The package file is damaged: {fault.Message}");
            return Damaged;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NoteFormatException or PlatformNotSupportedException)
        {
            errors.WriteLine($"无法核验 Cannot verify: {fault.Message}");
            return Usage;
        }
    }

    private static bool TryRead(string[] args, out string folder, out string? policy, out int most)
    {
        (folder, policy, most) = ("", null, 100);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--policy" && i + 1 < args.Length) policy = args[++i];
            else if (args[i] == "--faults" && i + 1 < args.Length && int.TryParse(args[++i], out most) && most > 0) continue;
            else if (folder.Length == 0 && !args[i].StartsWith('-')) folder = args[i];
            else return false;
        }

        return folder.Length > 0;
    }

    private static void Print(LedgerReport report, string? policyFile, TextWriter output)
    {
        foreach (var fault in report.Faults) output.WriteLine(fault);
        if (report.Stopped) output.WriteLine("…… 问题过多，未列完。 Too many faults; not all are listed.");
        if (report.Signed is { } signed)
        {
            var (origin, size, root) = signed.Checkpoint;
            output.WriteLine($"账本 Ledger: {origin}");
            output.WriteLine($"已签名 Signed: {size} 条 entries, 根 root {Convert.ToHexStringLower(root)}");
            output.WriteLine($"公钥 Key: {signed.Log}");
            foreach (var (witness, time) in signed.Cosignatures)
                output.WriteLine($"见证 Witness: {witness}, {time:yyyy-MM-dd HH:mm:ss} UTC");
            if (signed.Cosignatures.IsEmpty)
                output.WriteLine(signed.OwnCosignatures.IsEmpty ? "见证：无 Witness: none" : "见证：仅本进程（self，不计入见证） Witness: only the log's own process; it does not count");
        }

        output.WriteLine(
            $"条目 Entries {report.Entries}; 材料 parts: 已核对 matched {report.PartsOpened}, 加密未开启 sealed {report.PartsSealed}, "
            + $"已依法销毁 destroyed {report.PartsDestroyed}, 未随包提供 left out {report.PartsAbsent}");
        if (policyFile is null) output.WriteLine("注意：使用包内公钥，请与对外公布的公钥核对。 Note: keys taken from the package; compare them with those published.");
        output.WriteLine(report.Intact ? "结论：完好。 Result: intact." : "结论：有问题。 Result: damaged.");
        if (!report.Intact) return;
        output.WriteLine("本核验证明内容未被改动、删减和调换次序；不证明此后没有新的条目。");
        output.WriteLine("This shows that nothing was altered, removed or reordered; it does not show that nothing was added later.");
    }
}
