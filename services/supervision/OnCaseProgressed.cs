using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using EnforcementPlatform.Supervision.Facts;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Supervision;

/// <summary>Keeps where a case stands.</summary>
internal sealed class OnCaseProgressed(Streams<OversightState> oversight) : INoticeHandler
{
    public string Publisher => ServiceRole.Records;

    public MessageDescriptor NoticeType => CaseProgressed.Descriptor;

    public HandlerStart Start => HandlerStart.FromBeginning;

    public Task Handle(Notice notice, HandlerRun run)
    {
        var told = (CaseProgressed)notice.Body;
        return oversight.Note(run, told.CaseId, known => known.Knows(told), new CaseNoted { Source = Noting.SourceOf(notice), Told = told });
    }
}
