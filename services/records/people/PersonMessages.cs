using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using IsoDay = EnforcementPlatform.Law.IsoDay;

namespace EnforcementPlatform.Records;

/// <summary>A person as its readers and the other services see it.</summary>
internal static class PersonMessages
{
    public static Person ToMessage(this PersonState state)
    {
        var message = new Person
        {
            PersonId = state.Id,
            Name = state.Identity?.OrNull?.Name ?? "",
            Title = state.Identity?.OrNull?.Title ?? "",
            Organ = state.Organ,
            Department = state.Department,
            InEstablishment = state.InEstablishment,
            Etag = state.Etag,
            Left = IsoDay.Write(state.Left?.LastDay),
            LeftAtOnce = state.Left is { AtOnce: true },
            ReviewQualification = state.ReviewQualification,
        };
        message.Posts.Add(state.Posts.Select(ToMessage));
        message.Certificates.Add(state.Certificates.Select(one => one.ToMessage(one.Number?.OrNull?.Number ?? "")));
        return message;
    }

    /// <summary>What the other services decide on: the whole state after the act, without name and numbers.</summary>
    public static PersonChanged ToNotice(this PersonState after, string personId, string organ, long version)
    {
        var notice = new PersonChanged
        {
            PersonId = personId,
            Version = version,
            Organ = organ,
            Department = after.Department,
            InEstablishment = after.InEstablishment,
            Left = IsoDay.Write(after.Left?.LastDay),
            LeftAtOnce = after.Left is { AtOnce: true },
            ReviewQualification = after.ReviewQualification,
        };
        notice.Posts.Add(after.Posts.Select(ToMessage));
        notice.Certificates.Add(after.Certificates.Select(one => one.ToMessage(number: "")));
        return notice;
    }

    public static Post ToMessage(this Law.Post post) => Namesake<Law.Post, Post>.Of(post);

    public static Law.Post ToLaw(this Post post) => Namesake<Post, Law.Post>.Of(post);

    private static PostHeld ToMessage(this HeldPost held) =>
        new() { Post = held.Post.ToMessage(), From = IsoDay.Write(held.From), To = IsoDay.Write(held.To), EndedAtOnce = held.EndedAtOnce };

    private static Certificate ToMessage(this HeldCertificate one, string number)
    {
        var message = new Certificate
        {
            Number = number,
            Area = one.Area,
            ValidFrom = IsoDay.Write(one.ValidFrom),
            ValidTo = IsoDay.Write(one.ValidTo),
        };
        message.Kinds.Add(one.Kinds);
        message.Suspensions.Add(one.OutOfUse.Select(time => new Suspension { Kind = time.Kind, From = IsoDay.Write(time.From), To = IsoDay.Write(time.To) }));
        return message;
    }
}
