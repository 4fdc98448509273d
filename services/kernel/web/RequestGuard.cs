using System.Globalization;
using System.Text;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The one middleware: what fails before the interceptors (a truncated message, bad UTF-8, JSON of the wrong shape, an unknown route) leaves
/// in the same shape as every other refusal.
/// </summary>
/// <param name="largestMessage">Bytes of a request in JSON that are read at the most.</param>
internal sealed partial class RequestGuard(RequestDelegate next, int largestMessage, CallMetrics metrics, ILogger<RequestGuard> log)
{
    private const string GrpcContentType = "application/grpc";
    private const string JsonContentType = "application/json; charset=utf-8";

    public Task Invoke(HttpContext http)
    {
        if (http.Request.ContentType?.StartsWith(GrpcContentType, StringComparison.Ordinal) == true)
        {
            return Grpc(http);
        }

        // What is withdrawn, corrected or another's must not be shown again from a cache between us and the reader. Files that never change say otherwise themselves.
        http.Response.Headers.CacheControl = "no-store";
        return http.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is { } rpc ? Json(http, rpc) : Plain(http);
    }

    /// <summary>gRPC: grpc-dotnet never throws; it leaves a status without details where the interceptors were not reached.</summary>
    private async Task Grpc(HttpContext http)
    {
        if (http.GetEndpoint() is null)
        {
            BeginGrpc(http.Response);
            WriteTrailers(http.Response.Headers, Refused(http, PlatformFaults.NoSuchMethod.Now()));
            return;
        }

        await next(http);
        if (http.Response.StatusCode != StatusCodes.Status200OK)
        {
            BeginGrpc(http.Response);
        }

        var trailers = http.Response.HasStarted ? http.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers : http.Response.Headers;
        if (StatusIn(trailers) is { } code && code != StatusCode.OK && !trailers.ContainsKey(RichStatus.Trailer))
        {
            WriteTrailers(trailers, Mend(http, code));
        }
    }

    private Google.Rpc.Status Mend(HttpContext http, StatusCode code)
    {
        var isUnread = !FaultInterceptor.WasReached(http);
        return code switch
        {
            StatusCode.Cancelled => Refused(http, PlatformFaults.CallerLeft.Now()),
            StatusCode.DeadlineExceeded => Refused(http, PlatformFaults.TooLate.Now()),
            StatusCode.ResourceExhausted when isUnread => Refused(http, PlatformFaults.RequestTooLarge.Now()),
            StatusCode.Unimplemented when isUnread => Refused(http, PlatformFaults.UnsupportedEncoding.Now()),
            _ when isUnread => Refused(http, KernelFaults.MalformedRequest.Now()),
            _ => Unforeseen(http, "the answer could not be written"),
        };
    }

    /// <summary>JSON of an rpc: checked against its descriptor before transcoding reads it.</summary>
    private async Task Json(HttpContext http, GrpcJsonTranscodingMetadata rpc)
    {
        var body = http.Response.Body;
        http.Response.Body = new HeldBody(body, () => FaultInterceptor.WasReached(http) && (http.Response.HasStarted || FaultInterceptor.RefusalOf(http) is null));
        try
        {
            await new JsonRequest(http.Request, rpc, largestMessage).Check();
            await next(http);
        }
        catch (Fault fault)
        {
            await Answer(http, body, Refused(http, fault));
            return;
        }
        catch (BadHttpRequestException error)
        {
            await Answer(http, body, Refused(http, Unreadable(error).Now()));
            return;
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            await Answer(http, body, Unforeseen(http, Traces.Describe(error)));
            return;
        }
        finally
        {
            http.Response.Body = body;
        }

        if (http.Response.HasStarted)
        {
            return;
        }

        // One writer for every refusal: transcoding would spell the same status otherwise.
        if (FaultInterceptor.RefusalOf(http) is { } status)
        {
            await Answer(http, body, status);
        }
        else if (!FaultInterceptor.WasReached(http))
        {
            await Answer(http, body, Refused(http, KernelFaults.MalformedRequest.Now()));
        }
    }

    /// <summary>Everything else: pages, and addresses that do not exist.</summary>
    private async Task Plain(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Fault fault) when (!http.Response.HasStarted)
        {
            await Show(http, Refused(http, fault));
            return;
        }
        catch (BadHttpRequestException error)
        {
            await Show(http, Refused(http, Unreadable(error).Now()));
            return;
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            await Show(http, Unforeseen(http, Traces.Describe(error)));
            return;
        }

        if (!http.Response.HasStarted && RefusalFor(http.Response) is { } type)
        {
            await Show(http, Refused(http, type.Now()));
        }
    }

    /// <summary>To people as a page where their role has one, else as JSON.</summary>
    private static Task Show(HttpContext http, Google.Rpc.Status status) =>
        http.RequestServices.GetKeyedService<IRefusalPage>(RoleOfConnection.Of(http)) is { } page
            ? page.Write(http, RichStatus.ToRefusal(status))
            : Answer(http, http.Response.Body, status);

    private static FaultType? RefusalFor(HttpResponse response) => response switch
    {
        { ContentLength: > 0 } => null,
        { StatusCode: StatusCodes.Status404NotFound } => PlatformFaults.NoSuchRoute,
        { StatusCode: StatusCodes.Status405MethodNotAllowed } => PlatformFaults.WrongVerb,
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } => PlatformFaults.WrongContentType,
        _ => null,
    };

    private static FaultType Unreadable(BadHttpRequestException error) =>
        error.StatusCode == StatusCodes.Status413PayloadTooLarge ? PlatformFaults.RequestTooLarge : KernelFaults.MalformedRequest;

    private static async Task Answer(HttpContext http, Stream body, Google.Rpc.Status status)
    {
        var json = Encoding.UTF8.GetBytes(status.ToJson());
        http.Response.StatusCode = RichStatus.HttpStatusOf(status);
        http.Response.ContentType = JsonContentType;
        http.Response.ContentLength = json.Length;
        await body.WriteAsync(json, http.RequestAborted);
    }

    private static void BeginGrpc(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = GrpcContentType;
    }

    private static StatusCode? StatusIn(IHeaderDictionary trailers) =>
        trailers.TryGetValue("grpc-status", out var text) && int.TryParse(text, out var code) ? (StatusCode)code : null;

    private static void WriteTrailers(IHeaderDictionary trailers, Google.Rpc.Status status)
    {
        trailers["grpc-status"] = ((int)status.Code).ToString(CultureInfo.InvariantCulture);
        trailers["grpc-message"] = Uri.EscapeDataString(status.Message);
        trailers[RichStatus.Trailer] = Convert.ToBase64String(status.ToByteArray());
    }

    private Google.Rpc.Status Refused(HttpContext http, Fault fault)
    {
        var status = RichStatus.Of(fault, RefusedCall.Unreached(http));
        metrics.Refused(RpcOf(http), fault.Type.Reason, status);
        return status;
    }

    private Google.Rpc.Status Unforeseen(HttpContext http, string what)
    {
        var trace = Traces.Current();
        var endpoint = http.GetEndpoint()?.DisplayName ?? "";
        LogUnforeseen(endpoint, trace, what);
        var status = RichStatus.Internal(trace);
        metrics.Refused(RpcOf(http), RichStatus.InternalReason, status);
        return status;
    }

    /// <summary>The rpc that the address names, whether or not it was reached; empty for a page and for what does not exist.</summary>
    private static string RpcOf(HttpContext http)
    {
        var metadata = http.GetEndpoint()?.Metadata;
        return metadata?.GetMetadata<GrpcJsonTranscodingMetadata>() is { MethodDescriptor: var method }
            ? $"{method.Service.FullName}/{method.Name}"
            : metadata?.GetMetadata<GrpcMethodMetadata>()?.Method.FullName.TrimStart('/') ?? "";
    }

    [LoggerMessage(1102, LogLevel.Error, "{Endpoint}出错，编号{Trace}：{Error}")]
    private partial void LogUnforeseen(string endpoint, string trace, string error);
}
