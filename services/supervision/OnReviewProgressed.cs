using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using EnforcementPlatform.Supervision.Facts;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Supervision;

/// <summary>Keeps where the legal review of a case stands.</summary>
internal sealed class OnReviewProgressed(Streams<OversightState> oversight) : INoticeHandler
{
    public string Publisher => ServiceRole.Review;

    public MessageDescriptor NoticeType => ReviewProgressed.Descriptor;

    public HandlerStart Start => HandlerStart.FromBeginning;

    public Task Handle(Notice notice, HandlerRun run)
    {
        var told = (ReviewProgressed)notice.Body;
        return oversight.Note(run, told.CaseId, known => known.Knows(told), new ReviewNoted { Source = Noting.SourceOf(notice), Told = told });
    }
}
