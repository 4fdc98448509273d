using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Kernel;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>
/// Asks again where the product says that a view is behind what was done (VIEW_BEHIND), as an application does: on a busy machine that is longer than the
/// product lets one question wait. Outside of <see cref="SeenSoFar"/>, which says what was done.
/// </summary>
internal sealed class SeesWhatItDid : Interceptor
{
    private const int MostAttempts = 60;

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var call = continuation(request, context);
        var headers = new TaskCompletionSource<Metadata>(TaskCreationOptions.RunContinuationsAsynchronously);
        return new(Answer(), headers.Task, () => call.GetStatus(), () => call.GetTrailers(), () => call.Dispose());

        async Task<TResponse> Answer()
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    var response = await call.ResponseAsync;
                    headers.SetResult(await call.ResponseHeadersAsync);
                    return response;
                }
                catch (RpcException behind) when (attempt < MostAttempts && Refusal.Of(behind).Reason == KernelFaults.ViewBehind.Reason)
                {
                    call = continuation(request, context);
                }
                catch
                {
                    headers.SetCanceled();
                    throw;
                }
            }
        }
    }
}
