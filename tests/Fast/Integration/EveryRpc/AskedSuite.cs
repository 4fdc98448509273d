using System.Buffers.Binary;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.People;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Records;
using EnforcementPlatform.Records.Facts;
using EnforcementPlatform.Tests.Fast.Integration.Gateway;
using EnforcementPlatform.Tests.Fast.Integration.Records;
using EnforcementPlatform.Tests.Fast.Integration.Review;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace EnforcementPlatform.Tests.Fast.Integration.EveryRpc;

/// <summary>The whole suite with the demonstration's data, one case under review, and one person of each duty signed in.</summary>
public sealed class AskedSuite : IAsyncLifetime
{
    private const string UsedRequestId = "0f1e2d3c-4b5a-4697-8877-665544332211";

    /// <summary>Who is asked for in the name of a duty.</summary>
    private static readonly Dictionary<Duty, string> Holders = new()
    {
        [Duty.SignedIn] = ReviewedCase.First,
        [Duty.HandleCase] = ReviewedCase.First,
        [Duty.LeadDepartment] = ReviewedCase.Lead,
        [Duty.DecideCase] = ReviewedCase.Head,
        [Duty.ReviewLegality] = ReviewedCase.Reviewer,
        [Duty.KeepRules] = ReviewedCase.LegalLead,
        [Duty.Publish] = "liu.yingchuan",
        [Duty.Archive] = ReviewedCase.Archivist,
        [Duty.Inspect] = "jian.congzhou",
        [Duty.ReadAudit] = "yin.zhiwei",
        [Duty.ApproveDestruction] = "yin.zhiwei",
        [Duty.ManagePeople] = "qiao.anlan",
        [Duty.ManageAccounts] = "qiao.anlan",
        [Duty.ManageOrgans] = "shao.jingxing",
        [Duty.AdministerSystem] = "shao.jingxing",
    };

    /// <summary>The same duties in another organ, where somebody has them.</summary>
    private static readonly Dictionary<Duty, string> OfAnotherOrgan = new()
    {
        [Duty.SignedIn] = "lu.chengping",
        [Duty.HandleCase] = "lu.chengping",
        [Duty.LeadDepartment] = "kang.lingyi",
        [Duty.DecideCase] = "wen.zhaomu",
        [Duty.ReviewLegality] = "ming.ruoshui",
        [Duty.KeepRules] = "ming.ruoshui",
        [Duty.Publish] = "bai.yuan",
        [Duty.Archive] = "bai.yuan",
        [Duty.Inspect] = "shi.jianchuan",
        [Duty.ReadAudit] = "yi.guanlan",
        [Duty.ApproveDestruction] = "yi.guanlan",
        [Duty.ManagePeople] = "an.zhiyuan",
        [Duty.ManageAccounts] = "an.zhiyuan",
    };

    /// <summary>The same duties in another department of the same organ.</summary>
    private static readonly Dictionary<Duty, string> OfAnotherDepartment = new()
    {
        [Duty.HandleCase] = "su.jianwei",
        [Duty.LeadDepartment] = "xia.wenxi",
    };

    /// <summary>The lead of the legal department, for what only its department may: a review is never that of the handlers' department.</summary>
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["enforcement.review.v1.ReviewService/AssignReviewer"] = ReviewedCase.LegalLead,
        ["enforcement.review.v1.ReviewService/ExtendReview"] = ReviewedCase.LegalLead,
    };

    private readonly WholeSuite _suite = new();
    private readonly Dictionary<string, (string Token, GetMeResponse Me)> _people = [];

    internal static IReadOnlyList<ServiceDescriptor> Contracts { get; } =
    [
        .. EveryContract.Services.Select(EveryContract.DescriptorOf)
            .Where(service => service == LedgerService.Descriptor || Suite.Roles.OfType<LedgerRole>().Any(role => service.File.Package == $"enforcement.{role.Name}.v1")),
    ];

    internal SampleRequests Samples { get; private set; } = null!;

    /// <summary>The same with choices that ask for nothing beside them: a warning has no amount, and what is waived is not checked again.</summary>
    internal SampleRequests PlainSamples { get; private set; } = null!;

    /// <summary>The case that the samples are about.</summary>
    internal string CaseId { get; private set; } = "";

    internal static MethodDescriptor Find(string name) => Contracts.SelectMany(service => service.Methods).Single(rpc => rpc.FullName == name);

    internal static string PathOf(MethodDescriptor rpc) => $"{rpc.Service.FullName}/{rpc.Name}";

    internal static bool IsForPeople(MethodDescriptor rpc) => Rights.IsPublic(PathOf(rpc)) || Rights.All.Any(right => right.Rpc == PathOf(rpc));

    /// <summary>True for what carries a request id, in itself or in the header of its stream.</summary>
    internal static bool IsCommand(MethodDescriptor rpc) =>
        rpc.InputType.FindFieldByName("request_id") is not null || rpc.InputType.FindFieldByName("header") is not null;

    public async ValueTask InitializeAsync()
    {
        await _suite.InitializeAsync();
        string[] others = [ReviewedCase.Second, ReviewedCase.LegalLead, .. OfAnotherOrgan.Values, .. OfAnotherDepartment.Values];
        foreach (var name in Holders.Values.Concat(others).Distinct())
        {
            var token = await _suite.Token(name, RecordsFixture.Password);
            _people[name] = (token, await new AccountsService.AccountsServiceClient(_suite.All.Channel(ServiceRole.Records).Intercept(headers =>
            {
                headers.Add("authorization", $"Bearer {token}");
                return headers;
            })).GetMeAsync(new()));
        }

        var decided = await ReviewedCase.Decided(_suite);
        var reviewed = await ReviewedCase.Assigned(_suite);
        CaseId = reviewed.Id;
        await DeliveryBench.PublishInto(_suite.All.Platform.Services, decided.Id);
        var values = SampleValues.Of(UsedRequestId, reviewed.Id, decided.Id, _people[ReviewedCase.First].Me, _people[ReviewedCase.Second].Me.PersonId);
        Samples = new(values);
        PlainSamples = new(new Dictionary<string, string>(values)
        {
            ["PenaltyKind"] = "PENALTY_KIND_WARNING",
            ["PartyResponseKind"] = "PARTY_RESPONSE_KIND_STATEMENT_WAIVED",
        });
        await AwaitQuiet();
        foreach (var rpc in Contracts.SelectMany(service => service.Methods).Where(IsCommand))
        {
            await UseRequestId(rpc);
        }

        await AwaitQuiet();
    }

    public ValueTask DisposeAsync() => _suite.DisposeAsync();

    internal Uri HttpOf(MethodDescriptor rpc) => _suite.All.Platform.HttpOf(RoleOf(rpc));

    internal string? TokenFor(MethodDescriptor rpc) => Rights.IsPublic(PathOf(rpc)) ? null : _people[HolderOf(rpc)].Token;

    /// <summary>Token of a service, for what only services may call.</summary>
    internal string? ServiceTokenFor(MethodDescriptor rpc) => RightsTable.Services
        .Where(right => right.Rpc == PathOf(rpc) && right.Role != RoleOf(rpc))
        .Select(right => _suite.All.Platform.Services.GetRequiredKeyedService<Tokens>(right.Role).ForService(RoleOf(rpc)))
        .FirstOrDefault();

    /// <summary>Token of somebody whose duties have no row for the rpc, or null where everybody's have.</summary>
    internal string? Undutiful(MethodDescriptor rpc) => Holders.Values
        .Where(name => Rights.RelationsFor(PathOf(rpc), DutiesOf(name)).IsEmpty)
        .Select(name => _people[name].Token).FirstOrDefault();

    /// <summary>Everybody of another organ who has a duty that opens the rpc at home.</summary>
    internal IEnumerable<string> StrangersTo(MethodDescriptor rpc) => TokensOf(rpc, OfAnotherOrgan, _ => true);

    /// <summary>Everybody of another department whose duty opens the rpc in their own, and not in the whole organ.</summary>
    internal IEnumerable<string> NeighboursOf(MethodDescriptor rpc) => TokensOf(rpc, OfAnotherDepartment, right => !Rights.Permits(right.Rpc, DutiesOf(OfAnotherDepartment[right.Duty]), Relation.Organ));

    /// <summary>What a list shows to somebody, as JSON.</summary>
    internal async Task<string> List(MethodDescriptor rpc, string token)
    {
        using var http = _suite.All.Http(RoleOf(rpc), token);
        return await http.GetStringAsync(WrongRequests.AddressOf(rpc)!.Value.Path, TestContext.Current.CancellationToken);
    }

    /// <summary>The request over gRPC and, where it can be written so, over HTTP/JSON.</summary>
    internal async Task<List<Reply>> BothWays(MethodDescriptor rpc, IMessage request, string? token)
    {
        var replies = new List<Reply> { await Grpc(rpc, request.ToByteArray(), token) };
        if (SampleRequests.OverHttp(rpc, request) is var (verb, path, body))
        {
            replies.Add(await RawCalls.Http(HttpOf(rpc), verb, path, body, token));
        }

        return replies;
    }

    /// <summary>A stream of evidence is the message and then a picture.</summary>
    internal Task<Reply> Grpc(MethodDescriptor rpc, byte[] message, string? token)
    {
        var picture = rpc.IsClientStreaming ? Frame(new CollectEvidenceRequest { Chunk = ByteString.CopyFrom(Jpeg) }.ToByteArray()) : [];
        return RawCalls.GrpcFrame(_suite.All.Platform.GrpcOf(RoleOf(rpc)), $"/{PathOf(rpc)}", [.. Frame(message), .. picture], token);
    }

    internal async Task KeepsNothing(Func<Task> ask)
    {
        var before = await Sizes();
        await ask();
        Assert.Equal(before, await Sizes());
    }

    private IEnumerable<string> TokensOf(MethodDescriptor rpc, Dictionary<Duty, string> holders, Func<Right, bool> counts) => Rights.All
        .Where(right => right.Rpc == PathOf(rpc) && holders.ContainsKey(right.Duty) && counts(right))
        .Select(right => _people[holders[right.Duty]].Token)
        .Distinct();

    private HashSet<Duty> DutiesOf(string name) => _people[name].Me.Duties.Select(Enum.Parse<Duty>).ToHashSet();

    private static byte[] Jpeg => [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10, 0x4A, 0x46, 0x49, 0x46, 0x00, 0x01, 0xFF, 0xD9];

    private static byte[] Frame(byte[] message)
    {
        var frame = new byte[message.Length + 5];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    private static string RoleOf(MethodDescriptor rpc) =>
        rpc.Service == LedgerService.Descriptor ? ServiceRole.Records : rpc.File.Package.Split('.')[1];

    private static string HolderOf(MethodDescriptor rpc) => Exceptions.GetValueOrDefault(PathOf(rpc))
        ?? Rights.All.Where(right => right.Rpc == PathOf(rpc)).Select(right => Holders.GetValueOrDefault(right.Duty)).OfType<string>().FirstOrDefault()
        ?? ReviewedCase.First;

    private ServiceLedger LedgerOf(string role) => _suite.All.Platform.Services.GetRequiredKeyedService<ServiceLedger>(role);

    /// <summary>Entries of every ledger.</summary>
    private async Task<string> Sizes()
    {
        var sizes = new List<string>();
        foreach (var role in Suite.Roles.OfType<LedgerRole>())
        {
            sizes.Add($"{role.Name} {(await LedgerOf(role.Name).Store.ReadFrom(0, 10_000, CancellationToken.None)).Length}");
        }

        return string.Join(", ", sizes);
    }

    /// <summary>Waits until what was told has been heard by everybody: from then on a ledger grows by what is asked alone.</summary>
    private async Task AwaitQuiet()
    {
        for (var (before, quiet) = ("", 0); quiet < 10;)
        {
            var now = await Sizes();
            (before, quiet) = (now, now == before ? quiet + 1 : 0);
            await Task.Delay(100);
        }
    }

    /// <summary>Keeps another command under the request id of the samples: whatever is asked with it is something else.</summary>
    private async Task UseRequestId(MethodDescriptor rpc)
    {
        var (services, role, me) = (_suite.All.Platform.Services, RoleOf(rpc), _people[HolderOf(rpc)].Me);
        var actor = (await services.GetRequiredKeyedService<IPeople>(role).Find(Issuers.Accounts, me.AccountId, LedgerOf(role).Clock.GetUtcNow(), CancellationToken.None))!;
        var command = CommandId.Of(me.AccountId, PathOf(rpc), Guid.ParseExact(UsedRequestId, "D"));
        await (role == ServiceRole.Records
            ? services.GetRequiredService<Streams<AccountState>>().Run(
                me.AccountId, command, actor, PathOf(rpc), new SignedIn { SessionId = "another act" }, (_, _) => ValueTask.FromResult(Decision.Of(new SignedIn())), CancellationToken.None)
            : (Task)services.GetRequiredKeyedService<Streams<AccountCopy>>(role).Run(
                me.AccountId, command, actor, PathOf(rpc), new SignedIn { SessionId = "another act" }, (copy, _) => ValueTask.FromResult(Decision.Of(copy.Told!)), CancellationToken.None));
    }
}
