using System.Collections.Concurrent;
using System.Collections.Immutable;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// How a service asks another: over gRPC on its port, whether that role runs in this process or elsewhere, with a token of its own (an anonymous
/// role without) and a time limit. A call that gets no answer throws <see cref="KernelFaults.PeerUnavailable"/>; a refusal stays an <see cref="RpcException"/> for the
/// caller to understand, and the interceptor lets none of these through to a client.
/// </summary>
public sealed class Peers : IDisposable
{
    /// <summary>
    /// A role that was away is tried again within a second, on each call after that. The library's own pauses grow to two minutes, in which every
    /// call is refused although the role is back.
    /// </summary>
    private static readonly GrpcChannelOptions Reconnecting = new() { InitialReconnectBackoff = TimeSpan.FromMilliseconds(200), MaxReconnectBackoff = TimeSpan.FromSeconds(1) };

    private readonly ConcurrentDictionary<string, GrpcChannel> _channels = new();
    private readonly PlatformOptions _options;
    private readonly IServiceProvider _services;

    internal Peers(PlatformOptions options, IServiceProvider services)
    {
        _options = options;
        _services = services;
        Patience = TimeSpan.FromSeconds(options.PeerSeconds);
    }

    /// <summary>How long an answer is waited for.</summary>
    public TimeSpan Patience { get; }

    /// <summary>Calls to <paramref name="callee"/> in the name of <paramref name="caller"/>.</summary>
    public CallInvoker To(string callee, string caller)
    {
        var tokens = _services.GetRequiredKeyedService<Tokens>(caller);
        return _channels.GetOrAdd(callee, Open).Intercept(new Outgoing(callee, Patience, () => tokens.ForService(callee)));
    }

    /// <summary>Calls to <paramref name="callee"/> in nobody's name: only what the rights table calls public is answered.</summary>
    public CallInvoker To(string callee) => _channels.GetOrAdd(callee, Open).Intercept(new Outgoing(callee, Patience, token: null));

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }

    private GrpcChannel Open(string callee)
    {
        var here = _services.GetRequiredService<RunningRoles>().Find(callee);
        var address = here?.Grpc ?? _options.Peers.GetValueOrDefault(callee) ?? throw KernelFaults.PeerUnavailable.With(("service", callee));
        return GrpcChannel.ForAddress(address, Reconnecting);
    }

    /// <summary>Adds the token and a time limit, and tells silence from refusal.</summary>
    private sealed class Outgoing(string callee, TimeSpan patience, Func<string>? token) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var call = continuation(request, Signed(context, context.Options.Deadline ?? DateTime.UtcNow + patience));
            return new(Answer(call.ResponseAsync), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
            continuation(request, Signed(context, context.Options.Deadline));

        private ClientInterceptorContext<TRequest, TResponse> Signed<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, DateTime? deadline)
            where TRequest : class
            where TResponse : class
        {
            var headers = new Metadata();
            if (token is not null)
            {
                headers.Add("authorization", $"Bearer {token()}");
            }

            foreach (var header in context.Options.Headers ?? [])
            {
                headers.Add(header);
            }

            var options = context.Options.WithHeaders(headers);
            return new(context.Method, context.Host, deadline is { } limit ? options.WithDeadline(limit) : options);
        }

        private async Task<TResponse> Answer<TResponse>(Task<TResponse> response)
        {
            try
            {
                return await response;
            }
            catch (RpcException error) when (error.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Unimplemented)
            {
                throw new Fault(KernelFaults.PeerUnavailable, ImmutableSortedDictionary<string, string>.Empty.Add("service", callee), [], error);
            }
        }
    }
}
