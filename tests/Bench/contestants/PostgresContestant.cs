using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Npgsql;

namespace EnforcementPlatform.Bench.Contestants;

/// <summary>The same act behind the same shell, kept by PostgreSQL. A process of its own.</summary>
internal sealed class PostgresContestant : ICommand
{
    /// <summary>Connections of the pool: more than two cores can keep busy, fewer than would only switch between backends.</summary>
    private const int Connections = 32;

    public string Name => "contestant postgres";

    public string Summary => "对照：同一外壳，由PostgreSQL保存";

    public string Usage => "--port 端口 --keys 密钥目录 --scratch 目录 --connection 连接串";

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var arguments = Arguments.Read(args, ["port", "keys", "scratch", "connection"], []);
        var connection = new NpgsqlConnectionStringBuilder(Required(arguments, "connection")) { MaxPoolSize = Connections, MaxAutoPrepare = 16, AutoPrepareMinUsages = 2, NoResetOnClose = true };
        await using var source = NpgsqlDataSource.Create(connection);
        var folders = ProductFolders.In(Required(arguments, "scratch"));
        var options = new PlatformOptions
        {
            DataDirectory = folders.Data,
            KeyDirectory = Required(arguments, "keys"),
            Anchors = folders.Anchors,
            Ports = new() { [ServiceRole.Records] = new() { Grpc = arguments.Number("port", 0, 0, 65_535) } },
        };
        await using var platform = Platform.Build(options, [new PostgresRole(new(source))]);
        await platform.Start(ct);
        Console.WriteLine(ServeCommand.UpLine);
        await platform.WaitForStop(ct);
        return CommandLine.Done;
    }

    private static string Required(Arguments arguments, string name) => arguments.Value(name) ?? throw new UsageException($"缺少 --{name}。");
}
