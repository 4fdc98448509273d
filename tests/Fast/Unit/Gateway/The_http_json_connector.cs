using System.Security.Cryptography;
using System.Text;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway.Connector;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Gateway;

public sealed class The_http_json_connector
{
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("0123456789abcdef");
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"key":1}""");
    private static readonly Consignment One = new(new(DeliveryWorld.Number, DeliveryWorld.Uscc), 2, DeliveryOperation.Publish, Body, SHA256.HashData(Body));

    private static readonly string Receipt =
        $$"""{"remoteId":"R-1","version":2,"operation":"PUBLISH","bodySha256":"{{Convert.ToHexStringLower(SHA256.HashData(Body))}}"}""";

    [Fact]
    public void The_meaning_of_every_answer_is_as_committed() => Verified.Matches(
        "Answers",
        string.Join('\n', AnswerTable.Rows.Select(row => $"{row.Kind,-6} {row.From}-{row.To} {row.Code,-10} {row.Outcome}")));

    [Theory]
    [InlineData(AttemptKind.Send, 500)]
    [InlineData(AttemptKind.Send, 502)]
    [InlineData(AttemptKind.Send, 504)]
    [InlineData(AttemptKind.Send, 408)]
    [InlineData(AttemptKind.Send, 301)]
    [InlineData(AttemptKind.Send, 302)]
    [InlineData(AttemptKind.Send, 307)]
    [InlineData(AttemptKind.Send, 308)]
    [InlineData(AttemptKind.Send, 503)]
    [InlineData(AttemptKind.Send, 200)]
    [InlineData(AttemptKind.Query, 404)]
    [InlineData(AttemptKind.Query, 500)]
    [InlineData(AttemptKind.Query, 503)]
    [InlineData(AttemptKind.Query, 200)]
    public void What_says_nothing_certain_is_no_answer(AttemptKind kind, int status) => Assert.Equal(AttemptOutcome.NoAnswer, AnswerTable.Find(kind, status, ""));

    [Fact]
    public void Only_answers_by_which_nothing_was_taken_allow_sending_again()
    {
        var resent = AnswerTable.Rows.Where(row => row is { Kind: AttemptKind.Send, Outcome: AttemptOutcome.OutOfReach or AttemptOutcome.Unauthorized });

        Assert.DoesNotContain(resent, row => row.From < 400 || (row.From >= 500 && row is not { From: 503, To: 503, Code: "BUSY" }));
        Assert.Equal([("NOT_FOUND", 404)], AnswerTable.Rows.Where(row => row.Outcome == AttemptOutcome.Absent).Select(row => (row.Code, row.From)));
    }

    [Fact]
    public async Task A_503_counts_as_not_taken_only_in_the_platforms_own_words()
    {
        Assert.Equal((AttemptOutcome.OutOfReach, ""), await Sent(503, """{"code":"BUSY"}"""));
        Assert.Equal((AttemptOutcome.NoAnswer, ""), await Sent(503, "<html>503 Service Temporarily Unavailable</html>"));
        Assert.Equal((AttemptOutcome.NoAnswer, ""), await Sent(503, """{"code":"UPSTREAM_TIMEOUT"}"""));
    }

    [Fact]
    public async Task A_receipt_counts_for_the_very_bytes_that_were_sent()
    {
        Assert.Equal((AttemptOutcome.Confirmed, "R-1"), await Sent(200, $$"""{"code":"OK","receipts":[{{Receipt}}]}"""));
        Assert.Equal((AttemptOutcome.NoAnswer, ""), await Sent(200, """{"code":"OK","receipts":[]}"""));
        Assert.Equal((AttemptOutcome.NoAnswer, ""), await Sent(200, $$"""{"code":"OK","receipts":[{{Receipt.Replace("\"version\":2", "\"version\":1", StringComparison.Ordinal)}}]}"""));
        Assert.Equal((AttemptOutcome.NoAnswer, ""), await Sent(200, $$"""{"code":"OK","receipts":[{{Receipt.Replace("PUBLISH", "WITHDRAW", StringComparison.Ordinal)}}]}"""));
        Assert.Equal((AttemptOutcome.NoAnswer, ""), await Sent(200, "<html>OK</html>"));
    }

    [Fact]
    public async Task A_second_receipt_and_another_records_count_for_nothing()
    {
        var other = Receipt.Replace("R-1", "R-9", StringComparison.Ordinal).Replace("\"version\":2", "\"version\":7", StringComparison.Ordinal);

        Assert.Equal((AttemptOutcome.Confirmed, "R-1"), await Sent(200, $$"""{"code":"OK","receipts":[{{other}},null,{{Receipt}},{{Receipt}}]}"""));
    }

    [Fact]
    public async Task Asked_after_other_bytes_than_ours_a_person_has_to_look()
    {
        var other = Receipt.Replace("bodySha256\":\"", "bodySha256\":\"00", StringComparison.Ordinal);
        var connector = ConnectorOf(new HttpOutcome.Answered(200, Encoding.UTF8.GetBytes($$"""{"code":"OK","receipts":[{{other}}]}"""), null));

        Assert.Equal(AttemptOutcome.Conflict, (await connector.Query(One, Ct)).Outcome);
    }

    [Fact]
    public async Task Nothing_sent_may_be_sent_again_and_lost_may_not()
    {
        Assert.Equal((AttemptOutcome.OutOfReach, "ConnectionError"), await Outcome(new HttpOutcome.NotSent("ConnectionError")));
        Assert.Equal((AttemptOutcome.NoAnswer, "TimeLimit"), await Outcome(new HttpOutcome.Lost("TimeLimit")));
    }

    [Fact]
    public async Task What_a_platform_says_reaches_the_facts_as_plain_words_only()
    {
        var answer = await ConnectorOf(new HttpOutcome.Answered(422, Encoding.UTF8.GetBytes("""{"code":"坏 X-1 张三","field":"CF_SY 410104199001011234567890123456789012345678901234567890123456789012345"}"""), null)).Send(One, Ct);

        Assert.Equal((AttemptOutcome.Rejected, "X-1"), (answer.Outcome, answer.Code));
        Assert.Equal(64, answer.Field.Length);
    }

    [Fact]
    public async Task It_asks_by_the_natural_key_under_the_configured_address_alone()
    {
        var exchange = new Exchange(new HttpOutcome.Lost("x"));
        var connector = new HttpJsonConnector(new("https://up.example/base/"), new("key", Secret, TimeProvider.System), TimeSpan.FromSeconds(3), exchange);
        await connector.Query(One, Ct);
        await connector.Send(One, Ct);

        Assert.StartsWith("https://up.example/base/records?CF_WSH=%E5%B9%B3", exchange.Calls[0].Address.AbsoluteUri, StringComparison.Ordinal);
        Assert.EndsWith("&version=2&operation=PUBLISH", exchange.Calls[0].Address.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(("POST", "https://up.example/base/records"), (exchange.Calls[1].Method, exchange.Calls[1].Address.AbsoluteUri));
        Assert.Equal(Body, exchange.Calls[1].Body.ToArray());
    }

    [Fact]
    public void The_signature_is_the_one_of_the_formula()
    {
        // python3: hmac.new(b"0123456789abcdef", b"hmac-sha256\nPOST\n/api/records\nkey\n1793581200000\nnonce\n" + sha256(body), "sha256")
        var digest = Convert.ToHexStringLower(SHA256.HashData(Body));

        Assert.Equal(
            "9fb47cce96c1c10699ceaa684aba48d63da61808eb3083ae480ac017dd2817f3",
            RequestSignature.Sign(Secret, "POST", "/api/records", "key", "1793581200000", "nonce", digest));
    }

    [Fact]
    public void Every_part_of_a_request_is_under_the_signature()
    {
        string[] same = ["POST", "/api/records", "key", "1", "nonce", "aa"];
        var signatures = Enumerable.Range(-1, same.Length + 1).Select(changed => same.Select((part, at) => at == changed ? part + "x" : part).ToArray())
            .Select(part => RequestSignature.Sign(Secret, part[0], part[1], part[2], part[3], part[4], part[5]));

        Assert.Distinct(signatures);
        Assert.NotEqual(RequestSignature.Sign(Secret, "a", "b", "c", "d", "e", "f"), RequestSignature.Sign([.. Secret, 1], "a", "b", "c", "d", "e", "f"));
    }

    [Fact]
    public void No_two_requests_have_the_same_nonce_and_none_holds_the_secret()
    {
        var signature = new RequestSignature("key", Secret, new ManualClock(DateTimeOffset.UnixEpoch));
        var headers = Enumerable.Range(0, 100).Select(_ => signature.Headers("GET", "/", [])).ToArray();

        Assert.Distinct(headers.Select(one => one.Single(header => header.Key == "X-Nonce").Value));
        Assert.DoesNotContain(headers.SelectMany(one => one), header => header.Value.Contains("0123456789abcdef", StringComparison.Ordinal));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<(AttemptOutcome, string)> Sent(int status, string json)
    {
        var answer = await ConnectorOf(new HttpOutcome.Answered(status, Encoding.UTF8.GetBytes(json), null)).Send(One, Ct);
        Assert.Equal(json, Encoding.UTF8.GetString(answer.Bytes));
        return (answer.Outcome, answer.RemoteId);
    }

    private static async Task<(AttemptOutcome, string)> Outcome(HttpOutcome outcome)
    {
        var answer = await ConnectorOf(outcome).Send(One, Ct);
        return (answer.Outcome, answer.Code);
    }

    private static HttpJsonConnector ConnectorOf(HttpOutcome outcome) =>
        new(new("https://up.example/api"), new("key", Secret, TimeProvider.System), TimeSpan.FromSeconds(3), new Exchange(outcome));

    private sealed class Exchange(HttpOutcome outcome) : IHttpExchange
    {
        public List<HttpCall> Calls { get; } = [];

        public Task<HttpOutcome> Send(HttpCall call, CancellationToken ct)
        {
            Calls.Add(call);
            return Task.FromResult(outcome);
        }
    }
}
