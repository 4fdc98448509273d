using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel.Witnesses;

/// <summary>A witness that a ledger asks.</summary>
/// <param name="Name">Its role, or its name in the settings: names files, metrics and log lines.</param>
/// <param name="IsHere">True where it plays in the ledger's own process, so that what it says counts for nothing.</param>
/// <param name="Key">The only key whose cosignature is taken; waits where a role of the process is still to open.</param>
/// <param name="Address">Its submission prefix without a slash at the end; null while it does not listen yet.</param>
internal sealed record KnownWitness(string Name, bool IsHere, Func<CancellationToken, Task<NoteKey>> Key, Func<Uri?> Address)
{
    /// <summary>Asks it without the network: for the last head of a process whose ports are closed already. Null for one elsewhere.</summary>
    public Func<ReadOnlyMemory<byte>, CancellationToken, Task<WitnessAnswer>>? Directly { get; init; }
}
