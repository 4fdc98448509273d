using System.Collections.Immutable;

namespace EnforcementPlatform.Kernel.Feed;

/// <summary>What people decided about parked notices: acts in the service's own ledger.</summary>
public interface IParkedActs
{
    /// <summary>The newest decision about a handler's notices of a stream. MUST come from the ledger, never from a view.</summary>
    ValueTask<ParkedVerdict> Find(string handler, string stream, CancellationToken ct);

    /// <summary>
    /// About which streams of a handler something was decided from a position of the service's own ledger on. Without a position: about
    /// none, only where to go on. MUST NOT pass over a decision that is durable.
    /// </summary>
    ValueTask<ParkedDecisions> Since(string handler, long? position, CancellationToken ct);
}

/// <summary>What was decided since.</summary>
/// <param name="Streams">Streams of the notices, as in <see cref="IParkedActs.Find"/>.</param>
/// <param name="Next">Position to go on at.</param>
public sealed record ParkedDecisions(ImmutableArray<string> Streams, long Next);

/// <summary>The state of the stream <c>parked/&lt;handler&gt;.&lt;stream&gt;</c>, as far as a runner needs it.</summary>
/// <param name="Version">Version of that stream; 0 when nobody decided anything.</param>
/// <param name="RetriedAt">Version at which a retry was last asked for; 0 for never.</param>
/// <param name="Passed">Position and part of the newest notice that two people agreed to pass over; null for none.</param>
public readonly record struct ParkedVerdict(long Version, long RetriedAt, (long Position, int Part)? Passed);
