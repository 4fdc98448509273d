using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Law;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Records;

/// <summary>
/// Every rpc of the registers, evidence, documents, retention and editions, asked wrongly by somebody who has the duty: what the service itself
/// must refuse, with every field named, and never as an internal error.
/// </summary>
public sealed class WrongRequestTests(RecordsFixture records)
{
    private static readonly Dictionary<Duty, string> Holders = new()
    {
        [Duty.SignedIn] = "qin.yanqiu",
        [Duty.HandleCase] = "qin.yanqiu",
        [Duty.LeadDepartment] = "qi.wangshu",
        [Duty.DecideCase] = "shang.minghui",
        [Duty.KeepRules] = "wen.ruogu",
        [Duty.Archive] = "bu.qingshu",
        [Duty.ManagePeople] = "qiao.anlan",
        [Duty.ManageAccounts] = "qiao.anlan",
        [Duty.ManageOrgans] = "shao.jingxing",
    };

    private static readonly ServiceDescriptor[] Contracts =
    [
        OrganService.Descriptor, PeopleService.Descriptor, AccountsService.Descriptor, EvidenceService.Descriptor,
        DocumentService.Descriptor, RetentionService.Descriptor, EditionService.Descriptor,
    ];

    public static TheoryData<string> Rpcs => [.. Contracts.SelectMany(service => service.Methods).Where(rpc => !rpc.IsClientStreaming).Select(rpc => rpc.FullName)];

    public static TheoryData<string> RpcsWithNumbers => [.. Rpcs.Select(row => row.Data).Where(name => NumbersOf(Find(name)).Any())];

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task A_request_without_anything_is_told_every_field_it_needs(string name)
    {
        var rpc = Find(name);
        var required = rpc.InputType.FindFieldByName("request_id") is not null;

        var (status, fields) = await Ask(rpc, []);

        Assert.Contains(status, new[] { StatusCode.OK, StatusCode.InvalidArgument });
        if (required)
        {
            Assert.Contains("request_id", fields);
        }

        Assert.Equal(status == StatusCode.InvalidArgument, fields.Length > 0);
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task Text_that_is_too_long_or_has_control_characters_is_refused_by_its_field(string name)
    {
        var rpc = Find(name);
        var texts = rpc.InputType.Fields.InDeclarationOrder().Where(field => field is { FieldType: FieldType.String, IsRepeated: false, IsMap: false }).ToArray();
        foreach (var wrong in new[] { new string('长', 50_000), "坏\u0001字", "反\u202E字" })
        {
            var request = rpc.InputType.Parser.ParseFrom([]);
            foreach (var field in texts)
            {
                field.Accessor.SetValue(request, wrong);
            }

            var (status, fields) = await Ask(rpc, request.ToByteArray());

            Assert.Equal(texts.Length > 0 ? StatusCode.InvalidArgument : StatusCode.OK, status);
            Assert.Equal([], texts.Select(field => field.Name).Except(fields).Except(["page_token"]));
        }
    }

    [Theory]
    [MemberData(nameof(RpcsWithNumbers))]
    public async Task An_enum_nobody_knows_and_a_negative_number_are_refused(string name)
    {
        var rpc = Find(name);
        var request = rpc.InputType.Parser.ParseFrom([]);
        var changed = NumbersOf(rpc).ToArray();
        foreach (var field in changed)
        {
            field.Accessor.SetValue(request, field.FieldType switch
            {
                FieldType.Int64 => -1L,
                FieldType.Int32 => -1,
                _ => Enum.ToObject(field.Accessor.GetValue(request).GetType(), 999),
            });
        }

        var (_, fields) = await Ask(rpc, request.ToByteArray());

        Assert.Equal([], changed.Select(field => field.Name).Except(fields));
    }

    private static IEnumerable<FieldDescriptor> NumbersOf(MethodDescriptor rpc) => rpc.InputType.Fields.InDeclarationOrder()
        .Where(field => field is { IsRepeated: false, FieldType: FieldType.Enum or FieldType.Int32 or FieldType.Int64 });

    private static MethodDescriptor Find(string name) => Contracts.SelectMany(service => service.Methods).First(rpc => rpc.FullName == name);

    private async Task<(StatusCode Status, string[] Fields)> Ask(MethodDescriptor rpc, byte[] request)
    {
        var path = $"{rpc.Service.FullName}/{rpc.Name}";
        var invoker = Rights.IsPublic(path) ? records.Anybody : await records.As(Holders[Rights.All.First(right => right.Rpc == path).Duty]);
        var bytes = Marshallers.Create(message => message, message => message);
        var method = new Method<byte[], byte[]>(rpc.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary, rpc.Service.FullName, rpc.Name, bytes, bytes);
        try
        {
            if (rpc.IsServerStreaming)
            {
                using var call = invoker.AsyncServerStreamingCall(method, null, default, request);
                await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken);
            }
            else
            {
                await invoker.AsyncUnaryCall(method, null, default, request);
            }

            return (StatusCode.OK, []);
        }
        catch (RpcException refused)
        {
            var violations = refused.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations ?? [];
            Assert.All(violations, violation => Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", violation.Description));
            return (refused.StatusCode, [.. violations.Select(violation => violation.Field)]);
        }
    }
}
