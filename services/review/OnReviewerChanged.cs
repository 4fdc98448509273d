using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using EnforcementPlatform.Review.Facts;

namespace EnforcementPlatform.Review;

/// <summary>Keeps the organ's reviewers in one stream. The notice carries the whole state of a person; who never held such a post is passed over.</summary>
internal sealed class OnReviewerChanged(Streams<ReviewersState> reviewers) : INoticeHandler<PersonChanged>
{
    public Task Handle(PersonChanged told, HandlerRun run)
    {
        var noted = new ReviewerNoted { PersonId = told.PersonId, Department = told.Department, Qualified = told.ReviewQualification != ReviewQualification.Unspecified };
        noted.Times.Add(told.Posts.Where(ReviewsLegality).Select(held => new ReviewingTime { From = held.From, To = held.To, EndedAtOnce = held.EndedAtOnce }));
        return noted.Times.Count == 0
            ? Task.CompletedTask
            : run.Act(reviewers, told.Organ, (_, _) => ValueTask.FromResult(Decision.Of(noted)));
    }

    private static bool ReviewsLegality(PostHeld held) =>
        Posts.DutiesOf([Namesake<Contracts.Records.Post, Law.Post>.Of(held.Post)]).Contains(Duty.ReviewLegality);
}
