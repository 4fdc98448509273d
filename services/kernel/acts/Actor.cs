using System.Collections.Immutable;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Who is acting, on facts of this service's own ledger (never on claims of the token beyond who signed in).
/// </summary>
public sealed record Actor
{
    /// <summary>Person id; empty for a service.</summary>
    public required string PersonId { get; init; }

    /// <summary>Account id, or the service's role.</summary>
    public required string AccountId { get; init; }

    /// <summary>Organ the person acts for.</summary>
    public required string Organ { get; init; }

    /// <summary>Department the person acts for.</summary>
    public required string Department { get; init; }

    /// <summary>Codes of the posts held at that moment.</summary>
    public ImmutableArray<string> Posts { get; init; } = [];

    /// <summary>Duties those posts carry.</summary>
    public ImmutableHashSet<Duty> Duties { get; init; } = [];

    /// <summary>Version of the person's stream on which this was decided; 0 for a service.</summary>
    public long PersonVersion { get; init; }

    /// <summary>How the person signed in (RFC 8176).</summary>
    public ImmutableArray<string> Amr { get; init; } = [];

    /// <summary>When the person signed in.</summary>
    public DateTimeOffset AuthTime { get; init; }

    /// <summary>How often all tokens of the account were ended: a token of an earlier epoch is none.</summary>
    public long AccountEpoch { get; init; }

    /// <summary>Sessions of the account that were ended one by one and could still have tokens.</summary>
    public ImmutableArray<string> EndedSessions { get; init; } = [];

    /// <summary>Session of the token; empty where it has none.</summary>
    public string Session { get; init; } = "";

    /// <summary>True while a password that somebody else set stands: until then no post carries its duties.</summary>
    public bool MustChangePassword { get; init; }

    /// <summary>The refusal of an act that the actor's duties do not include.</summary>
    public FaultType NotPermitted => MustChangePassword ? KernelFaults.PasswordChangeRequired : KernelFaults.NotPermitted;

    /// <summary>True where the sign-in could not be entered in the ledger: the person may read what needs no entry, and nothing else.</summary>
    public bool ReadingOnly { get; init; }

    /// <summary>Role of a calling service, or null for a person.</summary>
    public string? Service { get; init; }

    /// <summary>What stands in <c>by</c>: opaque, never a name.</summary>
    public string By => Service is null ? $"staff/{PersonId}" : $"service/{Service}";
}

/// <summary>
/// Resolves who signed in to a person of this ledger. MUST answer from the ledger (stream <c>people/…</c>), never from a view.
/// </summary>
public interface IPeople
{
    /// <summary>The person behind an account of an issuer, or null when nobody is tied to it.</summary>
    ValueTask<Actor?> Find(string issuer, string subject, DateTimeOffset at, CancellationToken ct);
}
