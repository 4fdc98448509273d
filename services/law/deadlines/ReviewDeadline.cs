using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>
/// The time limit of a legal review: the organ's own (来源待核), from the day the material is complete, resting while the draft is with the
/// handlers, extended at most once. Its days are those of the organ's edition <see cref="EditionKeys.LegalReviewDays"/> on the day it starts.
/// </summary>
public static class ReviewDeadline
{
    public const string Rule = "LEGAL_REVIEW";
    private const string ExtensionRule = "LEGAL_REVIEW_EXT";

    /// <summary>A time with the handlers, both days included.</summary>
    public static Pause Rest(DateOnly from, DateOnly to) => new(from, to, "退回承办机构修改期间", new(LocalLaw.Own));

    /// <summary>The end of the time limit.</summary>
    public static Deadline Derive(DateOnly start, ImmutableArray<Pause> rests, bool extended, Editions editions)
    {
        var days = editions.At(EditionKeys.LegalReviewDays, start);
        var first = Deadline.Derive(Of(Rule, days, "working_days"), start, rests, editions.Calendar);
        return extended ? Deadline.Derive(Of(ExtensionRule, days, "extension_days"), first.LastDay, rests, editions.Calendar) : first;
    }

    private static DeadlineRule Of(string key, Edition days, string parameter) =>
        DeadlineCatalogue.Find(key) with { Amount = (int)days.Number(parameter) };
}
