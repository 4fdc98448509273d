using System.Collections.Immutable;

namespace EnforcementPlatform.Ledger;

/// <summary>What a verification found.</summary>
/// <param name="Entries">Entries that the ledger holds or should hold.</param>
/// <param name="Signed">The believed checkpoint; null without one.</param>
/// <param name="PartsOpened">Parts whose plaintext matched its commitment.</param>
/// <param name="PartsSealed">Parts whose ciphertext is there in the right form but was not opened.</param>
/// <param name="PartsDestroyed">Parts of which only the tombstone is left.</param>
/// <param name="PartsAbsent">Parts that the package leaves out.</param>
/// <param name="Faults">Damaged places, in the order found.</param>
/// <param name="Stopped">True if there were more faults than asked for.</param>
public sealed record LedgerReport(
    long Entries, VerifiedCheckpoint? Signed, long PartsOpened, long PartsSealed, long PartsDestroyed, long PartsAbsent,
    ImmutableArray<LedgerFault> Faults, bool Stopped)
{
    public bool Intact => Faults.IsEmpty;

    /// <summary>How far each known witness has cosigned this very history, largest head of each; those of the log's own process marked.</summary>
    public ImmutableArray<WitnessedHead> Witnessed { get; init; } = [];
}

/// <summary>What a witness cosigned.</summary>
/// <param name="Witness">Its name in the policy.</param>
/// <param name="Size">Entries under the head.</param>
/// <param name="Time">When it cosigned, by its own clock.</param>
/// <param name="IsSelf">True for a witness in the log's own process, which proves nothing.</param>
public sealed record WitnessedHead(string Witness, long Size, DateTimeOffset Time, bool IsSelf)
{
    /// <summary>The largest head of each witness among these.</summary>
    internal static ImmutableArray<WitnessedHead> Largest(IEnumerable<VerifiedCheckpoint> heads) =>
    [
        .. heads.SelectMany(head => head.Cosignatures.Select(seen => Of(head, seen, false)).Concat(head.OwnCosignatures.Select(seen => Of(head, seen, true))))
            .GroupBy(head => head.Witness).Select(one => one.MaxBy(head => (head.Size, head.Time))!),
    ];

    private static WitnessedHead Of(VerifiedCheckpoint head, (string Witness, DateTimeOffset Time) seen, bool isSelf) =>
        new(seen.Witness, head.Checkpoint.Size, seen.Time, isSelf);
}

/// <summary>What to verify a ledger against, beside itself.</summary>
public sealed record LedgerTrust
{
    /// <summary>Whom to believe. With a policy a checkpoint MUST be there; without one nothing is signed and only the inner agreement counts.</summary>
    public TrustPolicy? Policy { get; init; }

    /// <summary>The checkpoint as stored, null if none.</summary>
    public byte[]? Checkpoint { get; init; }

    /// <summary>Older or newer checkpoints of the same log from elsewhere, by the name of their source: witnesses, anchors, prints.</summary>
    public ImmutableArray<(string Source, byte[] Note)> Anchors { get; init; } = [];

    /// <summary>True for an export, which ends at its checkpoint; false for a live ledger, which may have entries not yet signed.</summary>
    public bool EndsAtCheckpoint { get; init; }

    /// <summary>True where parts may be left out (redacted export).</summary>
    public bool PartsMayBeAbsent { get; init; }

    /// <summary>
    /// Opens an encrypted part under the commitment that its entry has: its salt and plaintext, or null if ciphertext, key, nonce and commitment do
    /// not fit together. Without it only the form and length of ciphertext are checked.
    /// </summary>
    public Func<PartRow, PartDigest, OpenedRow?>? Open { get; init; }

    /// <summary>Which parts (position, part) an entry orders destroyed, read from its facts. Without it the order is only known to exist.</summary>
    public Func<Entry, byte[], IEnumerable<(long Position, int Part)>>? DestroyedBy { get; init; }

    /// <summary>Faults after which verification stops.</summary>
    public int MostFaults { get; init; } = 100;
}
