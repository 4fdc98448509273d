using System.Net;
using System.Net.Sockets;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Portal;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Portal;

/// <summary>What a stranger can reach, and what the portal can do: nothing but show what is public.</summary>
public sealed class The_anonymous_surface
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_portal_has_no_key_and_asks_without_a_token()
    {
        await using var portal = await PortalFixture.Start();
        var options = portal.Platform.Services.GetRequiredService<PlatformOptions>();

        await portal.Get("/");

        Assert.Empty(Directory.EnumerateFiles(options.KeyDirectory, $"{ServiceRole.PortalPublic}*"));
        Assert.NotEmpty(Directory.EnumerateFiles(options.KeyDirectory, $"{ServiceRole.Disclosure}*"));
        Assert.Null(portal.Platform.Services.GetKeyedService<Tokens>(ServiceRole.PortalPublic));
        Assert.NotEmpty(portal.Disclosure.Headers);
        Assert.DoesNotContain("authorization", portal.Disclosure.Headers.Keys);
    }

    [Fact]
    public async Task No_rpc_of_any_service_is_reachable_on_its_port()
    {
        await using var portal = await PortalFixture.Start();

        foreach (var rpc in EveryContract.Rpcs)
        {
            if (WrongRequests.AddressOf(rpc) is var (verb, path, _, _))
            {
                var page = await portal.Get(path, verb);
                Assert.True(page.Status == HttpStatusCode.NotFound && page.Html.Contains("没有找到", StringComparison.Ordinal), $"{verb} {path}: {page.Status}");
            }
        }
    }

    [Theory]
    [InlineData("/openapi.json")]
    [InlineData("/docs/PublicDisclosureService")]
    [InlineData("/.well-known/jwks.json")]
    [InlineData("/enforcement.disclosure.v1.PublicDisclosureService/SearchDisclosures")]
    [InlineData("/assets/")]
    [InlineData("/assets/../keys")]
    public async Task What_goes_with_contracts_and_files_is_not_there(string path)
    {
        await using var portal = await PortalFixture.Start();

        Assert.Equal(HttpStatusCode.NotFound, (await portal.Get(path)).Status);
    }

    [Fact]
    public async Task V12_It_says_in_the_words_of_the_contract_how_programs_read_what_is_public()
    {
        await using var portal = await PortalFixture.Start();

        var page = await portal.Get("/docs");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.All(PublicReflection.Descriptor.Services.SelectMany(service => service.Methods), rpc => Assert.Contains($"{Words.Of(rpc)}（<code>{rpc.Name}</code>）", page.Html));
        Assert.All(PublicDecision.Descriptor.Fields.InDeclarationOrder(), field => Assert.Contains($"<code>{field.JsonName}</code>：{Words.Of(field).Label}", page.Html));
        Assert.Contains("/docs", (await portal.Get("/sitemap")).Links);
    }

    [Fact]
    public async Task It_has_no_gRPC_port()
    {
        var port = FreePort();
        await using var portal = await PortalFixture.Start(options => options with
        {
            Ports = new(options.Ports) { [ServiceRole.PortalPublic] = new() { Grpc = port } },
        });

        using var client = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(async () => await client.ConnectAsync(IPAddress.Loopback, port, Ct));
        Assert.Throws<InvalidOperationException>(() => portal.Platform.GrpcOf(ServiceRole.PortalPublic));
    }

    [Fact]
    public async Task Its_pages_do_not_answer_on_the_ports_of_other_roles()
    {
        await using var portal = await PortalFixture.Start();
        foreach (var path in new[] { "/officers", "/items", "/robots.txt", "/unknown" })
        {
            var reply = await RawCalls.Http(portal.Platform.HttpOf(ServiceRole.Records), HttpMethod.Get, path, null, null);
            Assert.Equal("NO_SUCH_ROUTE", reply.Reason);
        }
    }

    [Fact]
    public async Task Health_answers_as_everywhere_and_does_not_hang_on_disclosure()
    {
        await using var alone = await TestPlatform.Start([new PortalPublicModule()]);

        Assert.Equal(HttpStatusCode.OK, (await alone.Http(ServiceRole.PortalPublic).GetAsync("/health/ready", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await alone.Http(ServiceRole.PortalPublic).GetAsync("/health/live", Ct)).StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/officers")]
    [InlineData("/items")]
    [InlineData("/disclosures/018f3c5e-0000-7000-8000-000000000001")]
    [InlineData("/checkpoint")]
    public async Task A_disclosure_that_is_away_is_a_page_with_503(string path)
    {
        await using var alone = await TestPlatform.Start([new PortalPublicModule()]);

        using var response = await alone.Http(ServiceRole.PortalPublic).GetAsync(path, Ct);
        var html = await response.Content.ReadAsStringAsync(Ct);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(30), response.Headers.RetryAfter?.Delta);
        Assert.Contains("公示查询服务暂时无法访问，请稍后再试。", html);
        Assert.DoesNotContain("PEER_UNAVAILABLE", html);
    }

    [Fact]
    public async Task A_failure_is_a_page_with_a_number_and_nothing_of_the_failure()
    {
        await using var portal = await PortalFixture.Start();
        portal.Disclosure.Failure = new InvalidOperationException("secret of the inside");

        var page = await portal.Get("/");

        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.Matches("故障编号： [0-9a-f]+", page.Text);
        Assert.DoesNotContain("secret", page.Html);
        Assert.DoesNotContain("Exception", page.Html);
    }

    [Theory]
    [InlineData("/disclosures/018f3c5e-0000-7000-8000-999999999999", "没有这一条公示")]
    [InlineData("/disclosures/not-an-id", "没有这一条公示")]
    [InlineData("/disclosures/018F3C5E-0000-7000-8000-000000000001", "没有这一条公示")]
    [InlineData("/disclosures/018f3c5e-0000-7000-8000-999999999999/proof.json", "没有这一条公示")]
    [InlineData("/disclosures/018f3c5e-0000-7000-8000-000000000001/entries/5", "没有这份证明文件")]
    [InlineData("/disclosures/018f3c5e-0000-7000-8000-000000000001/entries/x", "没有这个页面")]
    [InlineData("/nothing", "没有这个页面")]
    public async Task What_is_not_there_is_a_Chinese_page(string path, string sentence)
    {
        await using var portal = await PortalFixture.Start();
        portal.Publish();

        var page = await portal.Get(path);

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Contains(sentence, page.Text);
        Assert.Contains("<html lang=\"zh-CN\">", page.Html);
        Assert.Contains("noindex", page.Html);
    }

    [Fact]
    public async Task Nothing_can_be_sent_to_it()
    {
        await using var portal = await PortalFixture.Start();

        var page = await portal.Get("/", HttpMethod.Post);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET,HEAD"), (page.Status, page.Header("Allow")));
        Assert.Contains("网站不支持这样的请求", page.Text);
    }

    [Fact]
    public async Task Every_answer_forbids_scripts_strangers_frames_and_copies()
    {
        await using var portal = await PortalFixture.Start();
        var withdrawn = portal.Publish(2);
        portal.Disclosure.Withdraw(withdrawn, SamplePublication.Note);
        var published = portal.Publish();

        foreach (var path in new[] { "/", $"/disclosures/{published.DisclosureId}", $"/disclosures/{withdrawn.DisclosureId}", $"/disclosures/{published.DisclosureId}/proof.json", "/nothing", "/checkpoint", "/verify" })
        {
            var page = await portal.Get(path);
            Assert.Contains("default-src 'none'", page.Header("Content-Security-Policy"));
            Assert.Contains("frame-ancestors 'none'", page.Header("Content-Security-Policy"));
            Assert.DoesNotContain("unsafe", page.Header("Content-Security-Policy"));
            Assert.Equal(
                ("nosniff", "no-referrer", "no-store", "noarchive"),
                (page.Header("X-Content-Type-Options"), page.Header("Referrer-Policy"), page.Header("Cache-Control"), page.Header("X-Robots-Tag")));
            Assert.DoesNotContain("style=", page.Html);
            Assert.Equal("", page.Header("Set-Cookie"));
        }
    }

    [Fact]
    public async Task HEAD_answers_like_GET_without_the_page()
    {
        await using var portal = await PortalFixture.Start();
        var withdrawn = portal.Publish();
        portal.Disclosure.Withdraw(withdrawn, SamplePublication.Note);

        foreach (var path in new[] { "/", $"/disclosures/{withdrawn.DisclosureId}", "/nothing" })
        {
            var (get, head) = (await portal.Get(path), await portal.Get(path, HttpMethod.Head));
            Assert.Equal((get.Status, get.Header("Content-Length"), 0), (head.Status, head.Header("Content-Length"), head.Bytes.Length));
        }
    }

    [Fact]
    public async Task The_style_sheet_is_named_after_its_content_and_kept_for_a_year()
    {
        await using var portal = await PortalFixture.Start();
        var page = await portal.Get("/");
        var link = page.Links.Single(one => one.EndsWith(".css", StringComparison.Ordinal));

        var style = await portal.Get(link);

        Assert.Equal((HttpStatusCode.OK, "text/css; charset=utf-8"), (style.Status, style.Header("Content-Type")));
        Assert.Contains("immutable", style.Header("Cache-Control"));
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(style.Bytes))[..16], link);
        Assert.Equal("User-agent: *\nAllow: /\n", (await portal.Get("/robots.txt")).Html);
    }

    [Fact]
    public async Task The_head_says_whose_pages_they_are_and_that_demo_data_is_invented()
    {
        await using var named = await PortalFixture.Start(options => options with { PublicName = "演示市工业和信息化局", DemoData = true });
        await using var plain = await PortalFixture.Start();

        Assert.Contains("演示市工业和信息化局 行政执法公示", (await named.Get("/")).Text);
        Assert.Contains("均为虚构", (await named.Get("/")).Text);
        Assert.DoesNotContain("均为虚构", (await plain.Get("/")).Text);
    }

    /// <summary>The portal of a demonstration, in a process that was not told so.</summary>
    [Fact]
    public async Task G9_What_disclosure_says_to_be_a_demonstration_is_shown_as_one()
    {
        await using var portal = await PortalFixture.Start();
        portal.Disclosure.Demonstration = true;

        Assert.Contains("均为虚构", (await portal.Get("/")).Text);
    }

    [Fact]
    public void What_the_portal_asks_for_is_public_in_the_rights_table() =>
        Assert.All(PublicDisclosureService.Descriptor.Methods, rpc => Assert.True(Rights.IsPublic($"{rpc.Service.FullName}/{rpc.Name}")));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
