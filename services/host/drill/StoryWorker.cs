using System.Collections.Concurrent;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Story;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace EnforcementPlatform.Host.Drill;

/// <summary>
/// One caller who plays the whole story over and over, through every role, until it is cut off; after a restart it begins with another case.
/// Every request with an id goes on record before it is sent.
/// </summary>
internal sealed class StoryWorker(Func<Cast> signedIn, Func<string, CallInvoker> anybodyTo, IProduct product, History history)
{
    private readonly ConcurrentDictionary<Guid, bool> _sent = [];

    /// <summary>Plays until cancelled or cut off.</summary>
    public async Task Run(CancellationToken ct)
    {
        try
        {
            while (!ct.IsCancellationRequested)
            {
                await Play(ct);
            }
        }
        catch (Exception cut) when (cut is RpcException or StepFailedException or HttpRequestException or IOException or InvalidOperationException or OperationCanceledException)
        {
            // Cut off, perhaps in the middle of a stream. What was sent stays unknown until it is sent again.
        }
    }

    private async Task Play(CancellationToken ct)
    {
        var scene = new Scene(new StoryPrinter(TextWriter.Null), new SeenSoFar(), folders: null, anybodyTo, product.PublicPages, ct);
        var cast = await Cast.SignIn(role => anybodyTo(role).Intercept(new RecordedCalls(role, _sent, signedIn, history)), printer: null, ct);
        foreach (var chapter in Story.Story.Chapters(cast, []).Where(chapter => chapter is not PublicProofChapter))
        {
            await chapter.Play(scene);
        }
    }
}
