using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Google.Protobuf;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>Roles share a process and nothing that a caller could see.</summary>
public sealed class RoleTests
{
    private readonly ProbeRole _records = new("records", endpoints => endpoints.Grpc<ProbeEditions>());
    private readonly ProbeRole _review = new("review", endpoints => endpoints.Grpc<ProbeEvidence>());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_role_serves_answers_on_its_own_ports_only()
    {
        await using var test = await TestPlatform.Start([_records, _review]);
        var token = test.TokenOf(ProbeRole.RuleKeeper, "records");

        var own = await RawCalls.Http(test.Platform.HttpOf("records"), HttpMethod.Get, "/v1/records/editions/ok", null, token);
        var other = await RawCalls.Http(test.Platform.HttpOf("review"), HttpMethod.Get, "/v1/records/editions/ok", null, token);
        var ownVerb = await RawCalls.Http(test.Platform.HttpOf("records"), HttpMethod.Put, "/v1/records/editions/ok", null, token);
        var otherVerb = await RawCalls.Http(test.Platform.HttpOf("review"), HttpMethod.Put, "/v1/records/editions/ok", null, token);
        var otherGrpc = await RawCalls.Grpc(test.Platform.GrpcOf("review"), "/enforcement.records.v1.EditionService/GetEdition", [], token);

        Assert.Equal(HttpStatusCode.OK, own.Http);
        Assert.Equal("NO_SUCH_ROUTE", other.Reason);
        Assert.Equal(("WRONG_VERB", "NO_SUCH_ROUTE"), (ownVerb.Reason, otherVerb.Reason));
        Assert.Equal("NO_SUCH_METHOD", otherGrpc.Reason);
    }

    [Fact]
    public async Task A_host_header_does_not_open_another_roles_endpoints()
    {
        await using var test = await TestPlatform.Start([_records, _review]);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(test.Platform.HttpOf("review"), "/v1/records/editions/ok"));
        request.Headers.Host = test.Platform.HttpOf("records").Authority;

        using var response = await client.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_role_is_ready_when_its_own_views_are_and_lives_all_along()
    {
        await using var test = await TestPlatform.Start([_records, _review]);
        _records.IsCaughtUp = false;

        Assert.Equal("records: view", await test.Platform.WaitsFor(Ct));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await test.Http("records").GetAsync("/health/ready", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await test.Http("records").GetAsync("/health/live", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await test.Http("review").GetAsync("/health/ready", Ct)).StatusCode);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, await HealthOf(test, "records", ""));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, await HealthOf(test, "review", EvidenceService.Descriptor.FullName));
        _records.IsCaughtUp = true;
        Assert.Null(await test.Platform.WaitsFor(Ct));
    }

    [Fact]
    public async Task Reflection_lists_the_contracts_of_the_role_that_was_asked()
    {
        await using var test = await TestPlatform.Start([_records, _review]);
        using var call = new ServerReflection.ServerReflectionClient(test.Channel("review")).ServerReflectionInfo(cancellationToken: Ct);
        await call.RequestStream.WriteAsync(new() { ListServices = "" }, Ct);
        await call.RequestStream.CompleteAsync();

        Assert.True(await call.ResponseStream.MoveNext(Ct));
        var names = call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name);

        Assert.Contains("enforcement.records.v1.EvidenceService", names);
        Assert.DoesNotContain("enforcement.records.v1.EditionService", names);
    }

    [Fact]
    public async Task V14_The_bare_address_of_a_service_leads_to_its_documentation()
    {
        await using var test = await TestPlatform.Start([_records]);

        var page = await test.Http("records").GetAsync("/", Ct);

        Assert.Equal((HttpStatusCode.OK, "/docs"), (page.StatusCode, page.RequestMessage!.RequestUri!.AbsolutePath));
    }

    [Fact]
    public async Task Metrics_count_refusals_by_rpc_and_reason()
    {
        await using var test = await TestPlatform.Start([_records]);
        await RawCalls.Http(test.Platform.HttpOf("records"), HttpMethod.Get, "/v1/records/editions/ok", null, null);

        var metrics = await test.Http("records").GetStringAsync("/metrics", Ct);

        Assert.Matches("enforcement_refusals.*reason=\"NOT_SIGNED_IN\".*rpc=\"enforcement.records.v1.EditionService/GetEdition\"", metrics);
    }

    [Fact]
    public async Task Metrics_count_every_call_by_rpc_and_code_over_grpc_and_json_alike()
    {
        await using var test = await TestPlatform.Start([_records]);
        var (json, grpc) = (test.Platform.HttpOf("records"), test.Platform.GrpcOf("records"));
        const string get = "enforcement.records.v1.EditionService/GetEdition";
        var token = test.TokenOf(ProbeRole.RuleKeeper, "records");
        await RawCalls.Http(json, HttpMethod.Get, "/v1/records/editions/ok", null, token);
        await RawCalls.Http(json, HttpMethod.Get, "/v1/records/editions/refused", null, token);
        await RawCalls.Http(json, HttpMethod.Get, "/v1/records/editions/ok?unknown=1", null, token);
        await RawCalls.Grpc(grpc, $"/{get}", new GetEditionRequest { Key = "ok" }.ToByteArray(), token);
        await RawCalls.Grpc(grpc, $"/{get}", [0xff], token);
        await RawCalls.Http(json, HttpMethod.Get, "/v1/nowhere", null, null);

        var metrics = await test.Http("records").GetStringAsync("/metrics", Ct);

        Assert.Equal(
            [("", "NOT_FOUND", 1), (get, "FAILED_PRECONDITION", 1), (get, "INVALID_ARGUMENT", 2), (get, "OK", 2)],
            CallsIn(metrics).Order());
    }

    /// <summary>Calls that the page counts, by rpc and code.</summary>
    private static IEnumerable<(string Rpc, string Code, int Calls)> CallsIn(string metrics) =>
        from line in metrics.Split('\n')
        let match = Regex.Match(line, "^enforcement_calls_total\\{.*code=\"([A-Z_]+)\".*rpc=\"([^\"]*)\".*\\} (\\d+)")
        where match.Success
        select (match.Groups[2].Value, match.Groups[1].Value, int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture));

    [Fact]
    public void An_rpc_without_a_row_in_the_rights_table_stops_the_start()
    {
        var folder = Directory.CreateTempSubdirectory("ep-platform-").FullName;
        var roles = new[] { new ProbeRole("records", endpoints => endpoints.Grpc<Unruled>()) };

        var error = Assert.Throws<InvalidOperationException>(() => Platform.Build(TestPlatform.Options(folder, roles), roles));

        Assert.Contains("grpc.health.v1.Health/Check", error.Message);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Settings_that_cannot_be_right_are_all_named()
    {
        var wrong = new PlatformOptions
        {
            KeyDirectory = "data/keys",
            Roles = ["reviev"],
            ListenAddress = "localhost",
            OtlpEndpoint = "collector",
            LargestMessage = 1,
            ViewCacheMiB = 1,
            PeerSeconds = 0,
            PublicHeadSeconds = 7,
            StopSeconds = 0,
            Ports = { ["records"] = new() { Http = 70000 } },
        };

        var error = Assert.Throws<SettingsException>(() => Platform.Build(wrong, [_records]));

        Assert.Equal(["Roles", "KeyDirectory", "ListenAddress", "Ports", "OtlpEndpoint", "LargestMessage", "ViewCacheMiB", "PeerSeconds", "PublicHeadSeconds", "StopSeconds"], error.Mistakes.Select(mistake => mistake.Split(':', '、', '：')[1]));
    }

    private static async Task<HealthCheckResponse.Types.ServingStatus> HealthOf(TestPlatform test, string role, string service) =>
        (await new Health.HealthClient(test.Channel(role)).CheckAsync(new() { Service = service }, cancellationToken: Ct)).Status;

    private sealed class Unruled : Health.HealthBase;
}
