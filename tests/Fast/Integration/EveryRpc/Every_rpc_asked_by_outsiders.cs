using EnforcementPlatform.Law;
using EnforcementPlatform.Tests.Fast.Integration.Records;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.EveryRpc;

/// <summary>
/// Every rpc of every role about a thing of one organ, asked by people of another organ and of another department who have the very duty that opens
/// it at home: refused, and another organ is not even told that the thing is there. Nothing is kept.
/// </summary>
public sealed class Every_rpc_asked_by_outsiders(AskedSuite suite) : IClassFixture<AskedSuite>
{
    /// <summary>Fields that name a thing which somebody owns.</summary>
    private static readonly string[] Owned = ["case_id", "person_id", "account_id", "disclosure_id", "item_id", "delivery_id"];

    /// <summary>Lists, and commands about nothing yet: they are asked without naming a thing.</summary>
    public static TheoryData<string> Lists => [.. Rpcs.Where(rpc => rpc.Name.StartsWith("List", StringComparison.Ordinal) && ThingOf(rpc) is null).Select(rpc => rpc.FullName)];

    public static TheoryData<string> About => [.. Rpcs.Where(rpc => ThingOf(rpc) is not null).Select(rpc => rpc.FullName)];

    private static IEnumerable<MethodDescriptor> Rpcs => AskedSuite.Contracts.SelectMany(service => service.Methods).Where(rpc => Rights.All.Any(right => right.Rpc == AskedSuite.PathOf(rpc)));

    [Theory]
    [MemberData(nameof(About))]
    public Task Another_organ_is_told_that_there_is_no_such_thing(string name) => suite.KeepsNothing(async () =>
    {
        var rpc = AskedSuite.Find(name);
        foreach (var token in suite.StrangersTo(rpc))
        {
            foreach (var reply in await suite.BothWays(rpc, Request(rpc), token))
            {
                Assert.Equal((StatusCode.NotFound, "NOT_FOUND"), ((StatusCode)reply.Status.Code, reply.Reason));
            }
        }
    });

    [Theory]
    [MemberData(nameof(About))]
    public Task Another_department_is_not_permitted(string name) => suite.KeepsNothing(async () =>
    {
        var rpc = AskedSuite.Find(name);
        foreach (var token in suite.NeighboursOf(rpc))
        {
            foreach (var reply in await suite.BothWays(rpc, Request(rpc), token))
            {
                Assert.Equal((StatusCode.PermissionDenied, "NOT_PERMITTED"), ((StatusCode)reply.Status.Code, reply.Reason));
            }
        }
    });

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_shows_outsiders_nothing_of_it(string name)
    {
        var rpc = AskedSuite.Find(name);
        foreach (var token in suite.StrangersTo(rpc).Concat(suite.NeighboursOf(rpc)))
        {
            Assert.DoesNotContain(suite.CaseId, await suite.List(rpc, token), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Most_rpcs_are_about_a_thing_and_a_list_shows_its_own_people_the_case()
    {
        Assert.True(About.Count >= 40, $"only {About.Count} rpcs found");
        Assert.True(Lists.Count >= 4, $"only {Lists.Count} lists found");
        Assert.True(Rpcs.Sum(rpc => suite.StrangersTo(rpc).Count()) >= 60 && Rpcs.Sum(rpc => suite.NeighboursOf(rpc).Count()) >= 40, "too few outsiders ask");
        var cases = AskedSuite.Find("enforcement.records.v1.CaseService.ListCases");
        Assert.Contains(suite.CaseId, await suite.List(cases, suite.TokenFor(cases)!), StringComparison.Ordinal);
    }

    private static FieldDescriptor? ThingOf(MethodDescriptor rpc) =>
        Owned.Select(rpc.InputType.FindFieldByName).FirstOrDefault(field => field is not null);

    private IMessage Request(MethodDescriptor rpc)
    {
        var request = suite.Samples.Of(rpc.InputType);
        rpc.InputType.FindFieldByName("request_id")?.Accessor.SetValue(request, RecordsFixture.NewId());
        return request;
    }
}
