using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    /// <summary>Everything that happened, in the order of the stream (全过程留痕、可回溯), with what was written where it still exists.</summary>
    public override async Task<GetTimelineResponse> GetTimeline(GetTimelineRequest request, ServerCallContext context)
    {
        new Check().Id(request.CaseId, "case_id").ThrowIfAny();
        var state = await cases.Read(request, context);
        return new() { Items = { state.Timeline.Select(state.Show) } };
    }
}

internal sealed partial record CaseState
{
    public TimelineItem Show(TimelineEntry entry)
    {
        var record = entry.RecordNumber == 0 ? null : Records[entry.RecordNumber - 1];
        return new()
        {
            Version = entry.Version,
            Position = entry.Position,
            Fact = entry.Fact,
            Title = entry.Title,
            Stage = entry.Stage,
            By = entry.By,
            OccurredAt = entry.When.OccurredAt.ToTimestamp(),
            RecordedAt = entry.When.RecordedAt.ToTimestamp(),
            Late = entry.When.Late,
            LateReason = entry.When.LateReason,
            RecordNumber = entry.RecordNumber,
            Corrected = record?.Corrected == true,
            Voided = record?.Status == RecordStatus.Voided,
            Text = Written(entry.Text?.Message),
        };
    }

    private static string Written(IMessage? part) => part switch
    {
        null => "",
        WrittenText written => written.Text,
        RecordText record => $"{record.Place}\n{record.Content}",
        DraftContent draft => $"{draft.FactsFound}\n{draft.DiscretionReason}",
        ResponseText response => response.Recheck.Length == 0 ? response.Content : $"{response.Content}\n复核意见：{response.Recheck}",
        DiscussionText discussion => string.Join('\n', discussion.Opinions),
        _ => throw new InvalidOperationException($"no words for {part.Descriptor.FullName}"),
    };
}
