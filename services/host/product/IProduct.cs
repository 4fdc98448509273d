using EnforcementPlatform.Law;

namespace EnforcementPlatform.Host.Product;

/// <summary>A running product: where its roles answer. Disposing stops what was started for it.</summary>
internal interface IProduct : IAsyncDisposable
{
    /// <summary>gRPC address of a role.</summary>
    Uri GrpcOf(string role);

    /// <summary>Address of the public pages.</summary>
    Uri PublicPages { get; }

    /// <summary>Its folders where they lie on this machine; null for a product somewhere else.</summary>
    ProductFolders? Folders { get; }
}

/// <summary>A product that somebody else runs.</summary>
/// <param name="addresses">gRPC address of each role with a ledger, and the address of the public pages.</param>
internal sealed class ProductElsewhere(IReadOnlyDictionary<string, Uri> addresses) : IProduct
{
    public ProductFolders? Folders => null;

    public Uri GrpcOf(string role) => addresses[role];

    public Uri PublicPages => addresses[ServiceRole.PortalPublic];

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
