using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
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
            (state, act) => state.End(request.Post.ToLaw(), Day.Parse(request.To), act.Today),
            state => new EndPostResponse { Person = state.ToMessage() });
    }
}

internal sealed partial record PersonState
{
    /// <summary>
    /// The register says that the post was held on its last day and on no day after it. Its duties end with that day, or with this act where the
    /// day has come: nobody acts until midnight in a post that was taken from them. An end that lies ahead may be set to another day until it has come.
    /// </summary>
    public Decision End(Post post, DateOnly to, DateOnly today)
    {
        RequireHere();
        var held = EndingIndex(post, to, today);
        return held >= 0
            ? Changed(
                new PostEnded { Post = post.ToString(), To = Day.Write(to), Held = held },
                this with { RecordedPosts = Ending(held, to, today) })
            : throw PeopleFaults.PostNotHeld.With(("post", Law.Posts.ChineseName(post)), ("to", Day.Chinese(to)));
    }
}
