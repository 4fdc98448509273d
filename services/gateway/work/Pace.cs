namespace EnforcementPlatform.Gateway.Work;

/// <summary>What a destination stands.</summary>
/// <param name="PerMinute">Requests in a minute.</param>
/// <param name="SideBySide">Requests at a time.</param>
internal sealed record Limits(int PerMinute, int SideBySide)
{
    /// <summary>Requests that may follow one another at once after a pause.</summary>
    public int Burst => Math.Min((PerMinute + 2) / 3 + 1, 1001);
}

/// <summary>How one step with a destination went.</summary>
/// <param name="Answered">The platform gave an answer that says something about the record, whatever it says.</param>
/// <param name="RetryAfter">How long it asks to be left alone.</param>
/// <param name="Refuses">It does not know us: asking again soon only gets us locked out.</param>
internal readonly record struct StepResult(bool Answered, TimeSpan? RetryAfter = null, bool Refuses = false);

/// <summary>
/// How fast a destination is gone to: rate, breaker, back-off, recovery. The back-off is the destination's and not the record's, so that ten
/// thousand records do not each wait an hour after an outage. Pure.
/// </summary>
/// <param name="Failures">Steps without an answer since the last answer.</param>
/// <param name="NotBefore">Nothing is sent or asked before.</param>
/// <param name="FailedAt">When the round that last failed began.</param>
/// <param name="Window">Requests at a time for now: 1 after a failure, doubled with each good round.</param>
/// <param name="Tokens">Requests that the rate allows at <paramref name="TokensAt"/>.</param>
internal sealed record Pace(int Failures, DateTimeOffset NotBefore, DateTimeOffset FailedAt, int Window, double Tokens, DateTimeOffset TokensAt)
{
    /// <summary>Failures in a row after which the destination counts as away.</summary>
    public const int BreakAt = 5;

    public static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan LongestBackOff = TimeSpan.FromHours(1);

    /// <summary>A platform that asks for more is asked again all the same.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    /// <summary>A destination nothing is known of.</summary>
    public static Pace Fresh(DateTimeOffset now) => new(0, DateTimeOffset.MinValue, DateTimeOffset.MinValue, 1, 1, now);

    /// <summary>True while the destination counts as away: one request at a time tries whether it is back.</summary>
    public bool IsOpen => Failures >= BreakAt;

    /// <summary>How many requests may begin now. <paramref name="hurried"/>: somebody asked for an attempt since the last failure.</summary>
    public int Places(DateTimeOffset now, Limits limits, bool hurried)
    {
        var rested = now >= NotBefore || hurried;
        return rested ? Math.Min(Failures > 0 ? 1 : Window, (int)Refilled(now, limits)) : 0;
    }

    /// <summary>When the next request may begin.</summary>
    public DateTimeOffset NextAt(DateTimeOffset now, Limits limits)
    {
        var missing = 1 - Refilled(now, limits);
        var token = missing <= 0 ? now : now + TimeSpan.FromMinutes(missing / limits.PerMinute) + TimeSpan.FromMilliseconds(1);
        return token > NotBefore ? token : NotBefore;
    }

    /// <summary>Takes the requests of a round from the rate.</summary>
    public Pace Spend(int requests, DateTimeOffset now, Limits limits) => this with { Tokens = Refilled(now, limits) - requests, TokensAt = now };

    /// <summary>The pace after a round.</summary>
    /// <param name="results">How its steps went, in any order.</param>
    /// <param name="jitter">0 to 1: full jitter, so that many senders do not come back all at once.</param>
    public Pace After(IReadOnlyCollection<StepResult> results, DateTimeOffset now, Limits limits, double jitter)
    {
        var failed = results.Where(result => !result.Answered).ToArray();
        if (failed.Length == 0)
        {
            return this with { Failures = 0, NotBefore = DateTimeOffset.MinValue, Window = Math.Min(Failures > 0 ? 1 : Window * 2, limits.SideBySide) };
        }

        var before = failed.Length < results.Count ? 0 : Failures;
        var failures = failed.Any(result => result.Refuses) ? Math.Max(before + 1, BreakAt) : before + failed.Length;
        return this with { Failures = failures, FailedAt = now, NotBefore = now + Wait(failures, failed, jitter), Window = 1 };
    }

    private static TimeSpan Wait(int failures, StepResult[] failed, double jitter)
    {
        var cap = Math.Min(LongestBackOff.TotalSeconds, FirstBackOff.TotalSeconds * Math.Pow(2, Math.Min(failures, 30) - 1));
        var asked = failed.Max(result => result.RetryAfter ?? TimeSpan.Zero);
        var own = TimeSpan.FromSeconds(cap * jitter);
        return own > asked ? own : asked < LongestRetryAfter ? asked : LongestRetryAfter;
    }

    private double Refilled(DateTimeOffset now, Limits limits) =>
        Math.Min(limits.Burst, Tokens + Math.Max(0, (now - TokensAt).TotalMinutes) * limits.PerMinute);
}
