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
            (state, _) => state.End(request.Post.ToLaw(), Day.Parse(request.To)),
            state => new EndPostResponse { Person = state.ToMessage() });
    }
}

internal sealed partial record PersonState
{
    /// <summary>The post is held on its last day and on no day after it.</summary>
    public Decision End(Post post, DateOnly to)
    {
        if (!Posts.Any(held => held.Post == post && held.To is null && held.From <= to))
        {
            throw PeopleFaults.PostNotHeld.With(("post", Law.Posts.ChineseName(post)), ("to", Day.Chinese(to)));
        }

        return Changed(new PostEnded { Post = post.ToString(), To = Day.Write(to) }, this with { Posts = Ending(post, to) });
    }
}
