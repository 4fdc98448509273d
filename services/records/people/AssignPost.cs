using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;
using Post = EnforcementPlatform.Law.Post;

namespace EnforcementPlatform.Records;

internal sealed partial class PeopleRpcs
{
    public override Task<AssignPostResponse> AssignPost(AssignPostRequest request, ServerCallContext context)
    {
        PersonState.CheckAssignment(request);
        return people.Act(
            request,
            context,
            (state, _) => state.Assign(request.Post.ToLaw(), IsoDay.Parse(request.From), request.ReviewQualification),
            state => new AssignPostResponse { Person = state.ToMessage() });
    }
}

internal sealed partial record PersonState
{
    public static void CheckAssignment(AssignPostRequest request) => new Check()
        .Id(request.PersonId, "person_id")
        .Etag(request.Etag)
        .RequestId(request.RequestId)
        .Enum(request.Post, "post")
        .Date(request.From, "from")
        .That(Enum.IsDefined(request.ReviewQualification), "review_qualification", "ENUM", "不是可选的取值。")
        .ThrowIfAny();

    /// <summary>
    /// A post from a day on. Refused where the person holds it already or holds one that excludes it (GB/T 22239-2019 8.1.4.2), and
    /// for 执法人员 without the establishment or a valid certificate (河南省行政执法条例第二十条第一款第一项、第二十一条).
    /// </summary>
    public Decision Assign(Post post, DateOnly from, ReviewQualification qualification = ReviewQualification.Unspecified)
    {
        RequireHere();
        var held = Posts.Where(one => one.Overlaps(from)).Select(one => one.Post).ToArray();
        if (held.Contains(post))
        {
            throw PeopleFaults.PostHeld.With(("post", Law.Posts.ChineseName(post)), ("from", ChineseDate.Write(from)));
        }

        RequireCompatible(post, held);
        if (post == Post.Officer)
        {
            RequireQualified(from);
        }

        return Changed(
            new PostAssigned { Post = post.ToString(), From = IsoDay.Write(from), ReviewQualification = (int)qualification },
            this with
            {
                RecordedPosts = RecordedPosts.Add(new(post, from, null)),
                ReviewQualification = qualification == ReviewQualification.Unspecified ? ReviewQualification : qualification,
            });
    }

    private static void RequireCompatible(Post post, IEnumerable<Post> others)
    {
        if (Law.Posts.Conflicts([.. others, post]) is [var conflict, ..])
        {
            throw PeopleFaults.PostExcluded.With(("conflict", conflict.ToChinese()));
        }
    }

    private void RequireQualified(DateOnly from)
    {
        if (!InEstablishment)
        {
            throw PeopleFaults.NotInEstablishment.Now();
        }

        if (CertificateValidOn(from) is null)
        {
            throw PeopleFaults.CertificateMissing.With(("day", ChineseDate.Write(from)));
        }
    }
}
