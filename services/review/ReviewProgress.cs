using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Google.Protobuf;

namespace EnforcementPlatform.Review;

/// <summary>What others are told of a review's course: where it stands and what its time limit is counted from. No texts.</summary>
internal sealed partial record ReviewState : IAnnouncing<ReviewState>
{
    public IMessage? NewsSince(ReviewState before)
    {
        var progress = Progress();
        if (before.Exists && progress.Equals(before.Progress()))
        {
            return null;
        }

        progress.Version = Version;
        return progress;
    }

    /// <summary>Without the version, which every act raises. Only of a review that exists.</summary>
    private ReviewProgressed Progress() => new()
    {
        CaseId = Id,
        Department = Department,
        LegalDepartment = LegalDepartment,
        Stage = Stage,
        Round = Current.Number,
        ReviewerId = ReviewerId,
        StartedOn = IsoDay.Write(Clock.Start),
        Rests = { Clock.Rests.Select(rest => new ReviewRest { From = IsoDay.Write(rest.From), To = rest.To is { } to ? IsoDay.Write(to) : "" }) },
        Extended = Clock.Extended,
        ConcludedOn = Current.Opinion is { } opinion ? IsoDay.Write(ShanghaiTime.DateOf(opinion.GivenAt)) : "",
    };
}
