using System.Net;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Records.Cases;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

/// <summary>The question that records asks over the wire. Whatever goes wrong, the gate stays closed.</summary>
public sealed class Asking_review : IAsyncLifetime
{
    private const string CaseId = "00000000-0000-7000-8000-0000000000c1";

    private readonly FakeReview _review = new();
    private WebApplication _server = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(_review);
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        _server = builder.Build();
        _server.MapGrpcService<FakeReview>();
        await _server.StartAsync(Ct);
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Gives_the_clearance_of_the_very_draft()
    {
        var digest = new byte[32];
        digest[0] = 7;
        _review.Answer = request => Task.FromResult(new FindClearanceResponse { Clearance = new() { DraftDigest = request.DraftDigest, ReviewerId = CaseWorld.Reviewer } });

        var clearance = await Reviews(_server.Urls.First()).FindClearance(CaseId, digest, Ct);

        Assert.Equal(ByteString.CopyFrom(digest), clearance!.Clearance.DraftDigest);
        Assert.Equal(CaseWorld.ReviewLog.Key.ToString(), Assert.Single(clearance.Log.Logs).ToString());
    }

    [Fact]
    public async Task Gives_nothing_when_review_has_nothing()
    {
        _review.Answer = _ => Task.FromResult(new FindClearanceResponse());

        Assert.Null(await Reviews(_server.Urls.First()).FindClearance(CaseId, new byte[32], Ct));
    }

    [Fact]
    public async Task Is_refused_when_nobody_said_whose_signature_counts()
    {
        _review.Answer = request => Task.FromResult(new FindClearanceResponse { Clearance = new() { DraftDigest = request.DraftDigest } });

        var fault = await Assert.ThrowsAsync<Fault>(() => Reviews(_server.Urls.First(), new OneLog(null)).FindClearance(CaseId, new byte[32], Ct).AsTask());

        Assert.Equal((CaseFaults.ReviewLogUnknown, StatusCode.Unavailable), (fault.Type, fault.StatusCode));
    }

    [Theory]
    [InlineData(StatusCode.NotFound)]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.DeadlineExceeded)]
    public async Task Is_refused_whatever_status_review_answers(StatusCode status)
    {
        _review.Answer = _ => throw new RpcException(new Status(status, "no"));

        await IsUnreachable(_server.Urls.First());
    }

    [Fact]
    public async Task Is_refused_when_nobody_listens()
    {
        var url = _server.Urls.First();
        await _server.StopAsync(Ct);

        await IsUnreachable(url);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static GrpcReviews Reviews(string url, ITrustedLogs? logs = null) =>
        new(() => new(GrpcChannel.ForAddress(url)), logs ?? new OneLog(CaseWorld.ReviewLog.Policy));

    private static async Task IsUnreachable(string url)
    {
        var fault = await Assert.ThrowsAsync<Fault>(() => Reviews(url).FindClearance(CaseId, new byte[32], Ct).AsTask());

        Assert.Same(CaseFaults.ReviewUnreachable, fault.Type);
        Assert.Equal(StatusCode.Unavailable, fault.StatusCode);
    }

    private sealed class OneLog(TrustPolicy? policy) : ITrustedLogs
    {
        public ValueTask<TrustPolicy?> Of(string role, CancellationToken ct) => new(role == ServiceRole.Review ? policy : null);
    }

    /// <summary>The review API, written by hand: it says what the test tells it to.</summary>
    private sealed class FakeReview : ReviewService.ReviewServiceBase
    {
        public Func<FindClearanceRequest, Task<FindClearanceResponse>> Answer { get; set; } = _ => Task.FromResult(new FindClearanceResponse());

        public override Task<FindClearanceResponse> FindClearance(FindClearanceRequest request, ServerCallContext context) => Answer(request);
    }
}
