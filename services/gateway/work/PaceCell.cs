using System.Text.Json;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Gateway.Work;

/// <summary>
/// Keeps a destination's pace over a restart, so that an outage is not met with two seconds of patience again. A court will ask for attempts,
/// which are entries; nobody will ask for this.
/// </summary>
internal sealed class PaceCell(ServiceLedger ledger)
{
    public async ValueTask<Pace> Read(string destination, DateTimeOffset now, CancellationToken ct) =>
        await ledger.Cells.Read(NameOf(destination), ct) is { } cell && JsonSerializer.Deserialize<Kept>(cell.Value) is { } kept
            ? Pace.Fresh(now) with { Failures = kept.Failures, NotBefore = kept.NotBefore, FailedAt = kept.FailedAt }
            : Pace.Fresh(now);

    public async Task Write(string destination, Pace pace, CancellationToken ct)
    {
        // Whoever else writes knows as much as this process does: the loser's pace is told by its next round.
        var version = (await ledger.Cells.Read(NameOf(destination), ct))?.Version ?? 0;
        await ledger.Cells.Set(NameOf(destination), version, JsonSerializer.SerializeToUtf8Bytes(new Kept(pace.Failures, pace.NotBefore, pace.FailedAt)), ct);
    }

    private static string NameOf(string destination) => $"gateway/pace/{destination}";

    private sealed record Kept(int Failures, DateTimeOffset NotBefore, DateTimeOffset FailedAt);
}
