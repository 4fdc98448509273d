namespace EnforcementPlatform.Kernel;

/// <summary>
/// Appends one entry. MUST return only when the entry is durable; MUST let many callers share one commit;
/// an exception means the outcome could not be learned and nothing may be told to the client but <see cref="KernelFaults.OutcomeUnknown"/>.
/// </summary>
public delegate ValueTask<AppendResult> AppendEntry(EntryToAppend entry, CancellationToken ct);

/// <summary>One service's ledger and what its write path needs. One per role and process.</summary>
public sealed class ServiceLedger(
    string role,
    ILedgerStore store,
    AppendEntry append,
    ICells cells,
    InstallationKeys keys,
    MessageTypes types,
    TimeProvider clock)
{
    /// <summary>Role that owns the ledger, e.g. <c>records</c>.</summary>
    public string Role { get; } = role;

    public ILedgerStore Store { get; } = store;

    public AppendEntry Append { get; } = append;

    public ICells Cells { get; } = cells;

    public InstallationKeys Keys { get; } = keys;

    public TimeProvider Clock { get; } = clock;

    /// <summary>Opens stored entries of this ledger.</summary>
    public EntryDecoder Decoder { get; } = new(types, keys);

    /// <summary>Makes entries of this ledger.</summary>
    internal EntryAssembler Assembler { get; } = new(keys);

    /// <summary>In-process queues for streams that many acts want at once.</summary>
    internal StreamQueues Queues { get; } = new();
}
