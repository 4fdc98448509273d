using System.Diagnostics;
using EnforcementPlatform.Host.Product;

namespace EnforcementPlatform.Host.Bench;

/// <summary>
/// Runs the bench program of the source tree (tests/Bench), which measures the product from outside, in a process of its own. It alone knows the
/// database that the product is compared with, so it is no part of this program.
/// </summary>
/// <param name="folder">Folder of this program, somewhere in the source tree.</param>
internal sealed class BenchCommand(string folder) : ICommand
{
    /// <summary>What each measurement takes.</summary>
    public const string Options =
        """
        enforce bench append       办理速度：64名调用者经4条连接各自写入检查笔录，与同一外壳后的PostgreSQL 15、与等长消息的grpc-dotnet回显比较
          --rounds 数量            轮数，默认5（另有一轮预热）
          --seconds 数量           每轮每方的秒数，默认6
          --cases 数量             预先写入的案件数，默认24000
          --without-postgres       不与PostgreSQL比较（默认比较；没有安装时，在Debian上以root身份自动安装）
        enforce bench read         读取速度：十万件案件中的一件60条记录的案件，按承办人身份授权
          --rounds、--seconds      同上
          --cases 数量             案件数（每件5条记录），默认100000
        enforce bench views        查询数据的生成速度
          --entries 数量           账本记录数，默认250000
          --rounds                 同上
        enforce bench start        启动时间和内存
          --rounds                 同上
          --rest 秒数              演示结束后多久测量内存，默认60
        enforce bench verify       核验的内存和用时：首次全部读取，再次只读新增
          --cases 数量             案件数（每件5条记录），默认200000
        enforce bench signin       登录高峰：60名调用者同时以不存在的用户名登录时，另一名人员的读取有多慢
          --rounds、--seconds      同上
        enforce bench privacy      个人信息识别：召回率和精确率，按类别、种类和写法
          --texts 数量             含个人信息的和普通的文本各多少，默认20000
          --seed 数                种子，默认20261128
          --show 数量              另列多少漏报和误报的文本，默认0
        """;

    private const string Project = "tests/Bench/Bench.csproj";

    public string Name => "bench";

    public string Summary => "性能测量（须在源代码目录中运行）：append、read、views、start、signin、verify、privacy";

    public string Usage =>
        $"""
        {Options}

        只报告，不评判：目标未达到时照实列出，退出码仍为0。退出码：0 已测量，1 测量中出错，2 参数有误或不在源代码目录中。
        """;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        if (args.Count == 0)
        {
            throw new UsageException("应写明测量什么：append、read、views、start、signin、verify或privacy。");
        }

        if (SourceTree() is not { } root)
        {
            throw new UsageException($"找不到性能测量程序（{Project}）：此命令须在源代码目录中运行，发布的程序不带它。");
        }

        // What it refers to is this program, which was built just before and must not be written while it runs.
        var built = await Execute("dotnet", ["build", Path.Combine(root, Project), "-c", "Release", "-v", "quiet", "--nologo", "-clp:ErrorsOnly;NoSummary", "-p:BuildProjectReferences=false"], ct);
        return built == CommandLine.Done
            ? await Execute("dotnet", [Path.Combine(root, "artifacts/bin/Bench/release/EnforcementPlatform.Bench.dll"), "bench", .. args], ct)
            : CommandLine.DoesNotHold;
    }

    /// <summary>The folder above this program that holds the bench, or null.</summary>
    private string? SourceTree()
    {
        var at = new DirectoryInfo(folder);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, Project)))
        {
            at = at.Parent;
        }

        return at?.FullName;
    }

    /// <summary>Runs a program on this terminal. It stops what it started when it is told to stop; so it is told, and waited for.</summary>
    private static async Task<int> Execute(string program, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!;
        using var stopping = ct.Register(() => ServeProcess.AskToStop(process));
        await process.WaitForExitAsync(CancellationToken.None);
        ct.ThrowIfCancellationRequested();
        return process.ExitCode;
    }
}
