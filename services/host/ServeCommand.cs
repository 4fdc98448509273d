using System.Diagnostics;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Story;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Host;

/// <summary>Plays roles until told to stop.</summary>
internal sealed class ServeCommand(IReadOnlyList<IRole> roles) : ICommand
{
    /// <summary>Printed last, once everything is there: whoever starts this program waits for the line.</summary>
    public const string UpLine = "按 Ctrl+C 停止。";

    /// <summary>Beside the ports of the roles (5100 to 5151), so that the address stays the same at every start.</summary>
    private const int SimulatorPort = 5190;

    private const string EnvironmentPrefix = "ENFORCEMENT_";

    public string Name => "serve";

    public string Summary => "启动平台（默认全部角色在一个进程内）";

    public string Usage =>
        $"""
        选项：
          --roles 角色[,角色…]     只启动所列角色，可选：{string.Join("、", roles.Select(role => role.Name))}
          --demo                   空库时写入演示数据（虚构单位和人员），并显示演示账号；未设置上级平台时另启动模拟平台
          --demo-case              与 --demo 同用：尚无公示时，启动后在后台经公开接口办理一件虚构案件直至公示
          --simulator-port 端口    模拟平台的本机端口，默认{SimulatorPort}；被占用时改用空闲端口，0为总是自动选择
          --new                    锚点证明曾有账本而数据目录为空时，确认另建新账本（原锚点改名保留）
          --after-loss             通知来源的账本写明损失已由两人确认（enforce recover）时，本次启动从确认处继续接收其通知
          --config 文件            JSON设置文件
          --Platform:名称=值       单项设置，优先于环境变量（{EnvironmentPrefix}Platform__名称）和设置文件；--Gateway:…=值 同

        收到 SIGTERM 或按 Ctrl+C 时，办完正在处理的请求后停止。退出码：0 正常停止，2 参数、设置或运行环境有误。
        """;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var arguments = Arguments.Read(args, ["roles", "config", "simulator-port"], ["demo", "demo-case", "new", "after-loss"]);
        var options = Read(arguments);
        if (arguments.Flag("demo-case") && !options.DemoData)
        {
            throw new UsageException("--demo-case 须与 --demo 同用。");
        }

        StartCheck.ThrowIfAny(options, roles);
        await using var simulator = await StartSimulator(options, arguments.Number("simulator-port", SimulatorPort, 0, 65535), ct);
        await using var platform = Platform.Build(simulator is null ? options : options.WithSections(simulator.Settings), roles, Suite.Adapters);
        await platform.Start(ct);
        PrintAddresses(platform, options, simulator, began);
        if (options.DemoData)
        {
            await PrepareDemo(platform.Services.GetServices<IDemoData>(), Console.Out, ct);
        }

        Console.WriteLine(UpLine);
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var played = arguments.Flag("demo-case") ? PlayDemoCase(platform, stopped.Token) : Task.CompletedTask;
        await platform.WaitForStop(ct);
        await stopped.CancelAsync();
        await played;
        Console.WriteLine("已停止。");
        return CommandLine.Done;
    }

    private static async Task PlayDemoCase(Platform platform, CancellationToken ct)
    {
        if (DemoCase.CanBePlayed(platform) && await DemoCase.Play(platform, ct) is { } outcome)
        {
            Console.WriteLine(outcome);
        }
    }

    private PlatformOptions Read(Arguments arguments) => SettingsOf(arguments, roles);

    /// <summary>The settings of a command line: file, environment, words.</summary>
    internal static PlatformOptions SettingsOf(Arguments arguments, IReadOnlyList<IRole> roles)
    {
        if (arguments.Rest.Count > 0)
        {
            throw new UsageException($"多余的参数：{string.Join(' ', arguments.Rest)}");
        }

        var configuration = new ConfigurationBuilder();
        if (arguments.Value("config") is { } file)
        {
            configuration.AddJsonFile(Existing(file), optional: false);
        }

        configuration.AddEnvironmentVariables(EnvironmentPrefix).AddInMemoryCollection(arguments.Settings);
        var options = PlatformOptions.Read(Built(configuration), roles);
        var chosen = arguments.Value("roles")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return options with
        {
            Roles = chosen ?? options.Roles,
            DemoData = options.DemoData || arguments.Flag("demo"),
            NewLedgers = options.NewLedgers || arguments.Flag("new"),
            AfterLoss = options.AfterLoss || arguments.Flag("after-loss"),
        };
    }

    private static string Existing(string file) => File.Exists(file)
        ? Path.GetFullPath(file)
        : throw new SettingsException([$"--config {Path.GetFullPath(file)}：没有这个设置文件，请核对路径；不用设置文件时去掉该选项。"]);

    private static IConfigurationRoot Built(ConfigurationBuilder configuration)
    {
        try
        {
            return configuration.Build();
        }
        catch (InvalidDataException error)
        {
            throw new SettingsException([$"设置文件不是有效的JSON，请改正后重试：{(error.InnerException ?? error).Message}"]);
        }
    }

    /// <summary>A demonstration without an upper-level platform gets a simulated one; an installation in use never does.</summary>
    private async Task<SimulatorProcess?> StartSimulator(PlatformOptions options, int port, CancellationToken ct)
    {
        var plays = roles.Any(role => role.Name == ServiceRole.Gateway) && (options.Roles.Length == 0 || options.Roles.Contains(ServiceRole.Gateway));
        if (!options.DemoData || !plays || options.Has("Gateway:Destinations"))
        {
            return null;
        }

        var isFree = SimulatorProcess.IsFree(port);
        Console.Write(isFree ? "" : $"端口{port}已被占用，模拟平台改用空闲端口；要固定端口，请用 --simulator-port 另行指定。{Environment.NewLine}");
        return await SimulatorProcess.Start(new(options.DataDirectory, options.KeyDirectory, options.Anchors), isFree ? port : 0, ct);
    }

    private static void PrintAddresses(Platform platform, PlatformOptions options, SimulatorProcess? simulator, long began)
    {
        Console.WriteLine($"平台已启动，用时{Stopwatch.GetElapsedTime(began).TotalSeconds:0.0}秒。");
        if (platform.Roles.Contains(ServiceRole.PortalPublic))
        {
            Console.WriteLine($"  公示网站（公众查询，不用登录）  {(options.PublicAddress.Length > 0 ? options.PublicAddress : platform.HttpOf(ServiceRole.PortalPublic))}");
        }

        foreach (var role in platform.Roles.Where(role => role != ServiceRole.PortalPublic))
        {
            Console.WriteLine($"  {ServiceRole.ToChinese(role)}  接口文档 {new Uri(platform.HttpOf(role), "/docs")}  gRPC {platform.GrpcOf(role)}");
        }

        if (simulator is not null)
        {
            Console.WriteLine($"  模拟平台（不是真实的上级平台）  {simulator.Address}");
        }
    }

    /// <summary>A ledger that takes no appends, whatever for, holds up no start: what is there can be read.</summary>
    internal static async Task PrepareDemo(IEnumerable<IDemoData> demonstrations, TextWriter output, CancellationToken ct)
    {
        foreach (var demo in demonstrations)
        {
            try
            {
                Print(await demo.Prepare(ct), output);
            }
            catch (Exception failure) when (failure is Fault { Type.Kind: FaultKind.Unavailable or FaultKind.Damaged } or LedgerDamagedException or CellDamagedException or StorageFullException)
            {
                output.WriteLine($"演示数据没有准备完，已有的内容仍可查询：{(failure is Fault refused ? refused.Sentence : failure.Message)}");
            }
        }
    }

    private static void Print(IReadOnlyList<DemoAccount> accounts, TextWriter output)
    {
        output.Write(accounts.Count > 0 ? $"演示账号（虚构人员，仅供演示）：{Environment.NewLine}" : "");
        foreach (var account in accounts)
        {
            output.WriteLine($"  {account.Account} / {account.Password}  {account.Person}（{account.Organ}，{account.Post}）");
        }
    }
}
