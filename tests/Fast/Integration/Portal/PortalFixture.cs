using System.Net;
using System.Text.RegularExpressions;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Portal;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Portal;

/// <summary>The real portal over HTTP, before a disclosure that is played by hand, beside a role of the staff.</summary>
internal sealed class PortalFixture : IAsyncDisposable
{
    private readonly TestPlatform _test;

    private PortalFixture(TestPlatform test, FakeDisclosure disclosure) => (_test, Disclosure) = (test, disclosure);

    public FakeDisclosure Disclosure { get; }

    public Platform Platform => _test.Platform;

    public static async Task<PortalFixture> Start(Func<PlatformOptions, PlatformOptions>? settings = null, TimeProvider? clock = null)
    {
        var disclosure = new FakeDisclosure();
        var roles = new IRole[]
        {
            new ProbeRole(ServiceRole.Records),
            new ProbeRole(ServiceRole.Disclosure, endpoints =>
            {
                endpoints.Grpc<FakeDisclosure>();
                endpoints.Grpc<FakeHead>();
            }),
            new PortalPublicModule(),
        };
        var test = await TestPlatform.Start(roles, settings, services => services.AddSingleton(disclosure).AddSingleton(new FakeHead(disclosure.Log)).AddSingleton(clock ?? TimeProvider.System));
        return new(test, disclosure);
    }

    /// <summary>Asks for a page.</summary>
    public async Task<ShownPage> Get(string address, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, address);
        using var response = await _test.Http(ServiceRole.PortalPublic).SendAsync(request, TestContext.Current.CancellationToken);
        return new(response.StatusCode, response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    public HttpClient Http => _test.Http(ServiceRole.PortalPublic);

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    /// <summary>An invented decision, published.</summary>
    public PublicDisclosure Publish(int number = 1, Action<PublicDisclosure>? change = null)
    {
        var disclosure = SamplePublication.Of(number);
        change?.Invoke(disclosure);
        return Disclosure.Publish(disclosure);
    }

    /// <summary>The public head and its tiles.</summary>
    private sealed class FakeHead(FakeDisclosureLog log) : LedgerService.LedgerServiceBase
    {
        private static readonly FaultType Unknown = new(FaultKind.NotFound, "TILE_UNKNOWN", "没有这一段。");

        public override Task<GetCheckpointResponse> GetCheckpoint(GetCheckpointRequest request, ServerCallContext context) =>
            Task.FromResult(new GetCheckpointResponse { Note = ByteString.CopyFrom(log.Head.ToBytes()) });

        public override Task<GetTileResponse> GetTile(GetTileRequest request, ServerCallContext context) => log.Tile(request.Level, request.Index, request.Width) is { } hashes
            ? Task.FromResult(new GetTileResponse { Hashes = ByteString.CopyFrom(hashes) })
            : throw Unknown.Now();
    }
}

/// <summary>What came back, still open.</summary>
internal sealed partial record ShownPage(HttpStatusCode Status, HttpResponseMessage Response, byte[] Bytes)
{
    /// <summary>The page as it was sent.</summary>
    public string Html { get; } = System.Text.Encoding.UTF8.GetString(Bytes);

    /// <summary>The page as a reader sees it: without tags, entities resolved, white space joined.</summary>
    public string Text => White().Replace(WebUtility.HtmlDecode(Tag().Replace(Html, " ")), " ");

    /// <summary>Addresses of all links.</summary>
    public IEnumerable<string> Links => Href().Matches(Html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value));

    public string Header(string name) =>
        Response.Headers.TryGetValues(name, out var values) || Response.Content.Headers.TryGetValues(name, out values) ? string.Join(',', values) : "";

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex White();

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Href();
}

/// <summary>Invented publications.</summary>
internal static class SamplePublication
{
    public static PublicDisclosure Of(int number) => new()
    {
        DisclosureId = $"018f3c5e-0000-7000-8000-{number:000000000000}",
        State = PublicState.Published,
        DocumentNumber = $"演工信罚〔2026〕{number}号",
        OrganName = "演示市工业和信息化局",
        Version = 1,
        Organ = "pds-gxj",
        PublishedAt = Timestamp.FromDateTimeOffset(new(2026, 3, 2, 1, 30, 0, TimeSpan.Zero)),
        Decision = new()
        {
            DocumentNumber = $"演工信罚〔2026〕{number}号",
            OrganName = "演示市工业和信息化局",
            OrganUscc = "11410400MB0000000X",
            PartyKind = PartyKind.LegalPerson,
            PartyName = $"虚构化工有限公司第{number}厂",
            PartyUscc = "91410400MA0000000Y",
            Violation = "使用国家明令淘汰的用能设备",
            FactsSummary = "经查，当事人在生产车间使用列入淘汰目录的电动机十二台。\n当事人对上述事实无异议。",
            ArticleBroken = "《中华人民共和国节约能源法》第十七条",
            ArticleApplied = "《中华人民共和国节约能源法》第七十一条",
            PenaltyKinds = { PenaltyKind.Warning, PenaltyKind.Fine },
            FineFen = 5_000_000,
            Penalty = "警告，并处罚款人民币五万元。",
            DecidedOn = "2026-02-27",
            PublishUntil = "2029-02-27",
            ReconsiderationOrgan = "演示市人民政府",
            Court = "演示市示例区人民法院",
        },
    };

    public static WithdrawalNote Note { get; } = new()
    {
        Ground = AnnulmentGround.Reconsideration,
        PublicReason = "演示市人民政府行政复议决定撤销该行政处罚决定。",
        WithdrawnAt = Timestamp.FromDateTimeOffset(new(2026, 5, 6, 2, 0, 0, TimeSpan.Zero)),
    };

    public static PublicOfficer Officer { get; } = new()
    {
        Name = "郑清和",
        OrganName = "演示市工业和信息化局",
        Title = "四级主任科员",
        CertificateNumber = "16040012345",
        Kinds = { EnforcementKind.Penalty, EnforcementKind.Inspection },
        Area = "演示市",
        ValidFrom = "2024-01-01",
        ValidTo = "2029-12-31",
    };

    public static PublicItem Item { get; } = new()
    {
        ItemId = "018f3c5e-0000-7000-8000-0000000000ff",
        Code = "CF-0001",
        Name = "对使用国家明令淘汰的用能设备或者生产工艺的处罚",
        Kind = EnforcementKind.Penalty,
        OrganName = "演示市工业和信息化局",
        Responsibility = "节能监察",
        Authority = "责令停止使用、没收、警告、罚款",
        LegalBasis = "《中华人民共和国节约能源法》第七十一条",
        EffectiveFrom = "2026-01-01",
        Version = 2,
        ApprovedBy = "演示市司法局",
        ApprovalNumber = "演司审〔2025〕8号",
        ApprovedOn = "2025-12-20",
    };
}
