using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records.Cases;

/// <summary>What a penalty is, as far as a notice and a decision are compared by it. <paramref name="FineFen"/> is in fen (1/100 yuan).</summary>
internal sealed record Terms(ImmutableSortedSet<PenaltyKind> Kinds, long FineFen, string ArticleBroken, string ArticleApplied)
{
    /// <summary>As the law library compares penalties. The numbers of the two enums are the same, which a test holds them to.</summary>
    public Penalty Penalty => new([.. Kinds.Select(kind => (Sanction)kind)], FineFen);

    public static Terms Of(PenaltyTerms message) => new([.. message.Kinds], message.FineFen, message.ArticleBroken, message.ArticleApplied);

    public PenaltyTerms ToMessage() => new()
    {
        Kinds = { Kinds },
        FineFen = FineFen,
        ArticleBroken = ArticleBroken,
        ArticleApplied = ArticleApplied,
    };

    /// <summary>True when it rests on the same articles: a party told of others was not told of its basis (行政处罚法 44).</summary>
    public bool HasBasisOf(Terms other) => ArticleBroken == other.ArticleBroken && ArticleApplied == other.ArticleApplied;
}
