using EnforcementPlatform.Host.Product;

namespace EnforcementPlatform.Host.Drill;

/// <summary>A product that the drill may kill. Started again, it MUST have the same folders and addresses.</summary>
internal interface IVictim : IProduct
{
    /// <summary>Starts it and returns when it is up.</summary>
    Task Start(CancellationToken ct);

    /// <summary>Starts it and kills it after a while, up or not.</summary>
    Task StartAndKill(TimeSpan after, CancellationToken ct);

    /// <summary>Ends it at once and without notice.</summary>
    Task Kill();

    /// <summary>Stops it in good order. False when it did not stop so.</summary>
    Task<bool> Stop();
}
