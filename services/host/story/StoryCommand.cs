using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Law;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace EnforcementPlatform.Host.Story;

/// <summary>
/// Plays one complete case through the public gRPC APIs and checks at every step what a user would check: the end-to-end test of the suite.
/// </summary>
/// <param name="roles">Roles that the product plays when it is started here.</param>
/// <param name="ledgers">Roles with a ledger: those that are called, and whose ledgers are verified at the end.</param>
internal sealed class StoryCommand(IReadOnlyList<string> roles, IReadOnlyList<VerifiableRole> ledgers) : ICommand
{
    public string Name => "story";

    public string Summary => "演示并核对一件案件的全过程（虚构单位和人员）";

    public string Usage =>
        """
        不带选项时，在临时目录和空闲端口上自行启动平台（演示数据），演示结束后停止并删除。

        选项：
          --at 角色=地址[,…]       对已启动的平台演示，各角色的gRPC地址和公示页面的地址，例如 records=http://127.0.0.1:5111,…,portal-public=http://127.0.0.1:5100；该平台须以 --demo 启动
          --split                  自行启动时，每个角色各用一个进程

        每一步都核对办理结果；任何一步与预期不符即停止。退出码：0 全部符合，1 有不符，2 参数有误。
        """;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var arguments = Arguments.Read(args, ["at"], ["split"]);
        if (arguments.Rest.Count > 0 || (arguments.Flag("split") && arguments.Value("at") is not null))
        {
            throw new UsageException("--at 与 --split 不能同时使用，也没有其他参数。");
        }

        using var folder = new TemporaryFolder();
        try
        {
            await using var product = await Open(arguments, folder.Path, ct);
            return await Play(product, ct) ? CommandLine.Done : CommandLine.DoesNotHold;
        }
        catch (ProductFailedException error)
        {
            Console.Error.WriteLine(error.Message);
            return CommandLine.DoesNotHold;
        }
    }

    private async Task<IProduct> Open(Arguments arguments, string folder, CancellationToken ct)
    {
        if (arguments.Value("at") is { } at)
        {
            return new ProductElsewhere(Addresses(at));
        }

        var product = new StartedProduct(ProductFolders.In(folder), roles, arguments.Flag("split"));
        try
        {
            Console.WriteLine($"正在启动平台：{(arguments.Flag("split") ? "每个角色一个进程" : "全部角色在一个进程内")}。");
            await product.Start(ct);
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    private Dictionary<string, Uri> Addresses(string at)
    {
        string[] needed = [.. ledgers.Select(role => role.Name), ServiceRole.PortalPublic];
        var pairs = at.Split(',').Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2 && Uri.TryCreate(pair[1], UriKind.Absolute, out _)).ToArray();
        return pairs.Select(pair => pair[0]).Order().SequenceEqual(needed.Order())
            ? pairs.ToDictionary(pair => pair[0], pair => new Uri(pair[1]))
            : throw new UsageException($"--at 应给出每个角色（{string.Join('、', needed)}）的完整http或https地址。");
    }

    private async Task<bool> Play(IProduct product, CancellationToken ct)
    {
        var seen = new SeenSoFar();
        using var channels = new RoleChannels(product);
        CallInvoker Anybody(string role) => channels.To(role).Intercept(seen);
        var scene = new Scene(new StoryPrinter(Console.Out), seen, product.Folders, Anybody, product.PublicPages, ct);
        try
        {
            var cast = await Cast.SignIn(Anybody, scene.Printer, ct);
            foreach (var chapter in Story.Chapters(cast, ledgers))
            {
                scene.Printer.Chapter(chapter.Title);
                await chapter.Play(scene);
            }

            scene.Printer.End();
            return true;
        }
        catch (Exception error) when (error is StepFailedException or RpcException)
        {
            scene.Printer.Failed(error);
            return false;
        }
    }
}
