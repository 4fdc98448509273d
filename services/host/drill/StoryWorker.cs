using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Story;
using EnforcementPlatform.Kernel;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.IdentityModel.JsonWebTokens;

namespace EnforcementPlatform.Host.Drill;

/// <summary>
/// One caller who plays the whole story over and over, through every role, until it is cut off; after a restart it begins with another case.
/// Every request with an id goes on record before it is sent.
/// </summary>
internal sealed class StoryWorker(Func<Cast> signedIn, Func<string, CallInvoker> anybodyTo, IProduct product, History history)
{
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
        catch (Exception cut) when (cut is RpcException or StepFailedException or HttpRequestException or OperationCanceledException)
        {
            // Cut off. What was sent stays unknown until it is sent again.
        }
    }

    private async Task Play(CancellationToken ct)
    {
        var scene = new Scene(new StoryPrinter(TextWriter.Null), new SeenSoFar(), folders: null, anybodyTo, product.PublicPages, ct);
        var cast = await Cast.SignIn(role => anybodyTo(role).Intercept(new OnRecord(role, signedIn, history)), printer: null, ct);
        foreach (var chapter in Story.Story.Chapters(cast, []).Where(chapter => chapter is not PublicProofChapter))
        {
            await chapter.Play(scene);
        }
    }

    /// <summary>Puts every request with an id on record, in the name of whoever's token it carries.</summary>
    private sealed class OnRecord(string role, Func<Cast> signedIn, History history) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            if (((IMessage)request).Descriptor.FindFieldByName("request_id")?.Accessor.GetValue((IMessage)request) is not string id || !Guid.TryParse(id, out var requestId))
            {
                return continuation(request, context);
            }

            var account = AccountOf(context.Options.Headers!);
            var method = context.Method;
            var act = history.Begin(account, method.FullName.TrimStart('/'), requestId, async ct =>
                (IMessage)await signedIn().Of(account).CallsTo(role).AsyncUnaryCall(method, null, new CallOptions(cancellationToken: ct), request).ResponseAsync);
            var headers = new TaskCompletionSource<Metadata>();
            headers.SetResult([]);
            return new(Send(), headers.Task, () => Status.DefaultSuccess, () => [], () => { });

            async Task<TResponse> Send() => (TResponse)await act.SendOrThrow(context.Options.CancellationToken);
        }

        private static string AccountOf(Metadata headers) => new JsonWebToken(headers.GetValue("authorization")!["Bearer ".Length..]).Subject;
    }
}
