namespace EnforcementPlatform.Kernel.Feed;

/// <summary>What people decided about parked notices: acts in the service's own ledger.</summary>
public interface IParkedActs
{
    /// <summary>The newest decision about a handler's notices of a stream. MUST come from the ledger, never from a view.</summary>
    ValueTask<ParkedVerdict> Find(string handler, string stream, CancellationToken ct);
}

/// <summary>The state of the stream <c>parked/&lt;handler&gt;.&lt;stream&gt;</c>, as far as a runner needs it.</summary>
/// <param name="Version">Version of that stream; 0 when nobody decided anything.</param>
/// <param name="RetriedAt">Version at which a retry was last asked for; 0 for never.</param>
/// <param name="Passed">Position and part of the newest notice that two people agreed to pass over; null for none.</param>
public readonly record struct ParkedVerdict(long Version, long RetriedAt, (long Position, int Part)? Passed);
