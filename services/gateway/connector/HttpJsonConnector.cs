using System.Globalization;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Gateway.Connector;

/// <summary>
/// HTTP with JSON: <c>POST …/records</c> sends, <c>GET …/records</c> asks (services/simulator/README.md describes both for integrators). What
/// a request holds and what an answer means is decided here; the exchange itself is the driver's.
/// </summary>
internal sealed class HttpJsonConnector(Uri address, RequestSignature signature, TimeSpan timeLimit, IHttpExchange http) : IConnector
{
    private const int LargestAnswer = 64 * 1024;
    private const int LongestWord = 64;

    public ConnectorCapabilities Capabilities { get; } = new(Query: true, Idempotent: true);

    public Task<PlatformAnswer> Send(Consignment consignment, CancellationToken ct) =>
        Exchange(AttemptKind.Send, "POST", Records(""), consignment.Body, consignment, ct);

    public Task<PlatformAnswer> Query(Consignment consignment, CancellationToken ct) =>
        Exchange(AttemptKind.Query, "GET", Records(QueryOf(consignment)), [], consignment, ct);

    private async Task<PlatformAnswer> Exchange(AttemptKind kind, string method, Uri target, byte[] body, Consignment consignment, CancellationToken ct)
    {
        var headers = signature.Headers(method, target.PathAndQuery, body);
        return await http.Send(new(method, target, headers, body, timeLimit, LargestAnswer), ct) switch
        {
            HttpOutcome.Answered answered => Read(kind, answered, consignment),
            HttpOutcome.NotSent notSent => new(AttemptOutcome.OutOfReach, 0, Word(notSent.Reason), "", "", [], null),
            HttpOutcome.Lost lost => PlatformAnswer.Nothing(Word(lost.Reason)),
            var other => throw new InvalidOperationException($"no such outcome: {other.GetType().Name}"),
        };
    }

    private static PlatformAnswer Read(AttemptKind kind, HttpOutcome.Answered answered, Consignment consignment)
    {
        var said = AnswerJson.Read(answered.Body);
        var outcome = AnswerTable.Find(kind, answered.Status, said.Code);
        var receipt = said.ReceiptFor(consignment);
        if (outcome == AttemptOutcome.Confirmed && receipt is null)
        {
            // "Done" without a receipt for these very bytes: after sending it is asked for, after asking the platform has something else.
            outcome = kind == AttemptKind.Query && said.Receipts.Length > 0 ? AttemptOutcome.Conflict : AttemptOutcome.NoAnswer;
        }

        return new(outcome, answered.Status, Word(said.Code), Word(said.Field), Word(receipt?.RemoteId ?? ""), answered.Body, answered.RetryAfter);
    }

    private Uri Records(string query) => new UriBuilder(address) { Path = $"{address.AbsolutePath.TrimEnd('/')}/records", Query = query }.Uri;

    private static string QueryOf(Consignment one) => string.Join(
        '&',
        $"CF_WSH={Uri.EscapeDataString(one.Key.DocumentNumber)}",
        $"CF_CFJGDM={Uri.EscapeDataString(one.Key.OrganUscc)}",
        string.Create(CultureInfo.InvariantCulture, $"version={one.Version}"),
        $"operation={Mapping.WireWords.Of(one.Operation)}");

    /// <summary>What may stand in a fact: plain ASCII words, so that no platform can put anybody's data there.</summary>
    private static string Word(string text) => string.Concat(text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.').Take(LongestWord));
}
