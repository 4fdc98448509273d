using System.Collections.Concurrent;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host.Story;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.IdentityModel.JsonWebTokens;

namespace EnforcementPlatform.Host.Drill;

/// <summary>
/// Puts every request with an id on record before it is sent, in the name of whoever's token it carries, so that it can be sent again after a
/// kill by whoever is signed in then. What is sent a second time on purpose goes through: its sender checks the answer.
/// </summary>
/// <param name="role">Role that is called.</param>
/// <param name="sent">Request ids seen so far by all who share it.</param>
internal sealed class RecordedCalls(string role, ConcurrentDictionary<Guid, bool> sent, Func<Cast> signedIn, History history) : Interceptor
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        if (IdOf((IMessage)request) is not { } id)
        {
            return continuation(request, context);
        }

        var account = AccountOf(context.Options);
        var act = Begin(account, context.Method, id, async ct =>
            (IMessage)await As(account).AsyncUnaryCall(context.Method, null, new(cancellationToken: ct), request).ResponseAsync);
        return new(Answer<TResponse>(act, context.Options), Task.FromResult<Metadata>([]), () => Status.DefaultSuccess, () => [], () => { });
    }

    /// <summary>Evidence: what is written is kept, to be sent again.</summary>
    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var call = continuation(context);
        var account = AccountOf(context.Options);
        var writer = new KeepingWriter<TRequest>(call.RequestStream);
        var first = call.ResponseAsync;
        writer.Begun = message => message is CollectEvidenceRequest { Header: { } header } && IdOf(header) is { } id
            ? Begin(account, context.Method, id, async ct => (IMessage)await (Interlocked.Exchange(ref first!, null) ?? Again(account, context.Method, writer.Written, ct)))
            : null;
        return new(writer, Answer(), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);

        async Task<TResponse> Answer() => await writer.FirstWrite is { } act ? await Answer<TResponse>(act, context.Options) : await call.ResponseAsync;
    }

    private async Task<TResponse> Again<TRequest, TResponse>(string account, Method<TRequest, TResponse> method, IReadOnlyList<TRequest> messages, CancellationToken ct)
        where TRequest : class
        where TResponse : class
    {
        using var call = As(account).AsyncClientStreamingCall(method, null, new(cancellationToken: ct));
        foreach (var message in messages)
        {
            await call.RequestStream.WriteAsync(message, ct);
        }

        await call.RequestStream.CompleteAsync();
        return await call.ResponseAsync;
    }

    private Guid? IdOf(IMessage request) =>
        request.Descriptor.FindFieldByName("request_id")?.Accessor.GetValue(request) is string text && Guid.TryParse(text, out var id) && sent.TryAdd(id, true) ? id : null;

    private DrillAct Begin(string account, IMethod method, Guid id, SendAct send) => history.Begin(account, method.FullName.TrimStart('/'), id, send);

    private CallInvoker As(string account) => signedIn().Of(account).CallsTo(role);

    private static async Task<TResponse> Answer<TResponse>(DrillAct act, CallOptions options) => (TResponse)await act.SendOrThrow(options.CancellationToken);

    private static string AccountOf(CallOptions options) => new JsonWebToken(options.Headers!.GetValue("authorization")!["Bearer ".Length..]).Subject;

    /// <summary>Keeps what is written, and lets the act begin before its first message.</summary>
    private sealed class KeepingWriter<TRequest>(IClientStreamWriter<TRequest> inner) : IClientStreamWriter<TRequest>
    {
        private readonly TaskCompletionSource<DrillAct?> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<TRequest> _written = [];

        public Func<TRequest, DrillAct?> Begun { get; set; } = _ => null;

        public Task<DrillAct?> FirstWrite => _first.Task;

        public IReadOnlyList<TRequest> Written => _written;

        public WriteOptions? WriteOptions
        {
            get => inner.WriteOptions;
            set => inner.WriteOptions = value;
        }

        public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

        public Task WriteAsync(TRequest message, CancellationToken ct)
        {
            if (_written.Count == 0)
            {
                _first.SetResult(Begun(message));
            }

            _written.Add(message);
            return inner.WriteAsync(message, ct);
        }

        public Task CompleteAsync() => inner.CompleteAsync();
    }
}
