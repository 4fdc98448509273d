using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace EnforcementPlatform.Host.Product;

/// <summary>
/// One channel to each role of a product, opened when it is first wanted. Every call that the story and the drills make has a deadline: who plays never
/// waits for good. One without an answer in time is refused with <see cref="StatusCode.DeadlineExceeded"/>, which names its rpc.
/// </summary>
internal sealed class RoleChannels(IProduct product) : IDisposable
{
    private readonly ConcurrentDictionary<string, GrpcChannel> _open = new();

    public CallInvoker To(string role) => _open.GetOrAdd(role, name => GrpcChannel.ForAddress(product.GrpcOf(name))).Intercept(new Bounded());

    public void Dispose()
    {
        foreach (var channel in _open.Values)
        {
            channel.Dispose();
        }
    }

    /// <summary>Gives a deadline to every call that has none.</summary>
    private sealed class Bounded : Interceptor
    {
        /// <summary>Longer than any answer takes on a machine that is busy with much else.</summary>
        private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(2);

        /// <summary>Of a whole stream, a recording for example.</summary>
        private static readonly TimeSpan LongestStream = TimeSpan.FromMinutes(10);

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var call = continuation(request, Within(LongestAnswer, context));
            return new(Named(context.Method.FullName, call.ResponseAsync), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
        }

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation) =>
            continuation(Within(LongestStream, context));

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
            continuation(request, Within(LongestStream, context));

        private static ClientInterceptorContext<TRequest, TResponse> Within<TRequest, TResponse>(TimeSpan longest, ClientInterceptorContext<TRequest, TResponse> context)
            where TRequest : class
            where TResponse : class =>
            context.Options.Deadline is null ? new(context.Method, context.Host, context.Options.WithDeadline(DateTime.UtcNow + longest)) : context;

        private static async Task<TResponse> Named<TResponse>(string rpc, Task<TResponse> answer)
        {
            try
            {
                return await answer;
            }
            catch (RpcException late) when (late.StatusCode == StatusCode.DeadlineExceeded)
            {
                throw new RpcException(new(late.StatusCode, $"{rpc}: {late.Status.Detail}", late), late.Trailers);
            }
        }
    }
}
