using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Bench;
using Xunit;

namespace EnforcementPlatform.Tests.Slow;

/// <summary>The measurements run from end to end on tiny sizes. How fast anything is, no test asserts.</summary>
public class BenchTests
{
    private const string Postgres = "/usr/lib/postgresql/15/bin/postgres";

    private static readonly TimeSpan LongestBench = TimeSpan.FromMinutes(10);

    /// <summary>Columns of the table of goals: what is stated of each.</summary>
    private static readonly string[] Verdicts = ["达到", "未达到"];

    [Fact]
    public async Task Acts_are_measured_beside_an_echo()
    {
        var printed = await Bench("append", "--cases", "200", "--rounds", "1", "--seconds", "1", "--without-postgres");
        Assert.Contains("平台 ÷ PostgreSQL", printed);
        Assert.Contains("未测：按选项略过", printed);
        AssertGoal(printed, "平台 ÷ 回显");
    }

    [Fact]
    public async Task Acts_are_measured_beside_PostgreSQL_where_it_is_installed()
    {
        Assert.SkipUnless(File.Exists(Postgres), "PostgreSQL 15 is not installed, and a test installs nothing");
        var printed = await Bench("append", "--cases", "200", "--rounds", "1", "--seconds", "1");
        AssertGoal(printed, "平台 ÷ PostgreSQL");
    }

    [Fact]
    public async Task Reads_are_measured_beside_an_echo()
    {
        var printed = await Bench("read", "--cases", "60", "--rounds", "1", "--seconds", "1");
        AssertGoal(printed, "列表（视图）÷ 等长回显");
        AssertGoal(printed, "案件（账本，已在内存）÷ 等长回显");
        Assert.Contains("首次读取的中位数", printed);
    }

    [Fact]
    public async Task The_building_of_views_is_measured()
    {
        var printed = await Bench("views", "--entries", "500", "--rounds", "1");
        AssertGoal(printed, "每条两个语句");
        AssertGoal(printed, "每条六个语句");
    }

    [Fact]
    public async Task Start_and_memory_are_measured()
    {
        var printed = await Bench("start", "--rounds", "1", "--rest", "0");
        AssertGoal(printed, "启动 ÷ 空的grpc-dotnet服务");
        AssertGoal(printed, "演示后内存");
    }

    [Fact]
    public async Task A_program_outside_the_source_tree_says_that_it_cannot_measure()
    {
        var missing = await Assert.ThrowsAsync<UsageException>(() => new BenchCommand(Path.GetTempPath()).Run(["append"], TestContext.Current.CancellationToken));
        Assert.Contains("须在源代码目录中运行", missing.Message);
    }

    /// <summary>Runs the bench as it was built with these tests; <c>enforce bench</c> would build it anew.</summary>
    private static async Task<string> Bench(params string[] words)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "../../Bench/release/EnforcementPlatform.Bench.dll");
        var (code, printed, complained) = await ChildProcess.Run(new("dotnet", [Path.GetFullPath(program), "bench", .. words]), LongestBench);
        Assert.True(code == CommandLine.Done, printed + complained);
        return printed;
    }

    private static void AssertGoal(string printed, string goal)
    {
        var line = Assert.Single(printed.Split('\n'), line => line.StartsWith(goal, StringComparison.Ordinal));
        Assert.Contains(line.TrimEnd().Split(' ')[^1], Verdicts);
    }
}
