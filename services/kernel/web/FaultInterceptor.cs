using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The outermost interceptor: every refusal leaves as <see cref="RichStatus"/>. A status of another service never passes through, no
/// exception of the class library becomes the caller's mistake, and what nobody foresaw leaves a trace id and a log line, no payload.
/// </summary>
internal sealed partial class FaultInterceptor(ILogger<FaultInterceptor> log, CallMetrics metrics, IHostApplicationLifetime lifetime) : Interceptor
{
    private static readonly object Reached = new();
    private static readonly object Refused = new();

    /// <summary>True once a call came this far; before that, what failed was the reading of the caller's message.</summary>
    public static bool WasReached(HttpContext http) => http.Items.ContainsKey(Reached);

    /// <summary>What the call was refused with; null where it was not, or has not come this far.</summary>
    public static Google.Rpc.Status? RefusalOf(HttpContext http) => http.Items.TryGetValue(Refused, out var status) ? (Google.Rpc.Status?)status : null;

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            Begin(context);
            return Done(await continuation(request, context), context);
        }
        catch (Exception error)
        {
            throw Refusal(error, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            Begin(context);
            await continuation(request, responseStream, context);
            metrics.Done(context.Rpc());
        }
        catch (Exception error)
        {
            throw Refusal(error, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            Begin(context);
            return Done(await continuation(new RequestMessages<TRequest>(requestStream), context), context);
        }
        catch (Exception error)
        {
            throw Refusal(error, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            Begin(context);
            await continuation(new RequestMessages<TRequest>(requestStream), responseStream, context);
            metrics.Done(context.Rpc());
        }
        catch (Exception error)
        {
            throw Refusal(error, context);
        }
    }

    private static void Begin(ServerCallContext context) => context.UserState[Reached] = Reached;

    private TResponse Done<TResponse>(TResponse response, ServerCallContext context)
    {
        metrics.Done(context.Rpc());
        return response;
    }

    private RpcException Refusal(Exception error, ServerCallContext context)
    {
        var fault = error switch
        {
            Fault known => known,
            CellDamagedException damaged => KernelFaults.CellDamaged.With(("cell", damaged.Cell)),
            LedgerDamagedException damaged => Damaged(damaged, context),
            _ when IsFull(error) => KernelFaults.StorageFull.Now(),
            OperationCanceledException when context.Deadline <= DateTime.UtcNow => PlatformFaults.TooLate.Now(),
            OperationCanceledException when context.CancellationToken.IsCancellationRequested => PlatformFaults.CallerLeft.Now(),
            IOException when context.CancellationToken.IsCancellationRequested => PlatformFaults.CallerLeft.Now(),

            // A call that outlasted the wait for calls under way: its ledger was closed under it, and the next process answers the same request.
            ObjectDisposedException or OperationCanceledException when lifetime.ApplicationStopping.IsCancellationRequested => KernelFaults.OutcomeUnknown.Now(),
            _ => null,
        };
        var status = fault is not null ? RichStatus.Of(fault, RefusedCall.Of(context)) : Unforeseen(error, context);
        metrics.Refused(context.Rpc(), fault?.Type.Reason ?? RichStatus.InternalReason, status);
        context.UserState[Refused] = status;
        return status.ToException();
    }

    private Fault Damaged(LedgerDamagedException damaged, ServerCallContext context)
    {
        LogDamaged(context.Rpc(), damaged.Message);
        return KernelFaults.LedgerDamaged.With(("place", damaged.Message));
    }

    [LoggerMessage(1104, LogLevel.Critical, "{Rpc}读到被改动或损坏的记录：{Place}。请用 enforce verify 查明范围，并从备份恢复")]
    private partial void LogDamaged(string rpc, string place);

    /// <summary>A full disk, named in the log with its path: nothing was kept, and people can end it.</summary>
    private bool IsFull(Exception error)
    {
        var isFull = error is StorageFullException || DiskError.IsFull(error);
        if (isFull)
        {
            LogFull(error.Message);
        }

        return isFull;
    }

    [LoggerMessage(1102, LogLevel.Error, "存储空间已用完：{Cause}")]
    private partial void LogFull(string cause);

    private Google.Rpc.Status Unforeseen(Exception error, ServerCallContext context)
    {
        var trace = Traces.Current();
        LogUnforeseen(context.Rpc(), trace, Traces.Describe(error));
        return RichStatus.Internal(trace);
    }

    [LoggerMessage(1101, LogLevel.Error, "{Rpc}出错，编号{Trace}：{Error}")]
    private partial void LogUnforeseen(string rpc, string trace, string error);

    /// <summary>The caller's messages, where one that cannot be read is the caller's mistake and nothing else is.</summary>
    private sealed class RequestMessages<T>(IAsyncStreamReader<T> messages) : IAsyncStreamReader<T>
    {
        public T Current => messages.Current;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            try
            {
                return await messages.MoveNext(cancellationToken);
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.ResourceExhausted)
            {
                throw PlatformFaults.RequestTooLarge.Now();
            }
            catch (Exception error) when (error is (IOException and not InvalidProtocolBufferException) or OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
            {
                throw PlatformFaults.CallerLeft.Now(); // hung up in the middle of its messages, which the call may not have been told yet
            }
            catch (Exception error) when (error is RpcException or InvalidProtocolBufferException or InvalidDataException)
            {
                throw KernelFaults.MalformedRequest.Now();
            }
        }
    }
}
