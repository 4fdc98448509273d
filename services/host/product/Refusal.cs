using Google.Rpc;
using Grpc.Core;

namespace EnforcementPlatform.Host.Product;

/// <summary>What the product said no with, as its callers see it (google.rpc.Status).</summary>
/// <param name="Code">gRPC status.</param>
/// <param name="Reason">Stable reason; empty when the answer is none of the product's, e.g. a lost connection.</param>
/// <param name="Sentence">The Chinese sentence for people.</param>
/// <param name="Fields">Fields at fault, each with its sentence.</param>
internal sealed record Refusal(StatusCode Code, string Reason, string Sentence, IReadOnlyList<(string Field, string Sentence)> Fields)
{
    public static Refusal Of(RpcException error)
    {
        var status = error.GetRpcStatus();
        return new(
            error.StatusCode,
            status?.GetDetail<ErrorInfo>()?.Reason ?? "",
            status?.GetDetail<LocalizedMessage>()?.Message ?? error.Status.Detail,
            [.. (status?.GetDetail<BadRequest>()?.FieldViolations ?? []).Select(field => (field.Field, field.Description))]);
    }

    /// <summary>True when the act certainly had no effect; false when only asking again can tell.</summary>
    public bool IsCertain => Reason.Length > 0
        && Code is not (StatusCode.Unavailable or StatusCode.Internal or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Unknown);

    public override string ToString() =>
        string.Join('\n', Fields.Select(field => $"  {field.Field}：{field.Sentence}").Prepend($"{Code} {Reason} {Sentence}"));
}
