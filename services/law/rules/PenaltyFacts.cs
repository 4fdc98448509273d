using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>An enforcement certificate (行政执法证); all days in Asia/Shanghai, both ends included.</summary>
/// <param name="SuspendedTo">Last day of the suspension; null while it lasts.</param>
/// <param name="Types">The kinds of act that it covers.</param>
/// <param name="Area">The area in which it is good.</param>
public sealed record Certificate(
    DateOnly ValidFrom, DateOnly ValidTo, ImmutableArray<ActType> Types, string Area, DateOnly? SuspendedFrom = null, DateOnly? SuspendedTo = null)
{
    public bool Covers(ActType type, string area) => Types.Contains(type) && EnforcementArea.Covers(Area, area);

    public bool IsValidOn(DateOnly date) => ValidFrom <= date && date <= ValidTo && !IsSuspendedOn(date);

    private bool IsSuspendedOn(DateOnly date) => SuspendedFrom <= date && (SuspendedTo is null || date <= SuspendedTo);
}

/// <summary>An officer who takes part in an act. Persons, never accounts: one person is one officer.</summary>
/// <param name="Area">Where the officer's organ enforces.</param>
public sealed record OfficerFacts(string Person, ImmutableArray<Certificate> Certificates, string Area)
{
    /// <summary>One certificate for all three: day, kind of act and area.</summary>
    public bool IsCertifiedFor(ActType type, DateOnly date) => Certificates.Any(certificate => certificate.IsValidOn(date) && certificate.Covers(type, Area));
}

/// <summary>An act of investigation and who carried it out.</summary>
public sealed record ActFacts(ActType Type, DateOnly On, ImmutableArray<OfficerFacts> Officers);

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

/// <summary>The party's age when the unlawful act ended. Nothing is known where no identity number or no day is.</summary>
public sealed record AgeFacts(DateOnly? Born, DateOnly? ActEnded)
{
    /// <summary>未满: up to and with the birthday itself; an age is completed on the day after it.</summary>
    public bool IsUnder(int years) => Born is { } born && ActEnded is { } ended && ended <= born.AddYears(years);

    /// <summary>What follows from it, for people; empty for anybody of full age.</summary>
    public string Sentence => IsUnder(14)
        ? "按身份号码推算，当事人在违法行为终了时不满十四周岁：不予行政处罚，责令监护人加以管教（《中华人民共和国行政处罚法》第三十条）。"
        : IsUnder(18)
            ? "按身份号码推算，当事人在违法行为终了时已满十四周岁不满十八周岁：应当从轻或者减轻行政处罚（《中华人民共和国行政处罚法》第三十条），不单独公开其个人信息。"
            : "";
}

/// <summary>A draft against a party of an age.</summary>
/// <param name="Lightened">The draft finds 从轻 or 减轻.</param>
public sealed record MinorFacts(AgeFacts Age, bool Lightened);

/// <summary>A fine and the range of the article it cites, in fen, both ends included.</summary>
/// <param name="Mitigated">The draft finds a ground of mitigation (减轻处罚).</param>
public sealed record FineFacts(long FineFen, long MinFen, long MaxFen, bool Mitigated);
