using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using EnforcementPlatform.Supervision.Facts;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Supervision;

/// <summary>Keeps which version of a case's file a reviewer must have known. What was added is not told.</summary>
internal sealed class OnCaseFileGrew(Streams<OversightState> oversight) : INoticeHandler
{
    public string Publisher => ServiceRole.Records;

    public MessageDescriptor NoticeType => CaseFileGrew.Descriptor;

    public HandlerStart Start => HandlerStart.FromBeginning;

    public Task Handle(Notice notice, HandlerRun run)
    {
        var told = (CaseFileGrew)notice.Body;
        return oversight.Note(run, told.CaseId, known => known.Knows(told), new FileNoted { Source = Noting.SourceOf(notice), Told = told });
    }
}
