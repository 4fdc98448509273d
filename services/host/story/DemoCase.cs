using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace EnforcementPlatform.Host.Story;

/// <summary>
/// One case of the demonstration, from the clue to the published decision, so that the public pages of a demonstration are not empty: the first
/// chapters of the story, through the public APIs as everybody, while the product is already up.
/// </summary>
internal static class DemoCase
{
    private static readonly string[] Needed = [ServiceRole.Records, ServiceRole.Review, ServiceRole.Disclosure, ServiceRole.PortalPublic];

    /// <summary>True where this process plays every role that the case passes through.</summary>
    public static bool CanBePlayed(Platform platform) => Needed.All(platform.Roles.Contains);

    /// <summary>What came of it, in Chinese; null where something is published already. A start that was cut leaves its case as it was, and the next begins another.</summary>
    public static Task<string?> Play(Platform platform, CancellationToken ct) => Told(() => PlayChapters(platform, ct), ct);

    /// <summary>What <paramref name="play"/> says, or why it could not be played: whatever fails in it, the product is up and goes on.</summary>
    public static async Task<string?> Told(Func<Task<string?>> play, CancellationToken ct)
    {
        try
        {
            return await play();
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error)
        {
            return $"演示案件没有办理完成：{SentenceOf(error)}";
        }
    }

    private static string SentenceOf(Exception error) => error switch
    {
        StepFailedException failed => failed.Message,
        RpcException refused => Refusal.Of(refused).Sentence,
        Fault fault => fault.Sentence,
        _ => $"发生意外错误（{error.GetType().Name}：{error.Message}），平台照常运行。",
    };

    private static async Task<string?> PlayChapters(Platform platform, CancellationToken ct)
    {
        var seen = new SeenSoFar();
        using var channels = new RoleChannels(new ServedHere(platform));
        CallInvoker Anybody(string role) => channels.To(role).Intercept(seen);
        var published = new PublicDisclosureService.PublicDisclosureServiceClient(Anybody(ServiceRole.Disclosure));
        if ((await published.SearchDisclosuresAsync(new() { PageSize = 1 }, cancellationToken: ct)).Total > 0)
        {
            return null;
        }

        var scene = new Scene(new StoryPrinter(TextWriter.Null), seen, folders: null, Anybody, platform.HttpOf(ServiceRole.PortalPublic), ct);
        var cast = await Cast.SignIn(Anybody, printer: null, ct);
        foreach (var chapter in Story.Chapters(cast, []).TakeWhile(chapter => chapter is not DeliveryChapter))
        {
            await chapter.Play(scene);
        }

        return $"演示案件已办理并公示（虚构当事人）：{scene.Case.Decision.Number}";
    }

    /// <summary>The product in this process.</summary>
    private sealed class ServedHere(Platform platform) : IProduct
    {
        public Uri PublicPages => platform.HttpOf(ServiceRole.PortalPublic);

        public ProductFolders? Folders => null;

        public Uri GrpcOf(string role) => platform.GrpcOf(role);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
