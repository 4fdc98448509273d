using Grpc.Core;

namespace EnforcementPlatform.Kernel;

/// <summary>How a refusal is called in gRPC.</summary>
public static class FaultStatus
{
    extension(Fault fault)
    {
        /// <summary>The gRPC status code of a kind.</summary>
        public StatusCode StatusCode => fault.Type.Kind switch
        {
            FaultKind.Malformed => StatusCode.InvalidArgument,
            FaultKind.NotSignedIn => StatusCode.Unauthenticated,
            FaultKind.Forbidden => StatusCode.PermissionDenied,
            FaultKind.NotFound => StatusCode.NotFound,
            FaultKind.Exists => StatusCode.AlreadyExists,
            FaultKind.Refused => StatusCode.FailedPrecondition,
            FaultKind.Stale => StatusCode.Aborted,
            FaultKind.Exhausted => StatusCode.ResourceExhausted,
            FaultKind.Unavailable => StatusCode.Unavailable,
            FaultKind.Damaged => StatusCode.DataLoss,
            FaultKind.NotServed => StatusCode.Unimplemented,
            FaultKind.Cancelled => StatusCode.Cancelled,
            FaultKind.TimedOut => StatusCode.DeadlineExceeded,
            _ => StatusCode.Internal,
        };
    }
}
