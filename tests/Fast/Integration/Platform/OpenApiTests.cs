using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records;
using Google.Api;
using Google.Protobuf.Reflection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>The pages for integrators say what the contracts say.</summary>
public sealed partial class OpenApiTests
{
    private static readonly ServiceDescriptor[] Contracts =
        [.. new[] { AccountsReflection.Descriptor, EditionsReflection.Descriptor, EvidenceReflection.Descriptor, OrgansReflection.Descriptor, CasesReflection.Descriptor }.SelectMany(file => file.Services)];

    private readonly JsonObject _document = OpenApiDocument.Of("records", Contracts, OpenApiRefusals.DeclaredIn(typeof(RecordsModule).Assembly));

    [Fact]
    public void Every_rpc_with_an_address_is_an_operation_and_every_other_is_listed()
    {
        var operations = Operations().Select(operation => operation["x-rpc"]!.GetValue<string>());
        var others = _document["x-grpc-only"]!.AsArray().Select(rpc => rpc!["rpc"]!.GetValue<string>());
        var rpcs = Contracts.SelectMany(contract => contract.Methods);

        Assert.Equal(rpcs.Where(HasAddress).Select(NameOf).Order(), operations.Order());
        Assert.Equal(rpcs.Where(rpc => !HasAddress(rpc)).Select(NameOf).Order(), others.Order());
    }

    [Fact]
    public void Every_operation_field_and_value_carries_the_comment_of_its_proto()
    {
        Assert.All(Operations(), operation => Assert.NotEmpty(operation["summary"]!.GetValue<string>()));
        foreach (var (name, schema) in _document["components"]!["schemas"]!.AsObject())
        {
            Assert.NotEqual((name, ""), (name, schema!["description"]!.GetValue<string>()));
        }

        Assert.Contains("机关代字", _document["components"]!["schemas"]!["enforcement.records.v1.Organ"]!["properties"]!["documentWord"]!["description"]!.GetValue<string>());
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var text = _document.ToJsonString();

        foreach (Match reference in Reference().Matches(text))
        {
            Assert.NotNull(_document["components"]!["schemas"]![reference.Groups[1].Value]);
        }

        Assert.NotEmpty(Reference().Matches(text));
    }

    [Fact]
    public void Fields_given_by_the_address_are_parameters_and_not_in_the_body()
    {
        var unlock = Operations().Single(operation => operation["x-rpc"]!.GetValue<string>().EndsWith("/UnlockAccount", StringComparison.Ordinal));

        Assert.Contains(unlock["parameters"]!.AsArray(), parameter => parameter!["name"]!.GetValue<string>() == "account_id" && parameter["in"]!.GetValue<string>() == "path");
        Assert.Equal(["requestId", "etag"], unlock["requestBody"]!["content"]!["application/json"]!["schema"]!["properties"]!.AsObject().Select(pair => pair.Key));
    }

    [Fact]
    public async Task Both_pages_are_served_without_sign_in()
    {
        await using var test = await TestPlatform.Start([new ProbeRole("records")]);
        var http = test.Http("records");

        var document = JsonNode.Parse(await http.GetStringAsync("/openapi.json", TestContext.Current.CancellationToken))!;
        var page = await http.GetStringAsync("/docs", TestContext.Current.CancellationToken);

        var service = await http.GetStringAsync("/docs/EditionService", TestContext.Current.CancellationToken);

        Assert.Equal("3.1.0", document["openapi"]!.GetValue<string>());
        Assert.Contains("/v1/records/editions/{key}", service);
        Assert.Contains("ETAG_STALE", page);
        Assert.All([page, service], html => Assert.DoesNotContain("<script", html));
        Assert.All([page, service], html => Assert.Contains("<main>", html));
        foreach (var html in new[] { page, service })
        {
            var links = Link().Matches(html).Select(match => match.Groups[1].Value).ToHashSet();
            var targets = Target().Matches(html).Select(match => match.Groups[1].Value).ToList();
            Assert.Subset(targets.ToHashSet(), links);
            Assert.Equal(targets.Distinct(), targets);
        }

        Assert.Contains("<td><code>position</code></td><td>path</td><td>int64</td><td>是</td>", service);
        Assert.Contains("<td><code>requestId</code></td><td>string</td><td>是</td>", service);
        Assert.Contains("<td><code>sector</code></td><td>string</td><td></td>", service);
        Assert.Contains("href=\"/docs/EditionService#EditionService_GetEdition\"", page);
        Assert.Contains("id=\"EditionService_GetEdition\"", service);
        Assert.Contains($"{test.Platform.HttpOf("records").GetLeftPart(UriPartial.Authority)}/v1/records/editions -H &quot;authorization: Bearer $TOKEN&quot;", page);
        Assert.True(page.IndexOf("<nav", StringComparison.Ordinal) < page.IndexOf("id=\"sign-in\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("规则版本 批准", "ApproveEdition")]
    [InlineData("approveedition", "ApproveEdition")]
    [InlineData("/v1/records/editions/{key}", "GetEdition")]
    public async Task V12_An_operation_is_found_by_its_words_in_either_language(string query, string found)
    {
        await using var test = await TestPlatform.Start([new ProbeRole("records")]);

        var page = await test.Http("records").GetStringAsync($"/docs?q={Uri.EscapeDataString(query)}", TestContext.Current.CancellationToken);
        var nothing = await test.Http("records").GetStringAsync("/docs?q=%22%3E%3Cb%3E", TestContext.Current.CancellationToken);

        Assert.Contains($"href=\"/docs/EditionService#EditionService_{found}\"", page);
        Assert.Contains("找到0个接口", nothing);
        Assert.DoesNotContain("\"><b>", nothing);
    }

    [Fact]
    public void V12_Every_act_has_a_worked_example_of_the_right_shape()
    {
        var rpcs = Contracts.SelectMany(contract => contract.Methods).ToDictionary(NameOf);
        var bodies = Operations().Where(operation => operation["requestBody"] is not null).ToArray();

        Assert.All(bodies, operation =>
        {
            var body = operation["requestBody"]!["content"]!["application/json"]!;
            var shape = new JsonShape();
            shape.Message(JsonSerializer.SerializeToElement(body["example"]), rpcs[operation["x-rpc"]!.GetValue<string>()].InputType, "");
            Assert.Empty(shape.Violations);
            Assert.All(body["schema"]!["required"]?.AsArray() ?? [], name => Assert.NotNull(body["example"]![name!.GetValue<string>()]));
        });
        Assert.Contains(bodies, operation => operation["requestBody"]!["content"]!["application/json"]!["schema"]!["required"]?.AsArray().Count == 2);
    }

    [Fact]
    public void V12_The_document_says_who_needs_no_sign_in_what_is_refused_and_what_is_always_answered()
    {
        var adopts = Operations().Single(operation => operation["operationId"]!.GetValue<string>() == "EditionService_ApproveEdition");
        var signsIn = Operations().Single(operation => operation["operationId"]!.GetValue<string>() == "AccountsService_SignIn");

        Assert.Empty(signsIn["security"]!.AsArray());
        Assert.Single(adopts["security"]!.AsArray());
        Assert.Contains("SIGN_IN_FAILED", signsIn["responses"]!["401"]!.ToJsonString());
        Assert.DoesNotContain("NOT_SIGNED_IN", signsIn["responses"]!.ToJsonString());
        Assert.Contains("EDITION_UNKNOWN", adopts["responses"]!.ToJsonString());
        Assert.Equal("#/components/responses/Refusal401", adopts["responses"]!["401"]!["$ref"]!.GetValue<string>());
        Assert.Contains("documentWord", Required("enforcement.records.v1.Organ"));
        Assert.Contains("contact", Required("enforcement.records.v1.Party"));
        Assert.Equal(["name", "address"], Required("enforcement.records.v1.PartyInput"));
        Assert.Contains("case", Required("enforcement.records.v1.GetCaseResponse"));
        Assert.Contains("updatedAt", Required("enforcement.records.v1.Case"));
        Assert.DoesNotContain("decision", Required("enforcement.records.v1.Case"));
        Assert.Contains("reason", Required("google.rpc.ErrorInfo"));
    }

    [Fact]
    public void Every_choice_carries_the_word_of_its_comment()
    {
        var described = _document["components"]!["schemas"]!["enforcement.records.v1.CaseStage"]!["description"]!.GetValue<string>();

        Assert.Contains("- `CASE_STAGE_INVESTIGATING` 调查中", described);
    }

    private string[] Required(string schema) =>
        [.. (_document["components"]!["schemas"]![schema]!["required"]?.AsArray() ?? []).Select(name => name!.GetValue<string>())];

    private IEnumerable<JsonNode> Operations() =>
        _document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(verb => verb.Value!);

    private static bool HasAddress(MethodDescriptor rpc) => rpc.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is not null;

    private static string NameOf(MethodDescriptor rpc) => $"{rpc.Service.FullName}/{rpc.Name}";

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Target();

    [GeneratedRegex("\"#/components/schemas/([^\"]+)\"")]
    private static partial Regex Reference();
}
