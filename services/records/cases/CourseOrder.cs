using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using static EnforcementPlatform.Contracts.Records.CaseStage;

namespace EnforcementPlatform.Records.Cases;

/// <summary>
/// The stages of the ordinary course (行政处罚法 54 to 66) in their order. The order is written here and nowhere else: the number of a value in the
/// contract says nothing about what comes first.
/// </summary>
internal static class CourseOrder
{
    /// <summary>From the first stage to the last. A case whose decision was annulled has left the course.</summary>
    public static ImmutableArray<CaseStage> Stages { get; } =
        [Unspecified, Clue, Investigating, Concluded, Told, Discussed, Decided, Served, Performed, Closed, Archived];

    /// <summary>Whether a case at this stage stands at the other stage of the course or after it; false where it has left the course.</summary>
    public static bool HasReached(this CaseStage stage, CaseStage other) => Stages.IndexOf(stage) >= PlaceOf(other);

    private static int PlaceOf(CaseStage stage) =>
        Stages.IndexOf(stage) is >= 0 and var place ? place : throw new ArgumentOutOfRangeException(nameof(stage), stage, "not a stage of the course");
}
