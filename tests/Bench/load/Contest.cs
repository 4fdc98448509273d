using EnforcementPlatform.Bench.Report;

namespace EnforcementPlatform.Bench.Load;

/// <summary>
/// Rounds in turn, so that whatever else the machine does meets all alike; the order turns by one each round. Absolute times of a shared machine
/// lie: what counts are the ratios within one round, of which the median is told.
/// </summary>
internal static class Contest
{
    /// <param name="contestants">Who takes part.</param>
    /// <param name="rounds">Rounds that count; one more goes before them.</param>
    /// <param name="span">How long callers begin new requests in a round.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<ContestResult> Run(IReadOnlyList<IContestant> contestants, int rounds, TimeSpan span, CancellationToken ct)
    {
        var measured = contestants.ToDictionary(one => one, _ => new List<Measured>());
        var progress = new Progress("轮次", (rounds + 1) * contestants.Count);
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var contestant in contestants.Skip(round % contestants.Count).Concat(contestants.Take(round % contestants.Count)))
            {
                await contestant.Begin(ct);
                measured[contestant].Add(await LoadRun.Measure(contestant.CallersOf(round), span, contestant.Settle, contestant.Cpu, ct));
                await contestant.End(ct);
                progress.Step();
            }
        }

        return new([.. contestants.Select(one => new Standing(one.Name, [.. measured[one].Skip(1)]))]);
    }
}

/// <summary>What came of all rounds.</summary>
internal sealed record ContestResult(IReadOnlyList<Standing> Standings)
{
    /// <summary>Median over the rounds of one's rate divided by another's.</summary>
    public double Ratio(string one, string other)
    {
        var (ones, others) = (Of(one).Rounds, Of(other).Rounds);
        return Figures.Median(ones.Zip(others, (first, second) => first.PerSecond / second.PerSecond));
    }

    public Standing Of(string name) => Standings.Single(one => one.Name == name);
}

/// <summary>One contestant's rounds, without the one that warmed up.</summary>
internal sealed record Standing(string Name, IReadOnlyList<Measured> Rounds)
{
    public double Median(Func<Measured, double> figure) => Figures.Median(Rounds.Select(figure));
}
