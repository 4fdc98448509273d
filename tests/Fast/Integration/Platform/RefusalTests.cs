using System.Net;
using System.Text;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>Every refusal has one shape, over gRPC and over HTTP/JSON.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private const string Get = "/enforcement.records.v1.EditionService/GetEdition";
    private const string Adopt = "/enforcement.records.v1.EditionService/AdoptEdition";
    private const string Collect = "/enforcement.records.v1.EvidenceService/CollectEvidence";
    private TestPlatform _test = null!;
    private string _token = null!;

    public async ValueTask InitializeAsync()
    {
        _test = await TestPlatform.Start([new ProbeRole("records")]);
        _token = _test.TokenOf(ProbeRole.RuleKeeper, "records");
    }

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Fact]
    public async Task A_fault_keeps_its_reason_values_and_sentence_both_ways()
    {
        foreach (var reply in await BothWays("refused"))
        {
            Assert.Equal((int)StatusCode.FailedPrecondition, reply.Status.Code);
            Assert.Equal("PROBE_CLOSED", reply.Reason);
            Assert.Equal("enforcement", reply.Detail<ErrorInfo>()!.Domain);
            Assert.Equal(ProbeRole.RuleKeeper, reply.Detail<ErrorInfo>()!.Metadata["who"]);
            Assert.Equal("本事项已由rule-keeper办结，不能再改（《中华人民共和国行政处罚法》第五十八条）。", reply.Detail<LocalizedMessage>()!.Message);
            Assert.Equal("zh-CN", reply.Detail<LocalizedMessage>()!.Locale);
            var failed = Assert.Single(reply.Detail<PreconditionFailure>()!.Violations);
            Assert.Equal(("PROBE_CLOSED", Get[1..]), (failed.Type, failed.Subject));
            Assert.Equal(("PROBE_CLOSED", Get[1..], "《中华人民共和国行政处罚法》第五十八条"), (
                reply.Detail<ErrorInfo>()!.Metadata["rule"], reply.Detail<ErrorInfo>()!.Metadata["subject"], reply.Detail<ErrorInfo>()!.Metadata["article"]));
        }
    }

    [Fact]
    public async Task Field_violations_name_field_and_rule_both_ways_each_in_its_own_spelling()
    {
        var replies = await BothWays("fields");

        Assert.All(replies, reply => Assert.Equal((int)StatusCode.InvalidArgument, reply.Status.Code));
        Assert.Equal(["key: REQUIRED", "source.valid_from: DATE", "authority: ENUM"], replies[0].Fields);
        Assert.Equal(["key: REQUIRED", "source.validFrom: DATE", "authority: ENUM"], replies[1].Fields);
    }

    [Theory]
    [InlineData("case_id", "caseId")]
    [InlineData("party.id_number", "party.idNumber")]
    [InlineData("a_b[3].c_d", "aB[3].cD")]
    [InlineData("parameters[\"of_the_caller\"].max_fen", "parameters[\"of_the_caller\"].maxFen")]
    [InlineData("", "")]
    public void A_path_is_written_as_JSON_writes_it(string proto, string json) => Assert.Equal(json, RefusedCall.JsonNameOf(proto));

    [Fact]
    public async Task A_choice_that_is_none_is_answered_with_the_choices()
    {
        var missing = await BothWays("fields");
        var unknown = await PostAdopt("{\"authority\": \"EDITION_AUTHORITY_KING\"}"u8.ToArray());
        var inQuery = new JsonShape();
        inQuery.Text("CASE_STAGE_NONE", ListCasesRequest.Descriptor.FindFieldByName("stage"), "stage");

        foreach (var sentence in missing.Append(unknown).Select(reply => reply.Detail<BadRequest>()!.FieldViolations[^1].Description))
        {
            Assert.Contains("可选：EDITION_AUTHORITY_ORGAN（本机关）、", sentence, StringComparison.Ordinal);
            Assert.DoesNotContain("UNSPECIFIED", sentence, StringComparison.Ordinal);
        }

        Assert.Contains("CASE_STAGE_INVESTIGATING（调查中）、", Assert.Single(inQuery.Violations).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_not_the_duty_is_told_whose_it_is()
    {
        var officer = _test.TokenOf(ProbeRole.Officer, "records");

        var grpc = await RawCalls.Grpc(_test.Platform.GrpcOf("records"), Adopt, [], officer);
        var json = await RawCalls.Http(_test.Platform.HttpOf("records"), HttpMethod.Post, "/v1/records/editions", "{}"u8.ToArray(), officer);

        foreach (var reply in new[] { grpc, json })
        {
            Assert.Equal("NOT_PERMITTED", reply.Reason);
            Assert.EndsWith("此项操作由下列岗位办理：法制审核人员（限本机关）。", reply.Status.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("bug", StatusCode.Internal)]
    [InlineData("downstream", StatusCode.Internal)]
    public async Task What_nobody_foresaw_says_a_trace_id_and_nothing_else(string key, StatusCode code)
    {
        foreach (var reply in await BothWays(key))
        {
            Assert.Equal((int)code, reply.Status.Code);
            Assert.Equal("INTERNAL", reply.Reason);
            Assert.Matches("^[0-9a-f]{32}$", reply.Detail<ErrorInfo>()!.Metadata["trace_id"]);
            Assert.DoesNotContain("secret", reply.Status.ToString());
            Assert.DoesNotContain("another", reply.Status.ToString());
        }
    }

    [Fact]
    public async Task A_caller_out_of_time_is_told_so()
    {
        var client = new EditionService.EditionServiceClient(_test.Channel("records"));
        var slow = new GetEditionRequest { Key = "slow" };

        var late = await Assert.ThrowsAsync<RpcException>(() => client.GetEditionAsync(slow, TestPlatform.Bearer(_token), DateTime.UtcNow.AddMilliseconds(200), TestContext.Current.CancellationToken).ResponseAsync);

        Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);
    }

    [Fact]
    public async Task A_message_that_ends_early_or_is_no_UTF_8_is_the_callers_mistake()
    {
        byte[] truncated = [0x0A, 0x7F, 0x41];
        byte[] notUtf8 = [0x0A, 0x02, 0xC3, 0x28];
        foreach (var message in new[] { truncated, notUtf8 })
        {
            var unary = await RawCalls.Grpc(_test.Platform.GrpcOf("records"), Get, message, _token);
            var officer = _test.TokenOf(ProbeRole.Officer, "records");
            var streamed = await RawCalls.Grpc(_test.Platform.GrpcOf("records"), Collect, [0x0A, 0x04, .. message.AsSpan(0, 2), 0xC3, 0x28], officer);

            Assert.Equal(("MALFORMED_REQUEST", 3), (unary.Reason, unary.Status.Code));
            Assert.Equal(("MALFORMED_REQUEST", 3), (streamed.Reason, streamed.Status.Code));
        }
    }

    [Fact]
    public async Task A_frame_that_ends_early_or_is_too_large_or_packed_wrongly_is_refused_in_our_shape()
    {
        var grpc = _test.Platform.GrpcOf("records");

        var cut = await RawCalls.GrpcFrame(grpc, Get, [0, 0, 0, 0, 9, 1], _token);
        var large = await RawCalls.Grpc(grpc, Get, new GetEditionRequest { Key = new string('k', 5_000_000) }.ToByteArray(), _token);
        var packed = await RawCalls.GrpcFrame(grpc, Get, [1, 0, 0, 0, 1, 1], _token);

        Assert.Equal("MALFORMED_REQUEST", cut.Reason);
        Assert.Equal(("REQUEST_TOO_LARGE", 8), (large.Reason, large.Status.Code));
        Assert.Equal("MALFORMED_REQUEST", packed.Reason);
    }

    [Theory]
    [InlineData("/enforcement.records.v1.EditionService/Nothing")]
    [InlineData("/enforcement.records.v1.NoService/GetEdition")]
    public async Task An_unknown_rpc_is_refused_in_our_shape(string rpc)
    {
        var reply = await RawCalls.Grpc(_test.Platform.GrpcOf("records"), rpc, [], _token);

        Assert.Equal(("NO_SUCH_METHOD", (int)StatusCode.Unimplemented), (reply.Reason, reply.Status.Code));
    }

    [Fact]
    public async Task An_unknown_address_or_verb_is_refused_in_our_shape()
    {
        var http = _test.Platform.HttpOf("records");

        var address = await RawCalls.Http(http, HttpMethod.Get, "/v1/records/nothing", null, _token);
        var verb = await RawCalls.Http(http, HttpMethod.Delete, "/v1/records/editions", null, _token);

        Assert.Equal((HttpStatusCode.NotFound, "NO_SUCH_ROUTE"), (address.Http, address.Reason));
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "WRONG_VERB", 12), (verb.Http, verb.Reason, verb.Status.Code));
        Assert.Equal(["GET", "POST"], await Allowed(new(http, "/v1/records/editions")));
    }

    /// <summary>What a client that sent the wrong verb is told to send.</summary>
    private static async Task<IEnumerable<string>> Allowed(Uri address)
    {
        using var client = new HttpClient();
        using var answer = await client.DeleteAsync(address, TestContext.Current.CancellationToken);
        return answer.Content.Headers.Allow.Order();
    }

    [Theory]
    [InlineData("""{"key": 5}""", "key: WRONG_TYPE")]
    [InlineData("""{"sektor": "x"}""", "sektor: UNKNOWN_FIELD")]
    [InlineData("""{"source": {"instrument": "x", "nummer": "y"}}""", "source.nummer: UNKNOWN_FIELD")]
    [InlineData("""{"source": {"article": 3000000000}}""", "source.article: WRONG_TYPE")]
    [InlineData("""{"source": {"article": 1.5}}""", "source.article: WRONG_TYPE")]
    [InlineData("""{"source": {"article": "7"}}""", "source.article: WRONG_TYPE")]
    [InlineData("""{"source": {"pending": "yes"}}""", "source.pending: WRONG_TYPE")]
    [InlineData("""{"source": []}""", "source: WRONG_TYPE")]
    [InlineData("""{"authority": "EDITION_AUTHORITY_KING"}""", "authority: UNKNOWN_VALUE")]
    [InlineData("""{"authority": true}""", "authority: WRONG_TYPE")]
    [InlineData("""{"validFrom": "2026-01-01", "valid_from": "2026-01-02"}""", "validFrom: DUPLICATE")]
    [InlineData("""{"parameters": {"a": 1}}""", "parameters[\"a\"]: WRONG_TYPE")]
    [InlineData("""{"parameters": ["a"]}""", "parameters: WRONG_TYPE")]
    [InlineData("""{"key": "\ud800"}""", "key: WRONG_TYPE")]
    [InlineData("""{"authority": "\ud800"}""", "authority: WRONG_TYPE")]
    [InlineData("""{"parameters": {"a": "\udc00"}}""", "parameters[\"a\"]: WRONG_TYPE")]
    [InlineData("[]", ": WRONG_TYPE")]
    public async Task JSON_of_the_wrong_shape_names_the_field(string json, string violation)
    {
        var reply = await PostAdopt(Encoding.UTF8.GetBytes(json));

        Assert.Equal((HttpStatusCode.BadRequest, 3, "INVALID_FIELDS"), (reply.Http, reply.Status.Code, reply.Reason));
        Assert.Equal([violation], reply.Fields);
        Assert.All(reply.Detail<BadRequest>()!.FieldViolations, found => Assert.EndsWith("。", found.Description));
    }

    [Fact]
    public async Task JSON_that_is_none_is_refused_in_our_shape()
    {
        byte[][] bodies =
        [
            "{"u8.ToArray(),
            ""u8.ToArray(),
            """{"key": "a", "key": "b"}"""u8.ToArray(),
            [0x7B, 0x22, 0x6B, 0x22, 0x3A, 0x22, 0xC3, 0x28, 0x22, 0x7D],
            Encoding.UTF8.GetBytes($$"""{"parameters": {{new string('[', 60)}}{{new string(']', 60)}}}"""),
            """{"\ud800": "a"}"""u8.ToArray(),
            """{"source": {"\ud800": "a", "instrument": "b"}}"""u8.ToArray(),
            """{"parameters": {"\ud800": "a", "b": "c"}}"""u8.ToArray(),
        ];
        foreach (var body in bodies)
        {
            var reply = await PostAdopt(body);

            Assert.Equal((HttpStatusCode.BadRequest, "MALFORMED_REQUEST"), (reply.Http, reply.Reason));
        }
    }

    [Fact]
    public async Task JSON_too_large_or_not_called_JSON_is_refused_in_our_shape()
    {
        var large = await PostAdopt(Encoding.UTF8.GetBytes($$"""{"key": "{{new string('k', 5_000_000)}}"}"""));
        var text = await RawCalls.Http(_test.Platform.HttpOf("records"), HttpMethod.Post, "/v1/records/editions", "{}"u8.ToArray(), _token, "text/plain");
        var gbk = await RawCalls.Http(_test.Platform.HttpOf("records"), HttpMethod.Post, "/v1/records/editions", "{}"u8.ToArray(), _token, "application/json; charset=gbk");

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "REQUEST_TOO_LARGE", 8), (large.Http, large.Reason, large.Status.Code));
        Assert.Equal("WRONG_CONTENT_TYPE", text.Reason);
        Assert.Equal("WRONG_CONTENT_TYPE", gbk.Reason);
    }

    [Theory]
    [InlineData("/v1/records/editions?pageSise=3", "pageSise: UNKNOWN_FIELD")]
    [InlineData("/v1/records/editions?page_size=many", "pageSize: WRONG_TYPE")]
    [InlineData("/v1/records/editions?page_size=1&page_size=2", "pageSize: DUPLICATE")]
    [InlineData("/v1/records/editions/ok?key=other", "key: UNKNOWN_FIELD")]
    public async Task A_query_of_the_wrong_shape_names_the_parameter(string path, string violation)
    {
        var reply = await RawCalls.Http(_test.Platform.HttpOf("records"), HttpMethod.Get, path, null, _token);

        Assert.Equal([violation], reply.Fields);
    }

    [Fact]
    public async Task A_request_that_is_right_passes_and_writes_large_numbers_as_texts()
    {
        var http = _test.Http("records", _token);
        var ct = TestContext.Current.CancellationToken;

        var page = await http.GetStringAsync("/v1/records/editions?page_size=3&pageToken=x", ct);
        var edition = await http.GetStringAsync("/v1/records/editions/ok", ct);
        string[] bodies =
        [
            """{"key":"k","authority":"EDITION_AUTHORITY_LAW","source":{"article":7,"pending":true}}""",
            """{"key":"k","parameters":{"a":"1"}}""",
            """{"key":"k","validTo":null}""",
            """{"key":"k","valid_to":"x"}""",
            "{}",
        ];

        Assert.Contains("3x", page);
        Assert.Contains($"\"{long.MaxValue}\"", edition);
        foreach (var body in bodies)
        {
            Assert.Equal((body, HttpStatusCode.OK), (body, (await PostAdopt(Encoding.UTF8.GetBytes(body))).Http));
        }
    }

    private Task<Reply> PostAdopt(byte[] body) =>
        RawCalls.Http(_test.Platform.HttpOf("records"), HttpMethod.Post, "/v1/records/editions", body, _token);

    private async Task<Reply[]> BothWays(string key) =>
    [
        await RawCalls.Grpc(_test.Platform.GrpcOf("records"), Get, new GetEditionRequest { Key = key }.ToByteArray(), _token),
        await RawCalls.Http(_test.Platform.HttpOf("records"), HttpMethod.Get, $"/v1/records/editions/{key}", null, _token),
    ];
}
