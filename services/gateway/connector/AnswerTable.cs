using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Gateway;
using static EnforcementPlatform.Contracts.Gateway.AttemptKind;
using static EnforcementPlatform.Contracts.Gateway.AttemptOutcome;

namespace EnforcementPlatform.Gateway.Connector;

/// <summary>
/// What an HTTP status with a platform's code means, in one table read from the top. What no row names is <c>NoAnswer</c>: whether the record
/// was taken is then asked, not assumed. In particular a bare 404 never means that a record is absent: any wrong address says that.
/// "Certainly not taken" is said by statuses whose own meaning it is (RFC 9110 15.5: refused, or no such target), and by 503 with the platform's
/// own code; a bare 503 may come from a proxy that had passed the record on, a 3xx from anywhere: no platform's contract speaks of redirects.
/// </summary>
internal static class AnswerTable
{
    private const string AnyCode = "*";

    /// <summary>Rows: after what, statuses from and to, code, outcome.</summary>
    public static ImmutableArray<AnswerRow> Rows { get; } =
    [
        new(Send, 200, 201, "OK", Confirmed),
        new(Send, 200, 202, "PENDING", TakenIn),
        new(Send, 400, 400, AnyCode, Rejected),
        new(Send, 413, 415, AnyCode, Rejected),
        new(Send, 422, 422, AnyCode, Rejected),
        new(Send, 409, 409, AnyCode, Conflict),
        new(Send, 401, 401, AnyCode, Unauthorized),
        new(Send, 403, 403, AnyCode, Unauthorized),
        new(Send, 404, 405, AnyCode, OutOfReach),
        new(Send, 429, 429, AnyCode, OutOfReach),
        new(Send, 503, 503, "BUSY", OutOfReach),

        new(Query, 200, 200, "OK", Confirmed),
        new(Query, 200, 202, "PENDING", TakenIn),
        new(Query, 200, 200, "REFUSED", Rejected),
        new(Query, 404, 404, "NOT_FOUND", Absent),
        new(Query, 401, 401, AnyCode, Unauthorized),
        new(Query, 403, 403, AnyCode, Unauthorized),
    ];

    /// <summary>The outcome of the first row that fits.</summary>
    public static AttemptOutcome Find(AttemptKind kind, int status, string code) =>
        Rows.FirstOrDefault(row => row.Kind == kind && status >= row.From && status <= row.To && (row.Code == AnyCode || row.Code == code))?.Outcome ?? NoAnswer;
}

/// <summary>One row.</summary>
internal sealed record AnswerRow(AttemptKind Kind, int From, int To, string Code, AttemptOutcome Outcome);
