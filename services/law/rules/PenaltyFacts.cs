using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>An enforcement certificate (行政执法证); all days in Asia/Shanghai, both ends included.</summary>
/// <param name="SuspendedTo">Last day of the suspension; null while it lasts.</param>
public sealed record Certificate(DateOnly ValidFrom, DateOnly ValidTo, DateOnly? SuspendedFrom = null, DateOnly? SuspendedTo = null)
{
    public bool IsValidOn(DateOnly date) => ValidFrom <= date && date <= ValidTo && !IsSuspendedOn(date);

    private bool IsSuspendedOn(DateOnly date) => SuspendedFrom <= date && (SuspendedTo is null || date <= SuspendedTo);
}

/// <summary>An officer who takes part in an act. Persons, never accounts: one person is one officer.</summary>
public sealed record OfficerFacts(string Person, ImmutableArray<Certificate> Certificates)
{
    public bool IsCertifiedOn(DateOnly date) => Certificates.Any(certificate => certificate.IsValidOn(date));
}

/// <summary>An act of investigation and who carried it out.</summary>
public sealed record ActFacts(DateOnly On, ImmutableArray<OfficerFacts> Officers);

/// <summary>When the certificates were shown, if they were, and when the act began.</summary>
public sealed record IdentityFacts(DateTimeOffset? ShownAt, DateTimeOffset ActAt);

/// <summary>What the notice before the decision told the party. <paramref name="ToldAt"/> null: no notice was given.</summary>
public sealed record ToldFacts(
    DateTimeOffset? ToldAt, DateTimeOffset DecidedAt,
    bool Content, bool Facts, bool Reasons, bool Basis, bool StatementRight, bool HearingRequired, bool HearingRight);

/// <summary>Whether the party was heard: its statement was taken, or it waived, or the day given in the notice has passed.</summary>
public sealed record StatementFacts(bool Heard, bool Waived, DateOnly LastDay, DateOnly DecidedOn);

/// <summary>What became of the right to a hearing.</summary>
/// <param name="Waived">The party's last word was to waive it, or to withdraw its request.</param>
/// <param name="LastRequestDay">End of the period for the request; take <see cref="Deadline.SafeLastDay"/>.</param>
public sealed record HearingFacts(bool Required, bool Requested, bool Waived, bool Held, DateOnly LastRequestDay, DateOnly DecidedOn);

/// <summary>A hearing that is to be held or was held.</summary>
/// <param name="LastNoticeDay">The last day for the notice of time and place; take <see cref="Deadline.SafeLastDay"/>.</param>
public sealed record HearingHeldFacts(DateOnly NotifiedOn, DateOnly LastNoticeDay, string Host, ImmutableArray<string> Handlers);

/// <summary>The penalty told to the party and the one to be decided.</summary>
public sealed record DefenceFacts(Penalty Told, Penalty Decided);

/// <summary>The draft to be decided and the review it passed. Digests are compared as they are, byte for byte in one spelling.</summary>
/// <param name="ClearedDigest">Digest of the draft that the review passed; null when none passed.</param>
public sealed record ReviewFacts(bool Required, string DraftDigest, string? ClearedDigest);

/// <summary>The collective discussion by the responsible persons, if there was one.</summary>
/// <param name="ReviewedAt">When the review passed the draft; null when none was required or none passed.</param>
/// <param name="Participants">Distinct persons who took part.</param>
/// <param name="DiscussedDigest">Digest of the draft they agreed on.</param>
public sealed record DiscussionFacts(
    bool Required, bool ReviewRequired, DateTimeOffset? ReviewedAt, DateTimeOffset? DiscussedAt, int Participants, bool Agreed,
    string DraftDigest, string? DiscussedDigest);

/// <summary>Who did what in a case, by person id.</summary>
public sealed record SeparationFacts(ImmutableArray<string> Handlers, string Drafter, string Reviewer, string Issuer);

/// <summary>A day on which something was done, and the last day for it.</summary>
public sealed record InTimeFacts(DateOnly On, DateOnly LastDay);

/// <summary>When the unlawful act ended and when the organ found out.</summary>
/// <param name="HarmToLifeHealthOrFinance">It concerns life, health or financial safety and did harm.</param>
public sealed record LimitationFacts(DateOnly ActEnded, DateOnly Discovered, bool HarmToLifeHealthOrFinance);

/// <summary>A penalty that is to be decided on the spot.</summary>
public sealed record SimpleFacts(bool IsCitizen, Penalty Penalty);

/// <summary>A fine and the range of the article it cites, in fen, both ends included.</summary>
/// <param name="Mitigated">The draft finds a ground of mitigation (减轻处罚).</param>
public sealed record FineFacts(long FineFen, long MinFen, long MaxFen, bool Mitigated);
