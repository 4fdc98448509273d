using System.Net;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Google.Protobuf;
using Grpc.Core;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>proto3's JSON mapping, google.api.http, grpc.reflection.v1, RFC 9110: what a foreign client may count on.</summary>
public sealed class What_the_standards_say : IAsyncLifetime
{
    private TestPlatform _test = null!;
    private string _token = null!;

    public async ValueTask InitializeAsync()
    {
        _test = await TestPlatform.Start([new ProbeRole("records")]);
        _token = _test.TokenOf(ProbeRole.RuleKeeper, "records");
    }

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    /// <summary>A map's entries come in any order; a field that this release does not know is read by nobody.</summary>
    [Fact]
    public void G7_A_request_has_one_canonical_form()
    {
        var first = new IssueDocumentRequest { RequestId = "a", CaseId = "c", Template = "inquiry", Fields = { ["x"] = "1", ["y"] = "2", ["z"] = "3" } };
        var second = new IssueDocumentRequest { RequestId = "b", CaseId = "c", Template = "inquiry", Fields = { ["z"] = "3", ["x"] = "1", ["y"] = "2" } };
        byte[] unknown = [0xFA, 0x3F, 0x01, 0x41];
        byte[] longer = [.. second.ToByteArray(), .. unknown];
        var withUnknown = IssueDocumentRequest.Parser.ParseFrom(longer);

        Assert.NotEqual(first.ToByteArray()[3..], second.ToByteArray()[3..]);
        Assert.Equal(RequestFields.Canonical(first), RequestFields.Canonical(second));
        Assert.Equal(RequestFields.Canonical(first), RequestFields.Canonical(withUnknown));
        second.Fields["z"] = "4";
        Assert.NotEqual(RequestFields.Canonical(first), RequestFields.Canonical(second));
    }

    /// <summary>Every request of every service that has a map somewhere: its entries in the reverse order are the same request.</summary>
    [Fact]
    public void G7_Every_request_with_a_map_is_the_same_in_any_order()
    {
        var withMaps = AllRequests().Where(type => type.Fields.InDeclarationOrder().Any(field => field.IsMap)).ToArray();

        Assert.Contains(withMaps, type => type == IssueDocumentRequest.Descriptor);
        foreach (var type in withMaps)
        {
            var (one, other) = (type.Parser.ParseFrom(ByteString.Empty), type.Parser.ParseFrom(ByteString.Empty));
            foreach (var field in type.Fields.InDeclarationOrder().Where(field => field.IsMap))
            {
                foreach (var key in new[] { "a", "b", "c" })
                {
                    ((System.Collections.IDictionary)field.Accessor.GetValue(one)).Add(key, key);
                }

                foreach (var key in new[] { "c", "b", "a" })
                {
                    ((System.Collections.IDictionary)field.Accessor.GetValue(other)).Add(key, key);
                }
            }

            Assert.Equal(RequestFields.Canonical(one), RequestFields.Canonical(other));
        }
    }

    [Fact]
    public void G8_An_enum_may_come_as_its_number()
    {
        var shape = new JsonShape();
        using var json = System.Text.Json.JsonDocument.Parse("""{"source": 1, "partyKind": "PARTY_KIND_LEGAL_PERSON"}""");
        shape.Message(json.RootElement, RegisterClueRequest.Descriptor, "");
        Assert.Empty(shape.Violations);

        foreach (var wrong in new[] { """{"source": 1.5}""", """{"source": true}""", """{"source": 9999999999}""", """{"source": "1"}""" })
        {
            var refusing = new JsonShape();
            using var other = System.Text.Json.JsonDocument.Parse(wrong);
            refusing.Message(other.RootElement, RegisterClueRequest.Descriptor, "");
            Assert.Single(refusing.Violations);
        }
    }

    [Theory]
    [InlineData("""{"caseId": "x"}""", true)]
    [InlineData("""{"case_id": "x"}""", true)]
    [InlineData("""{"caseId": "y"}""", false)]
    [InlineData("""{"caseId": ""}""", false)]
    [InlineData("""{"caseId": null}""", false)]
    public void G8_A_body_may_repeat_what_the_path_gives_and_not_contradict_it(string body, bool accepted)
    {
        var shape = new JsonShape();
        using var json = System.Text.Json.JsonDocument.Parse(body);

        shape.Message(json.RootElement, SaveDraftRequest.Descriptor, "", new Dictionary<string, string> { ["case_id"] = "x" });

        Assert.Equal(accepted ? [] : ["GIVEN_BY_PATH"], shape.Violations.Select(violation => violation.Rule));
    }

    [Fact]
    public async Task G8_Reflection_answers_by_both_of_its_names()
    {
        using var call = new Grpc.Reflection.V1.ServerReflection.ServerReflectionClient(_test.Channel("records")).ServerReflectionInfo(cancellationToken: TestContext.Current.CancellationToken);
        await call.RequestStream.WriteAsync(new() { ListServices = "" }, TestContext.Current.CancellationToken);
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        var services = call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).ToArray();

        Assert.Contains("grpc.reflection.v1.ServerReflection", services);
        Assert.Contains("grpc.reflection.v1alpha.ServerReflection", services);
        Assert.Contains("enforcement.records.v1.EditionService", services);
    }

    /// <summary>What the interceptors refuse and what never reaches them are written by one writer.</summary>
    [Fact]
    public async Task G8_A_refusal_has_one_spelling_in_JSON()
    {
        string[] paths = ["/v1/records/editions/refused", "/v1/records/editions/bug", "/v1/records/nothing", "/v1/records/editions/x?noSuchParameter=1"];
        foreach (var path in paths)
        {
            using var http = new HttpClient { BaseAddress = _test.Platform.HttpOf("records") };
            http.DefaultRequestHeaders.Authorization = new("Bearer", _token);

            var text = await (await http.GetAsync(path, TestContext.Current.CancellationToken)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.StartsWith("{ \"code\": ", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\\u", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task G8_A_body_of_another_type_is_415()
    {
        var reply = await RawCalls.Http(_test.Platform.HttpOf("records"), HttpMethod.Post, "/v1/records/editions", "key=1"u8.ToArray(), _token, "application/x-www-form-urlencoded");

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "WRONG_CONTENT_TYPE", (int)StatusCode.InvalidArgument), (reply.Http, reply.Reason, reply.Status.Code));
    }

    private static IEnumerable<Google.Protobuf.Reflection.MessageDescriptor> AllRequests() =>
        EveryContract.Services.Select(EveryContract.DescriptorOf).SelectMany(service => service.Methods).Select(method => method.InputType).Distinct();
}
