using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Tests.Fast.Fakes;

/// <summary>A call that somebody signed in for, without any server.</summary>
internal sealed class FakeCall : ServerCallContext
{
    private readonly string _rpc;

    public FakeCall(string rpc, Actor actor)
    {
        _rpc = rpc;
        this.SignIn(actor);
    }

    protected override string MethodCore => $"/{_rpc}";

    protected override string HostCore => "localhost";

    protected override string PeerCore => "ipv4:127.0.0.1:1";

    protected override DateTime DeadlineCore => DateTime.MaxValue;

    protected override Metadata RequestHeadersCore { get; } = [];

    protected override CancellationToken CancellationTokenCore => CancellationToken.None;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new(null, []);

    protected override IDictionary<object, object> UserStateCore { get; } = new Dictionary<object, object>();

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => throw new NotSupportedException();
}
