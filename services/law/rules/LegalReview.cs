namespace EnforcementPlatform.Law;

/// <summary>What decides whether a decision needs the legal review.</summary>
/// <param name="AllOrdinary">The organ reviews every decision of the ordinary procedure (平工信〔2019〕99号 二(三)3).</param>
/// <param name="NamedByLaw">A law, a regulation or the organ's catalogue (审核目录清单) names it.</param>
public sealed record LegalReviewFacts(
    bool AllOrdinary, bool PublicInterest, bool HearingHeld, bool ComplexOrManyRelations, bool NamedByLaw);

/// <summary>When a decision of the ordinary procedure needs the legal review (法制审核).</summary>
public static class LegalReview
{
    /// <summary>行政处罚法 58, first paragraph, and what the organ adds to it.</summary>
    public static bool IsRequired(LegalReviewFacts facts) =>
        facts.AllOrdinary || facts.PublicInterest || facts.HearingHeld || facts.ComplexOrManyRelations || facts.NamedByLaw;
}
