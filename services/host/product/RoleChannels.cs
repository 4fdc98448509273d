using System.Collections.Concurrent;
using Grpc.Net.Client;

namespace EnforcementPlatform.Host.Product;

/// <summary>One channel to each role of a product, opened when it is first wanted.</summary>
internal sealed class RoleChannels(IProduct product) : IDisposable
{
    private readonly ConcurrentDictionary<string, GrpcChannel> _open = new();

    public GrpcChannel To(string role) => _open.GetOrAdd(role, name => GrpcChannel.ForAddress(product.GrpcOf(name)));

    public void Dispose()
    {
        foreach (var channel in _open.Values)
        {
            channel.Dispose();
        }
    }
}
