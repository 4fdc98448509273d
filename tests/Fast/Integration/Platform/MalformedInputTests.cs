using System.Net;
using EnforcementPlatform.Law;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>
/// Every rpc there is, wrong in every way that the platform answers for, over gRPC and over HTTP/JSON: the documented reason, the field, a Chinese
/// sentence; never INTERNAL, never UNKNOWN. Nothing reaches a service.
/// </summary>
public sealed class MalformedInputTests(MalformedInputTests.EmptyPlatform fixture) : IClassFixture<MalformedInputTests.EmptyPlatform>
{
    public static TheoryData<string> Rpcs => [.. EveryContract.Rpcs.Select(rpc => rpc.FullName)];

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task Without_a_token_or_without_the_duty_nothing_but_a_public_rpc_is_reached(string name)
    {
        var rpc = Find(name);
        var isPublic = Rights.IsPublic(NameOf(rpc));

        var unsigned = await Grpc(rpc, [], null);
        var undutiful = await Grpc(rpc, [], fixture.Token);

        Expect(unsigned, isPublic ? "INTERNAL" : "NOT_SIGNED_IN");
        Expect(undutiful, isPublic ? "INTERNAL" : "NOT_PERMITTED");
        if (WrongRequests.AddressOf(rpc) is var (verb, path, body, _))
        {
            var json = body.Length > 0 ? "{}"u8.ToArray() : null;
            Expect(await RawCalls.Http(fixture.Http, verb, path, json, null), isPublic ? "INTERNAL" : "NOT_SIGNED_IN");
            Expect(await RawCalls.Http(fixture.Http, verb, path, json, fixture.Token), isPublic ? "INTERNAL" : "NOT_PERMITTED");
        }
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task Protobuf_that_cannot_be_read_is_refused(string name)
    {
        var rpc = Find(name);
        if (rpc.IsClientStreaming)
        {
            // A stream is read by its service: RefusalTests sends these to one.
            return;
        }

        Expect(await Grpc(rpc, WrongRequests.Truncated, fixture.Token), "MALFORMED_REQUEST");
        if (WrongRequests.NotUtf8(rpc.InputType) is { } message)
        {
            Expect(await Grpc(rpc, message, fixture.Token), "MALFORMED_REQUEST");
        }
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task JSON_that_does_not_fit_is_refused_by_the_field(string name)
    {
        foreach (var wrong in WrongRequests.OfHttp(Find(name)))
        {
            var reply = await RawCalls.Http(fixture.Http, wrong.Verb, wrong.Path, wrong.Body, fixture.Token);

            Assert.Equal((wrong.What, HttpStatusCode.BadRequest, wrong.Reason), (wrong.What, reply.Http, reply.Reason));
            Expect(reply, wrong.Reason);
            if (wrong.Field is not null)
            {
                Assert.Contains(wrong.Field, reply.Fields);
            }
        }
    }

    [Fact]
    public void Every_rpc_is_here_and_a_wrong_request_is_made_for_each()
    {
        Assert.True(EveryContract.Rpcs.Length >= 50, $"only {EveryContract.Rpcs.Length} rpcs found");
        Assert.All(EveryContract.Rpcs.Where(rpc => WrongRequests.AddressOf(rpc) is not null), rpc => Assert.NotEmpty(WrongRequests.OfHttp(rpc)));
    }

    private static void Expect(Reply reply, string reason)
    {
        Assert.Equal(reason, reply.Reason);
        Assert.NotEqual((int)StatusCode.Unknown, reply.Status.Code);
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", reply.Detail<LocalizedMessage>()!.Message);
        Assert.All(reply.Detail<BadRequest>()?.FieldViolations ?? [], violation => Assert.EndsWith("。", violation.Description));
    }

    private Task<Reply> Grpc(MethodDescriptor rpc, byte[] message, string? token) => RawCalls.Grpc(fixture.Grpc, $"/{NameOf(rpc)}", message, token);

    private static MethodDescriptor Find(string name) => EveryContract.Rpcs.Single(rpc => rpc.FullName == name);

    private static string NameOf(MethodDescriptor rpc) => $"{rpc.Service.FullName}/{rpc.Name}";

    /// <summary>One platform for all of them.</summary>
    public sealed class EmptyPlatform : IAsyncLifetime
    {
        private TestPlatform _test = null!;

        public Uri Grpc => _test.Platform.GrpcOf("records");

        public Uri Http => _test.Platform.HttpOf("records");

        public string Token => _test.TokenOf(EmptyRole.Nobody, "records");

        public async ValueTask InitializeAsync() => _test = await TestPlatform.Start([new EmptyRole()]);

        public ValueTask DisposeAsync() => _test.DisposeAsync();
    }
}
