using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>One service asks another: with a token of its own, within its time limit, and silence is told from refusal.</summary>
public sealed class PeersTests
{
    private static readonly ProbeRole Records = new("records", _ => { });
    private static readonly ProbeRole Review = new("review", endpoints => endpoints.Grpc<ProbeReview>());

    [Fact]
    public async Task A_role_of_this_process_is_asked_on_its_port_and_sees_which_service_asks()
    {
        await using var test = await TestPlatform.Start([Records, Review]);

        var clearance = await Ask(test, "pass");

        Assert.Equal("service/records", clearance.ReviewerId);
    }

    [Fact]
    public async Task A_role_of_another_process_is_asked_at_the_address_the_settings_name()
    {
        // The caller is started last, since its settings name the callee; the first process publishes the caller's key meanwhile.
        await using var records = await TestPlatform.Start([Records]);
        await using var review = await TestPlatform.Start([Review], options => options with { Peers = new() { ["records"] = records.Platform.GrpcOf("records") } });
        await using var caller = await TestPlatform.Start(
            [Records],
            options => options with { KeyDirectory = KeysOf(records), Peers = new() { ["review"] = review.Platform.GrpcOf("review") } });

        Assert.Equal("service/records", (await Ask(caller, "pass")).ReviewerId);
    }

    [Fact]
    public async Task Silence_is_PEER_UNAVAILABLE_whether_unknown_away_or_slow()
    {
        await using var alone = await TestPlatform.Start([Records]);
        await using var away = await TestPlatform.Start([Records], options => options with { Peers = new() { ["review"] = new("http://127.0.0.1:1") } });
        await using var slow = await TestPlatform.Start([Records, Review], options => options with { PeerSeconds = 1 });

        foreach (var (test, digest) in new[] { (alone, "pass"), (away, "pass"), (slow, "sleep") })
        {
            var fault = await Assert.ThrowsAsync<Fault>(() => Ask(test, digest));
            Assert.Equal(("PEER_UNAVAILABLE", "review"), (fault.Type.Reason, fault.Metadata["service"]));
        }
    }

    [Fact]
    public async Task A_refusal_stays_a_refusal()
    {
        await using var test = await TestPlatform.Start([Records, Review]);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => Ask(test, "none"));

        Assert.Equal(StatusCode.NotFound, refusal.StatusCode);
    }

    private static async Task<Clearance> Ask(TestPlatform test, string digest)
    {
        var peers = test.Platform.Services.GetRequiredService<Peers>();
        var review = new ReviewService.ReviewServiceClient(peers.To("review", "records"));
        return (await review.FindClearanceAsync(new() { DraftDigest = ByteString.CopyFromUtf8(digest) }, cancellationToken: TestContext.Current.CancellationToken)).Clearance;
    }

    private static string KeysOf(TestPlatform test) => test.Platform.Services.GetRequiredService<PlatformOptions>().KeyDirectory;

    private sealed class ProbeReview : ReviewService.ReviewServiceBase
    {
        public override async Task<FindClearanceResponse> FindClearance(FindClearanceRequest request, ServerCallContext context)
        {
            switch (request.DraftDigest.ToStringUtf8())
            {
                case "none":
                    throw KernelFaults.NotFound.Now();
                case "sleep":
                    await Task.Delay(Timeout.Infinite, context.CancellationToken);
                    break;
            }

            return new() { Clearance = new() { ReviewerId = context.Actor().By } };
        }
    }
}
