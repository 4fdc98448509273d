namespace EnforcementPlatform.Kernel;

/// <summary>What lies beside a ledger and is committed to by its entries, for the verifier.</summary>
public interface ICompanions
{
    /// <summary>Kind of the streams whose entries commit, e.g. <c>accounts</c>.</summary>
    string Kind { get; }

    /// <summary>A sentence for each companion that is missing or is not what the entries commit to. MUST NOT name persons.</summary>
    /// <param name="streams">Every stream of the kind.</param>
    /// <param name="entries">The ledger.</param>
    /// <param name="cell">Bytes of a cell; null where it is missing.</param>
    /// <param name="ring">The keys under which the ledger commits.</param>
    Task<IReadOnlyList<string>> Faults(IEnumerable<string> streams, IEntries entries, Func<string, byte[]?> cell, VouchRing ring, CancellationToken ct);
}
