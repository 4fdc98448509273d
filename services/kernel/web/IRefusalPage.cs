using Microsoft.AspNetCore.Http;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// How a role whose callers are people shows what it refuses: an address that does not exist, a <see cref="Fault"/>, a failure. Registered under
/// the role's name as key; the refusals of a role without one leave as JSON.
/// </summary>
public interface IRefusalPage
{
    /// <summary>Writes the whole answer, status included. MUST say nothing of the refusal beyond <paramref name="refusal"/>.</summary>
    Task Write(HttpContext http, ShownRefusal refusal);
}

/// <summary>What may be told of a refusal.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Reason">Reason of the catalogue, e.g. <c>NO_SUCH_ROUTE</c>.</param>
/// <param name="Sentence">Chinese sentence of the catalogue.</param>
/// <param name="Trace">Id by which the log is found; empty where nothing failed.</param>
public sealed record ShownRefusal(int Status, string Reason, string Sentence, string Trace);
