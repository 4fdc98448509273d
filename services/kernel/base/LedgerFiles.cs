namespace EnforcementPlatform.Kernel;

/// <summary>An opened ledger and its cells; closing releases the files.</summary>
public sealed record LedgerFiles(ILedgerStore Store, ICells Cells) : IDisposable
{
    /// <summary>Path of a file that is open and no longer found under its name, so that what is written to it is lost; null while all is there.</summary>
    public Func<string?> Gone { get; init; } = () => null;

    /// <summary>
    /// How many claims the entries before a position have, and how many belong to no entry: so that a scrub finds what was added. Null where the
    /// engine keeps claims nowhere but in the entries.
    /// </summary>
    public Func<long, CancellationToken, ValueTask<(long Before, long Orphans)>>? CountClaims { get; init; }

    public void Dispose()
    {
        (Store as IDisposable)?.Dispose();
        (Cells as IDisposable)?.Dispose();
    }
}
