namespace EnforcementPlatform.Kernel;

/// <summary>
/// What a witness holds against a log: that it cosigned more entries than there are, or another history. It is not signed, so it proves nothing
/// to anybody else; it stops the ledger until people have looked.
/// </summary>
/// <param name="Witness">Name of the witness.</param>
/// <param name="Size">Entries that it cosigned.</param>
/// <param name="Root">Root of this log at that size, which the witness denies; null where the log is shorter.</param>
internal sealed record WitnessClaim(string Witness, long Size, byte[]? Root)
{
    /// <summary>True where this very data is meant: shorter still, or with the history that was denied. Other data is to be asked about anew.</summary>
    public bool Holds(long size, Func<long, byte[]> rootAt) => size < Size || (Root is not null && rootAt(Size).AsSpan().SequenceEqual(Root));
}
