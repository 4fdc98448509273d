using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;
using Post = EnforcementPlatform.Law.Post;

namespace EnforcementPlatform.Records;

internal sealed partial class PeopleRpcs
{
    public override Task<EndPostResponse> EndPost(EndPostRequest request, ServerCallContext context)
    {
        new Check()
            .Id(request.PersonId, "person_id")
            .Etag(request.Etag)
            .RequestId(request.RequestId)
            .Enum(request.Post, "post")
            .Date(request.To, "to")
            .ThrowIfAny();
        return people.Act(
            request,
            context,
            (state, act) => state.End(request.Post.ToLaw(), IsoDay.Parse(request.To), act.Today),
            state => new EndPostResponse { Person = state.ToMessage() });
    }
}

internal sealed partial record PersonState
{
    /// <summary>
    /// The register says that the post was held on its last day and on no day after it. Its duties end with that day, or with this act where the
    /// day has come: nobody acts until midnight in a post that was taken from them. An end that lies ahead may be set to another day until it has come.
    /// A later end gives the post for more days, so it is refused wherever the post could not be given from the first of these days.
    /// </summary>
    public Decision End(Post post, DateOnly to, DateOnly today)
    {
        RequireHere();
        var held = EndingIndex(post, to, today);
        if (held < 0)
        {
            throw PeopleFaults.PostNotHeld.With(("post", Law.Posts.ChineseName(post)), ("to", ChineseDate.Write(to)));
        }

        if (RecordedPosts[held].To is { } before && before < to)
        {
            RequireFree(post, before.AddDays(1), to);
        }

        return Changed(
            new PostEnded { Post = post.ToString(), To = IsoDay.Write(to), Held = held },
            this with { RecordedPosts = Ending(held, to, today) });
    }

    /// <summary>No other post that is held on one of these days excludes this one, and 执法人员 is qualified for them.</summary>
    private void RequireFree(Post post, DateOnly from, DateOnly to)
    {
        var others = RecordedPosts.Where(one => one.From <= to && one.Overlaps(from)).Select(one => one.Post);
        RequireCompatible(post, others);
        if (post == Post.Officer)
        {
            RequireQualified(from);
        }
    }
}
