using EnforcementPlatform.Law;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The one shape of every refusal (google.rpc.Status, AIP-193): over gRPC in the trailer <c>grpc-status-details-bin</c>, over HTTP as JSON
/// <c>{"code","message","details"}</c>. Details: ErrorInfo always (reason is API), BadRequest or PreconditionFailure where they apply, LocalizedMessage with the sentence for people, and Help with the addresses of the local instruments that it names.
/// </summary>
public static class RichStatus
{
    /// <summary>Domain of every reason.</summary>
    public const string Domain = "enforcement";

    /// <summary>Trailer that carries the details (grpc/grpc A-status-details).</summary>
    public const string Trailer = "grpc-status-details-bin";

    /// <summary>Reason of what nobody foresaw; its only value is the trace id.</summary>
    public const string InternalReason = "INTERNAL";

    private const string Locale = "zh-CN";
    private const string TraceId = "trace_id";

    /// <summary>Bound on listed violations: an HTTP/2 client may refuse a larger block of trailers (64 KiB with .NET).</summary>
    private const int MostViolations = 50;

    /// <summary>Message types that JSON may name in <c>details</c>.</summary>
    public static readonly TypeRegistry Types = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor);

    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithTypeRegistry(Types));

    public static Google.Rpc.Status Of(Fault fault, RefusedCall call)
    {
        var sentence = fault.Type == KernelFaults.NotPermitted ? fault.Sentence + WhoElse(call.Rpc) : fault.Sentence;
        var status = Begin(fault.StatusCode, sentence, Info(fault, call));
        if (fault.Type.Kind == FaultKind.Malformed && fault.Violations.Length > 0)
        {
            status.Details.Add(Any.Pack(Fields(fault, call)));
        }
        else if (fault.Type.Kind == FaultKind.Refused)
        {
            status.Details.Add(Any.Pack(Preconditions(fault, call)));
        }

        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = Locale, Message = sentence }));
        if (LocalLaw.LinksIn(fault.Type.Message) is { IsEmpty: false } links)
        {
            status.Details.Add(Any.Pack(new Help { Links = { links.Select(one => new Help.Types.Link { Description = one.Title, Url = one.Link }) } }));
        }

        return status;
    }

    /// <summary>The values of the sentence; the articles it cites; for a rule that forbids the act, the rule and what the act was about.</summary>
    private static ErrorInfo Info(Fault fault, RefusedCall call)
    {
        var info = new ErrorInfo { Domain = Domain, Reason = fault.Type.Reason };
        info.Metadata.Add(fault.Metadata);
        if (fault.Type.Article.Length > 0)
        {
            info.Metadata["article"] = fault.Type.Article;
        }

        if (fault.Type.Kind == FaultKind.Refused)
        {
            info.Metadata["rule"] = fault.Type.Reason;
            info.Metadata["subject"] = call.Subject;
        }

        return info;
    }

    /// <summary>Whose duty it is instead. From the rpc alone, so that it says nothing about the thing.</summary>
    private static string WhoElse(string rpc) =>
        rpc.Length == 0 ? "" : WhoMay.Call(rpc) is { Length: > 0 } posts ? $"此项操作由下列岗位办理：{posts}。" : "此项操作只供本系统的服务之间调用，不由人员办理。";

    /// <summary>What nobody foresaw: the trace id, by which the log is found, and nothing else.</summary>
    public static Google.Rpc.Status Internal(string trace)
    {
        var info = new ErrorInfo { Domain = Domain, Reason = InternalReason };
        info.Metadata[TraceId] = trace;
        var sentence = $"系统内部错误，操作结果未知。请用同一请求编号重试；仍不成功时，把编号{trace}告知运维人员。";
        var status = Begin(StatusCode.Internal, sentence, info);
        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = Locale, Message = sentence }));
        return status;
    }

    /// <summary>The exception by which gRPC sends it.</summary>
    public static RpcException ToException(this Google.Rpc.Status status) =>
        new(new(((StatusCode)status.Code), status.Message), new Metadata { { Trailer, status.ToByteArray() } });

    /// <summary>The body by which HTTP sends it.</summary>
    public static string ToJson(this Google.Rpc.Status status) => Json.Format(status);

    /// <summary>What a page for people says of it.</summary>
    public static ShownRefusal ToRefusal(Google.Rpc.Status status)
    {
        var info = status.GetDetail<ErrorInfo>()!;
        return new(HttpStatusOf(status), info.Reason, status.Message, info.Metadata.GetValueOrDefault(TraceId, ""));
    }

    /// <summary>
    /// HTTP status of a gRPC status, as JSON transcoding maps it (google/rpc/code.proto). Of the platform's own refusals three have a status of HTTP's
    /// that says more (RFC 9110): a client that waits after 429 would send the same too large request again.
    /// </summary>
    public static int HttpStatusOf(Google.Rpc.Status status) => status.GetDetail<ErrorInfo>()?.Reason switch
    {
        { } reason when reason == PlatformFaults.RequestTooLarge.Reason => 413,
        { } reason when reason == PlatformFaults.WrongContentType.Reason => 415,
        { } reason when reason == PlatformFaults.WrongVerb.Reason => 405, // Allow is there already, from the router
        _ => HttpStatusOf((StatusCode)status.Code),
    };

    private static int HttpStatusOf(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange => 400,
        StatusCode.Unauthenticated => 401,
        StatusCode.PermissionDenied => 403,
        StatusCode.NotFound => 404,
        StatusCode.Cancelled => 408,
        StatusCode.AlreadyExists or StatusCode.Aborted => 409,
        StatusCode.ResourceExhausted => 429,
        StatusCode.Unimplemented => 501,
        StatusCode.Unavailable => 503,
        StatusCode.DeadlineExceeded => 504,
        _ => 500,
    };

    private static Google.Rpc.Status Begin(StatusCode code, string sentence, ErrorInfo info) =>
        new() { Code = (int)code, Message = sentence, Details = { Any.Pack(info) } };

    private static BadRequest Fields(Fault fault, RefusedCall call)
    {
        var bad = new BadRequest();
        foreach (var violation in fault.Violations.Take(MostViolations))
        {
            bad.FieldViolations.Add(new BadRequest.Types.FieldViolation
            {
                Field = call.NameOf(violation.Field),
                Reason = violation.Rule,
                Description = violation.Message,
            });
        }

        return bad;
    }

    private static PreconditionFailure Preconditions(Fault fault, RefusedCall call)
    {
        var failure = new PreconditionFailure();
        foreach (var violation in fault.Violations.Take(MostViolations))
        {
            failure.Violations.Add(new PreconditionFailure.Types.Violation { Type = violation.Rule, Subject = call.NameOf(violation.Field), Description = violation.Message });
        }

        if (failure.Violations.Count == 0)
        {
            failure.Violations.Add(new PreconditionFailure.Types.Violation { Type = fault.Type.Reason, Subject = call.Subject, Description = fault.Sentence });
        }

        return failure;
    }
}
