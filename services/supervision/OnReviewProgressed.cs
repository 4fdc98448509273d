using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Supervision.Facts;

namespace EnforcementPlatform.Supervision;

/// <summary>Keeps where the legal review of a case stands.</summary>
internal sealed class OnReviewProgressed(Streams<OversightState> oversight) : INoticeHandler<ReviewProgressed>
{
    public Task Handle(ReviewProgressed told, HandlerRun run) =>
        oversight.Note(run, told.CaseId, known => known.Knows(told), new ReviewNoted { Source = Noting.SourceOf(run.Notice), Told = told });
}
