using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Supervision.Facts;
using Google.Protobuf;

namespace EnforcementPlatform.Supervision;

/// <summary>How handlers keep what they are told.</summary>
internal static class Noting
{
    public static Source SourceOf(Notice notice) => new() { Origin = notice.Origin, Position = notice.Position };

    /// <summary>
    /// Keeps a fact once, unless something as new is known: old news would be kept for nothing. Where another handler is faster than this look,
    /// the fold passes over what is old.
    /// </summary>
    public static async Task Note(this Streams<OversightState> oversight, HandlerRun run, string caseId, Func<OversightState, bool> isKnown, IMessage fact)
    {
        if (!isKnown(await oversight.Load(caseId, run.Ct)))
        {
            await run.Act(oversight, caseId, (_, _) => ValueTask.FromResult(Decision.Of(fact)));
        }
    }
}
