using System.Net;
using Grpc.Core;
using Grpc.Net.Client;

namespace EnforcementPlatform.Bench.Load;

/// <summary>Four connections to a server, over which 64 callers are dealt out evenly: an office, not one browser.</summary>
internal sealed class Channels : IDisposable
{
    /// <summary>Callers at the same time.</summary>
    public const int Callers = 64;

    private const int Connections = 4;

    private readonly GrpcChannel[] _channels;

    public Channels(Uri address) => _channels = [.. Enumerable.Range(0, Connections).Select(_ => Open(address))];

    public CallInvoker Of(int caller) => _channels[caller % Connections].CreateCallInvoker();

    public void Dispose() => Array.ForEach(_channels, channel => channel.Dispose());

    private static GrpcChannel Open(Uri address) => GrpcChannel.ForAddress(address, new()
    {
        HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = false, PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan, AutomaticDecompression = DecompressionMethods.None },
        DisposeHttpClient = true,
    });
}
