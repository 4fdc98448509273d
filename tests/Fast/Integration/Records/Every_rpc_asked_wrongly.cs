using System.Buffers.Binary;
using System.Text;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Records;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace EnforcementPlatform.Tests.Fast.Integration.Records;

/// <summary>
/// Every rpc of the role records as it ships, found from the contracts and asked wrongly in every way, over gRPC and over HTTP/JSON, by somebody
/// of the demonstration who has the duty: the documented reason, the field, a Chinese sentence; never INTERNAL or UNKNOWN; nothing is kept.
/// </summary>
public sealed class Every_rpc_asked_wrongly(Every_rpc_asked_wrongly.Role role) : IClassFixture<Every_rpc_asked_wrongly.Role>
{
    public static TheoryData<string> Rpcs => [.. Role.Contracts.SelectMany(service => service.Methods).Select(rpc => rpc.FullName)];

    [Theory]
    [MemberData(nameof(Rpcs))]
    public Task Without_a_token_or_the_duty_nothing_is_reached(string name) => role.KeepsNothing(async () =>
    {
        var rpc = Role.Find(name);
        if (Rights.IsPublic(Role.PathOf(rpc)))
        {
            return;
        }

        var request = role.Samples.Of(rpc.InputType);
        foreach (var reply in await role.BothWays(rpc, request, null))
        {
            Expect(reply, StatusCode.Unauthenticated, "NOT_SIGNED_IN");
        }

        foreach (var reply in role.Undutiful(rpc) is { } token ? await role.BothWays(rpc, request, token) : [])
        {
            Expect(reply, StatusCode.PermissionDenied, "NOT_PERMITTED");
        }
    });

    [Theory]
    [MemberData(nameof(Rpcs))]
    public Task What_cannot_be_read_is_refused_before_the_service(string name) => role.KeepsNothing(async () =>
    {
        var rpc = Role.Find(name);
        foreach (var wrong in WrongRequests.OfHttp(rpc))
        {
            var reply = await RawCalls.Http(role.Http, wrong.Verb, wrong.Path, wrong.Body, role.TokenFor(rpc));
            Expect(reply, StatusCode.InvalidArgument, wrong.Reason);
            Assert.True(wrong.Field is null || reply.Fields.Contains(wrong.Field), $"{wrong.What}: {string.Join(", ", reply.Fields)}");
        }

        if (Role.IsForPeople(rpc))
        {
            byte[]?[] messages = [WrongRequests.Truncated, WrongRequests.NotUtf8(rpc.InputType)];
            foreach (var message in messages.OfType<byte[]>())
            {
                Expect(await role.Grpc(rpc, message, role.TokenFor(rpc)), StatusCode.InvalidArgument, "MALFORMED_REQUEST");
            }
        }
    });

    [Theory]
    [MemberData(nameof(Rpcs))]
    public Task A_request_id_is_not_used_again_for_something_else_and_a_stale_etag_changes_nothing(string name) => role.KeepsNothing(async () =>
    {
        var rpc = Role.Find(name);
        var request = role.Samples.Of(rpc.InputType);
        if (!Role.IsCommand(rpc))
        {
            return;
        }

        foreach (var reply in await role.BothWays(rpc, request, role.TokenFor(rpc)))
        {
            Expect(reply, StatusCode.AlreadyExists, "REQUEST_ID_REUSED");
        }

        if (rpc.InputType.FindFieldByName("etag") is not null)
        {
            rpc.InputType.FindFieldByName("request_id").Accessor.SetValue(request, RecordsFixture.NewId());
            foreach (var reply in await role.BothWays(rpc, request, role.TokenFor(rpc)))
            {
                Expect(reply, StatusCode.Aborted, "ETAG_STALE");
            }
        }
    });

    /// <summary>The request id was used before, so that a request which passes its checks is refused with that, and nothing is ever done.</summary>
    [Fact]
    public Task Each_field_that_is_missing_or_cannot_be_is_named_as_committed() => role.KeepsNothing(async () =>
    {
        var text = new StringBuilder();
        foreach (var rpc in Role.Contracts.SelectMany(service => service.Methods).Where(Role.IsForPeople))
        {
            text.Append($"{Role.PathOf(rpc)}\n");
            var request = role.Samples.Of(rpc.InputType);
            foreach (var place in SampleRequests.PlacesOf(rpc.InputType))
            {
                var missing = await Spoilt(rpc, place, SampleRequests.Without(request, place), isJson: true);
                var wrong = SampleRequests.With(request, place) is { } other ? await Spoilt(rpc, place, other, SampleRequests.IsJson(place)) : "";
                text.Append($"    {place.Name}: missing {missing}{(wrong.Length > 0 ? $"; wrong {wrong}" : "")}\n");
            }
        }

        Verified.Matches("WrongFields", text.ToString());
    });

    [Fact]
    public void Every_rpc_of_the_role_is_here()
    {
        Assert.True(Rpcs.Count >= 50, $"only {Rpcs.Count} rpcs found");
        Assert.All(Role.Contracts.SelectMany(service => service.Methods).Where(Role.IsCommand), rpc => Assert.Contains(Rights.All, right => right.Rpc == Role.PathOf(rpc)));
    }

    /// <summary>The answer both ways, which must be one: the rules broken in that place, or the reason, or "accepted" for a reading that needs no such field.</summary>
    private async Task<string> Spoilt(MethodDescriptor rpc, Place place, IMessage request, bool isJson)
    {
        var replies = isJson ? await role.BothWays(rpc, request, role.TokenFor(rpc)) : [await role.Grpc(rpc, request.ToByteArray(), role.TokenFor(rpc))];
        var answers = replies.Select(reply => Answer(rpc, place, reply)).Distinct().ToArray();
        Assert.True(answers.Length == 1, $"{rpc.FullName} {place.Name}: {string.Join(" but ", answers)}");
        return answers[0];
    }

    private static string Answer(MethodDescriptor rpc, Place place, Reply reply)
    {
        if (reply.Status.Code == 0)
        {
            Assert.False(Role.IsCommand(rpc), $"{rpc.FullName} was carried out without, or with a wrong, {place.Name}");
            return "accepted";
        }

        Expect(reply, (StatusCode)reply.Status.Code, reply.Reason);
        Assert.Contains(reply.Reason, new[] { "INVALID_FIELDS", "REQUEST_ID_REUSED", "NOT_FOUND", "TEMPLATE_UNKNOWN", "EVIDENCE_STREAM_INVALID", "TILE_UNKNOWN", "EDITION_MISSING" });
        if (reply.Reason != "INVALID_FIELDS")
        {
            return reply.Reason;
        }

        var named = reply.Fields.Where(place.IsNamedIn).ToArray();
        Assert.True(named.Length > 0, $"{rpc.FullName} {place.Name}: only {string.Join(", ", reply.Fields)}");
        return string.Join(", ", named.Select(one => one[(one.LastIndexOf(' ') + 1)..]).Distinct());
    }

    private static void Expect(Reply reply, StatusCode status, string reason)
    {
        Assert.Equal((status, reason), ((StatusCode)reply.Status.Code, reply.Reason));
        Assert.DoesNotContain(status, new[] { StatusCode.Internal, StatusCode.Unknown });
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", reply.Detail<LocalizedMessage>()!.Message);
        Assert.All(reply.Detail<BadRequest>()?.FieldViolations ?? [], violation => Assert.EndsWith("。", violation.Description));
    }

    /// <summary>The role with the demonstration's data, one case under investigation, and one person of each duty signed in.</summary>
    public sealed class Role : IAsyncLifetime
    {
        private const string Officer = "qin.yanqiu";
        private const string UsedRequestId = "0f1e2d3c-4b5a-4697-8877-665544332211";

        private static readonly Dictionary<Duty, string> Holders = new()
        {
            [Duty.SignedIn] = Officer,
            [Duty.HandleCase] = Officer,
            [Duty.LeadDepartment] = "qi.wangshu",
            [Duty.DecideCase] = "shang.minghui",
            [Duty.ReviewLegality] = "wen.ruogu",
            [Duty.KeepRules] = "wen.ruogu",
            [Duty.Archive] = "bu.qingshu",
            [Duty.Inspect] = "jian.congzhou",
            [Duty.ReadAudit] = "yin.zhiwei",
            [Duty.ApproveDestruction] = "yin.zhiwei",
            [Duty.ManagePeople] = "qiao.anlan",
            [Duty.ManageAccounts] = "qiao.anlan",
            [Duty.ManageOrgans] = "shao.jingxing",
            [Duty.AdministerSystem] = "shao.jingxing",
        };

        private readonly Dictionary<string, (string Token, GetMeResponse Me)> _people = [];
        private TestPlatform _test = null!;
        private ServiceLedger _ledger = null!;

        internal static IReadOnlyList<ServiceDescriptor> Contracts { get; } =
        [
            .. EveryContract.Services.Select(EveryContract.DescriptorOf)
                .Where(service => service.File.Package == "enforcement.records.v1" || service == LedgerService.Descriptor),
        ];

        internal SampleRequests Samples { get; private set; } = null!;

        internal Uri Http => _test.Platform.HttpOf(ServiceRole.Records);

        internal static MethodDescriptor Find(string name) => Contracts.SelectMany(service => service.Methods).Single(rpc => rpc.FullName == name);

        internal static string PathOf(MethodDescriptor rpc) => $"{rpc.Service.FullName}/{rpc.Name}";

        internal static bool IsForPeople(MethodDescriptor rpc) => Rights.IsPublic(PathOf(rpc)) || Rights.All.Any(right => right.Rpc == PathOf(rpc));

        /// <summary>True for what carries a request id, in itself or in the header of its stream.</summary>
        internal static bool IsCommand(MethodDescriptor rpc) =>
            rpc.InputType.FindFieldByName("request_id") is not null || rpc.InputType.FindFieldByName("header") is not null;

        public async ValueTask InitializeAsync()
        {
            _test = await TestPlatform.Start([new RecordsModule()], replace: Suite.Adapters);
            _ledger = _test.Platform.Services.GetRequiredKeyedService<ServiceLedger>(ServiceRole.Records);
            await _test.Platform.Services.GetRequiredService<IDemoData>().Prepare(CancellationToken.None);
            foreach (var name in Holders.Values.Append("lu.huaiyuan").Append("lu.chengping").Distinct())
            {
                var signedIn = await new AccountsService.AccountsServiceClient(As(null)).SignInAsync(new() { UserName = name, Password = RecordsFixture.Password });
                _people[name] = (signedIn.Token, await new AccountsService.AccountsServiceClient(As(signedIn.Token)).GetMeAsync(new()));
            }

            Samples = new(Named(await FiledCase()));
            foreach (var rpc in Contracts.SelectMany(service => service.Methods).Where(IsCommand))
            {
                await UseRequestId(rpc);
            }
        }

        public ValueTask DisposeAsync() => _test.DisposeAsync();

        internal string? TokenFor(MethodDescriptor rpc) =>
            Rights.IsPublic(PathOf(rpc)) ? null : _people[HolderOf(rpc)].Token;

        /// <summary>Token of somebody whose duties have no row for the rpc, or null where everybody's have.</summary>
        internal string? Undutiful(MethodDescriptor rpc) => Holders.Values
            .Where(name => Rights.RelationsFor(PathOf(rpc), _people[name].Me.Duties.Select(Enum.Parse<Duty>).ToHashSet()).IsEmpty)
            .Select(name => _people[name].Token).FirstOrDefault();

        /// <summary>The request over gRPC and, where it can be written so, over HTTP/JSON.</summary>
        internal async Task<List<Reply>> BothWays(MethodDescriptor rpc, IMessage request, string? token)
        {
            var replies = new List<Reply> { await Grpc(rpc, request.ToByteArray(), token) };
            if (SampleRequests.OverHttp(rpc, request) is var (verb, path, body))
            {
                replies.Add(await RawCalls.Http(Http, verb, path, body, token));
            }

            return replies;
        }

        /// <summary>A stream of evidence is the message and then a picture.</summary>
        internal Task<Reply> Grpc(MethodDescriptor rpc, byte[] message, string? token)
        {
            var picture = rpc.IsClientStreaming ? Frame(new CollectEvidenceRequest { Chunk = ByteString.CopyFrom(Jpeg) }.ToByteArray()) : [];
            return RawCalls.GrpcFrame(_test.Platform.GrpcOf(ServiceRole.Records), $"/{PathOf(rpc)}", [.. Frame(message), .. picture], token);
        }

        internal async Task KeepsNothing(Func<Task> ask)
        {
            var before = await Size();
            await ask();
            Assert.Equal(before, await Size());
        }

        private static byte[] Jpeg => [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10, 0x4A, 0x46, 0x49, 0x46, 0x00, 0x01, 0xFF, 0xD9];

        private static byte[] Frame(byte[] message)
        {
            var frame = new byte[message.Length + 5];
            BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)message.Length);
            message.CopyTo(frame, 5);
            return frame;
        }

        private static string HolderOf(MethodDescriptor rpc) =>
            Rights.All.Where(right => right.Rpc == PathOf(rpc)).Select(right => Holders.GetValueOrDefault(right.Duty)).OfType<string>().FirstOrDefault() ?? Officer;

        private async Task<int> Size() => (await _ledger.Store.ReadFrom(0, 10_000, TestContext.Current.CancellationToken)).Length;

        private CallInvoker As(string? token) => _test.Channel(ServiceRole.Records).Intercept(headers =>
        {
            if (token is not null)
            {
                headers.Add("authorization", $"Bearer {token}");
            }

            return headers;
        });

        /// <summary>Keeps another command under the request id of the samples: whatever is asked with it is something else.</summary>
        private async Task UseRequestId(MethodDescriptor rpc)
        {
            var me = _people[HolderOf(rpc)].Me;
            var people = _test.Platform.Services.GetRequiredKeyedService<IPeople>(ServiceRole.Records);
            var actor = (await people.Find(Tokens.Accounts, me.AccountId, _ledger.Clock.GetUtcNow(), CancellationToken.None))!;
            var command = CommandId.Of(me.AccountId, PathOf(rpc), Guid.ParseExact(UsedRequestId, "D"));
            await _test.Platform.Services.GetRequiredService<Streams<AccountState>>().Run(
                me.AccountId, command, actor, PathOf(rpc), new SignedIn(), (_, _) => ValueTask.FromResult(Decision.Of(new SignedIn())), CancellationToken.None);
        }

        private async Task<Case> FiledCase()
        {
            var clue = (await new CaseService.CaseServiceClient(As(_people[Officer].Token)).RegisterClueAsync(new()
            {
                RequestId = RecordsFixture.NewId(), Source = ClueSource.Inspection, Summary = "现场检查发现台账不符", PartyKind = PartyKind.LegalPerson, Party = new() { Name = "某公司" },
            })).Case;
            return (await new CaseService.CaseServiceClient(As(_people["qi.wangshu"].Token)).FileCaseAsync(new()
            {
                CaseId = clue.CaseId, Etag = clue.Etag, RequestId = RecordsFixture.NewId(), Department = "minbao", Cause = "案由", ViolationEndedOn = Yesterday,
                HandlerIds = { _people[Officer].Me.PersonId, _people["lu.huaiyuan"].Me.PersonId },
            })).Case;
        }

        private static string Yesterday => $"{ShanghaiTime.DateOf(DateTimeOffset.UtcNow).AddDays(-1):yyyy-MM-dd}";

        private Dictionary<string, string> Named(Case filed)
        {
            var officer = _people[Officer].Me;
            var article = "《民用爆炸物品安全管理条例》第四十五条第五项";
            return new()
            {
                ["request_id"] = UsedRequestId,
                ["etag"] = "vffff",
                ["case_id"] = filed.CaseId,
                ["person_id"] = officer.PersonId,
                ["account_id"] = officer.AccountId,
                ["evidence_id"] = RecordsFixture.NewId(),
                ["document_id"] = RecordsFixture.NewId(),
                ["hearing_host_id"] = "",
                ["handler_ids"] = $"{officer.PersonId} {_people["lu.huaiyuan"].Me.PersonId}",
                ["collectors"] = $"{officer.PersonId} {_people["lu.huaiyuan"].Me.PersonId}",
                ["department"] = "minbao",
                ["code"] = "pds-gxj",
                ["uscc"] = "11410400MB0DEM025U",
                ["user_name"] = "sample.user",
                ["password"] = RecordsFixture.Password,
                ["current_password"] = RecordsFixture.Password,
                ["initial_password"] = "Chosen-2026",
                ["new_password"] = "Chosen-2026",
                ["violation_ended_on"] = Yesterday,
                ["day"] = "2026-03-02",
                ["from"] = "2026-02-01",
                ["valid_from"] = "2026-02-01",
                ["to"] = "2030-12-31",
                ["valid_to"] = "2030-12-31",
                ["key"] = "hearing.threshold.citizen",
                ["number"] = "T-9001",
                ["article_broken"] = article,
                ["article_applied"] = article,
                ["template"] = "filing-approval",
                ["parked_id"] = "OnReviewPassed.cases/x",
                ["page_token"] = "",
                ["late_reason"] = "",
                ["file_name"] = "a.jpg",
                ["RecordKind"] = "RECORD_KIND_SITE_INSPECTION",
                ["PenaltyKind"] = "PENALTY_KIND_FINE",
                ["AdoptEditionRequest.parameters"] = "fen=300000",
                ["IssueDocumentRequest.fields"] = string.Join(' ', new[] { "case_source", "summary", "basis", "handlers_opinion", "lead_opinion" }.Select(name => $"{name}=试验用的文字")),
            };
        }
    }
}
