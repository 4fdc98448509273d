using EnforcementPlatform.Records;

namespace EnforcementPlatform.Host;

/// <summary>Prepares the first set-up before there is anything to start: <c>setup example</c> and <c>setup check</c>.</summary>
internal sealed class SetupCommand(TextWriter output, TimeProvider clock) : ICommand
{
    private static readonly TimeSpan ShanghaiOffset = TimeSpan.FromHours(8);

    public string Name => "setup";

    public string Summary => "准备首次开局资料：写出样例，检查资料";

    public string Usage =>
        """
        用法：
          enforce setup example > setup.json     写出样例：虚构的单位和四名管理员，各有随机的初始密码；请按本单位情况修改
          enforce setup check setup.json         检查整份资料，一处错误一行并注明位置；不写入任何数据

        检查通过后，用 Platform:FirstSetup 指明文件并启动，只对空账本办理一次；办理后请删除文件并去掉该设置。
        退出码：0 已写出或者检查通过，2 资料或者参数有误。
        """;

    public Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        switch (Arguments.Read(args, [], []).Rest)
        {
            case ["example"]:
                output.WriteLine(FirstSetup.Example(DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(ShanghaiOffset).DateTime)));
                break;
            case ["check", var path]:
                Check(path);
                break;
            default:
                throw new UsageException("应写 setup example，或者 setup check 文件。");
        }

        return Task.FromResult(CommandLine.Done);
    }

    private void Check(string path)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"没有文件 {Path.GetFullPath(path)}。");
        }

        foreach (var line in FirstSetup.Check(path))
        {
            output.WriteLine($"  {line}");
        }

        output.WriteLine("检查通过，未写入任何数据。");
    }
}
