using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Review.Facts;
using Google.Protobuf;

namespace EnforcementPlatform.Review;

/// <summary>
/// Who may review legality for an organ, folded from <c>reviewers/&lt;organ&gt;</c>; kept by <see cref="OnReviewerChanged"/>. A decision cannot
/// look through all persons, and never decides on a view, so the few reviewers stand in one stream.
/// </summary>
internal sealed record ReviewersState : StreamState, IFold<ReviewersState>
{
    public static ReviewersState Empty { get; } = new();

    /// <summary>By person id.</summary>
    public ImmutableSortedDictionary<string, ReviewerNoted> Known { get; init; } =
        ImmutableSortedDictionary.Create<string, ReviewerNoted>(StringComparer.Ordinal);

    public static ReviewersState Apply(ReviewersState state, IMessage fact, Recorded entry) => fact switch
    {
        ReviewerNoted noted => state with { Known = state.Known.SetItem(noted.PersonId, noted) },
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => Relation.None;

    /// <summary>The reviewers of a department on a Shanghai day, by person id.</summary>
    public ImmutableArray<string> Of(string department, DateOnly day) =>
        [.. Known.Values.Where(one => one.Department == department && one.Times.Any(time => Covers(time, day))).Select(one => one.PersonId)];

    /// <summary>
    /// Whoever reviews for the first time has 法律职业资格 (行政处罚法 58(2)). Where neither that nor earlier reviewing is recorded, nobody can say
    /// that it is not the first time.
    /// </summary>
    public bool IsQualified(string personId) => Known.TryGetValue(personId, out var noted) && noted.Qualified;

    /// <summary>
    /// The legal department (法制机构, 平工信〔2019〕99号 二(三)2): where most of the organ's reviewers serve; of several the first by code.
    /// Empty where the organ has no reviewer.
    /// </summary>
    public string LegalDepartmentOn(DateOnly day) =>
        Known.Values.Select(one => one.Department).Distinct().Order(StringComparer.Ordinal)
            .Where(department => !Of(department, day).IsEmpty)
            .MaxBy(department => Of(department, day).Length) ?? "";

    /// <summary>An organ has at least two reviewers (平工信〔2019〕99号 二(三)2(1)).</summary>
    public void RequireTwo(string department, DateOnly day)
    {
        if (Of(department, day).Length is < 2 and var count)
        {
            throw ReviewFaults.PoolTooSmall.With(("count", $"{count}"));
        }
    }

    private static bool Covers(ReviewingTime time, DateOnly day) =>
        IsoDay.Parse(time.From) <= day && (time.To.Length == 0 || day < IsoDay.Parse(time.To) || (day == IsoDay.Parse(time.To) && !time.EndedAtOnce));
}
