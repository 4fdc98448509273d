using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;

namespace EnforcementPlatform.Records.Cases;

/// <summary>Which steps are missing before an action, read from <see cref="CaseLifecycle"/>: what is said to whoever came too early or too late.</summary>
internal static class CaseSteps
{
    /// <summary>The fewest steps from a stage to one that allows the action, in order; null where no course of the case leads there.</summary>
    public static ImmutableArray<CaseAction>? Before(CaseStage stage, CaseAction action)
    {
        var seen = new HashSet<CaseStage> { stage };
        var paths = new Queue<(CaseStage At, ImmutableArray<CaseAction> Steps)>([(stage, [])]);
        while (paths.TryDequeue(out var path))
        {
            if (CaseLifecycle.Next(path.At, action) is not null)
            {
                return path.Steps;
            }

            foreach (var step in Enum.GetValues<CaseAction>().Where(IsOrdinary))
            {
                if (CaseLifecycle.Next(path.At, step) is { } next && seen.Add(next))
                {
                    paths.Enqueue((next, path.Steps.Add(step)));
                }
            }
        }

        return null;
    }

    /// <summary>What to do now, in Chinese.</summary>
    public static string ToChinese(CaseStage stage, CaseAction action) => Before(stage, action) switch
    {
        { IsEmpty: false } steps => $"请先{string.Join("、再", steps.Select(CaseWords.Of))}，然后{CaseWords.Of(action)}。",
        _ => $"案件已过可以{CaseWords.Of(action)}的阶段，请核对案件的办理进度。",
    };

    /// <summary>Nobody is advised to take a decision back (撤销) so that another step becomes possible.</summary>
    private static bool IsOrdinary(CaseAction action) => action != CaseAction.AnnulDecision;
}
