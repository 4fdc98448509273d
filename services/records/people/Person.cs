using System.Collections.Immutable;
using System.Globalization;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using Post = EnforcementPlatform.Law.Post;

namespace EnforcementPlatform.Records;

/// <summary>A person of an organ, folded from <c>people/&lt;uuid&gt;</c>. Everything is effective-dated in Shanghai days.</summary>
internal sealed partial record PersonState : StreamState, IFold<PersonState>
{
    /// <summary>Department of now.</summary>
    public string Department { get; init; } = "";

    /// <summary>Every department with its first day, in the order of the days; the first of them has none.</summary>
    public ImmutableArray<(DateOnly From, string Department)> Departments { get; init; } = [];

    /// <summary>Every name and title with its first day, in the order of the days; the first of them has none.</summary>
    public ImmutableArray<(DateOnly From, Personal<PersonIdentity> Identity)> Identities { get; init; } = [];

    /// <summary>The leaving; null while nobody has recorded one, or it was taken back.</summary>
    public Leaving? Left { get; init; }

    /// <summary>Day on which the register began to know the person.</summary>
    public DateOnly Registered { get; init; }

    /// <summary>在编在职: who is not must not enforce (河南省行政执法条例第二十条第一款第一项).</summary>
    public bool InEstablishment { get; init; }

    /// <summary>What entitles to review legality (行政处罚法 58(2)); unspecified while nothing is recorded.</summary>
    public ReviewQualification ReviewQualification { get; init; }

    /// <summary>Name and title of now; null only for a person that does not exist.</summary>
    public Personal<PersonIdentity>? Identity { get; init; }

    /// <summary>Posts as they were recorded, whatever a leaving makes of them.</summary>
    public ImmutableArray<HeldPost> RecordedPosts { get; init; } = [];

    /// <summary>Certificates as they were recorded, whatever a leaving makes of them.</summary>
    public ImmutableArray<HeldCertificate> RecordedCertificates { get; init; } = [];

    /// <summary>Posts as they are held: a leaving ends them with its day.</summary>
    public ImmutableArray<HeldPost> Posts => Left is { } left ? left.End(RecordedPosts) : RecordedPosts;

    /// <summary>Certificates as they may be shown: none after a leaving.</summary>
    public ImmutableArray<HeldCertificate> Certificates => Left is { } left ? left.End(RecordedCertificates) : RecordedCertificates;

    public static PersonState Empty { get; } = new();

    public static PersonState Apply(PersonState state, IMessage fact, Recorded entry) => fact switch
    {
        PersonRegistered registered => state with
        {
            Registered = ShanghaiTime.DateOf(entry.At),
            Department = registered.Department,
            InEstablishment = registered.InEstablishment,
            ReviewQualification = (ReviewQualification)registered.ReviewQualification,
            Identity = entry.PersonalOf<PersonIdentity>(registered.Personal),
            Departments = [(DateOnly.MinValue, registered.Department)],
            Identities = [(DateOnly.MinValue, entry.PersonalOf<PersonIdentity>(registered.Personal))],
        },
        PersonRenamed renamed => state with
        {
            Identity = entry.PersonalOf<PersonIdentity>(renamed.Personal),
            Identities = state.Identities.Add((IsoDay.Parse(renamed.From), entry.PersonalOf<PersonIdentity>(renamed.Personal))),
        },
        PersonMoved moved => state.Moving(moved.Department, IsoDay.Parse(moved.From)),
        PersonLeft left => state with { Left = new(IsoDay.Parse(left.LastDay), ShanghaiTime.DateOf(entry.At)) },
        LeavingTakenBack => state with { Left = null },
        PostAssigned assigned => state with
        {
            RecordedPosts = state.RecordedPosts.Add(new(Enum.Parse<Post>(assigned.Post), IsoDay.Parse(assigned.From), null)),
            ReviewQualification = assigned.ReviewQualification == 0 ? state.ReviewQualification : (ReviewQualification)assigned.ReviewQualification,
        },
        PostEnded ended => state with { RecordedPosts = state.Ending(ended.Held, IsoDay.Parse(ended.To), ShanghaiTime.DateOf(entry.At)) },
        CertificateIssued issued => state with { RecordedCertificates = state.RecordedCertificates.Add(HeldCertificate.Of(issued, entry.PersonalOf<CertificateNumber>(issued.Personal))) },
        CertificateSuspended suspended => state with { RecordedCertificates = state.Suspending(suspended) },
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    /// <summary>Posts held on a day, the last day of one included: what the register says of that day.</summary>
    public ImmutableArray<Post> PostsOn(DateOnly day) => [.. Posts.Where(held => held.On(day)).Select(held => held.Post)];

    /// <summary>Duties of those posts.</summary>
    public ImmutableHashSet<Duty> DutiesOn(DateOnly day) => Law.Posts.DutiesOf(PostsOn(day));

    /// <summary>Posts that charge with duties now: one that was ended today does not any more.</summary>
    public ImmutableArray<Post> PostsInForce(DateOnly today) => [.. Posts.Where(held => held.InForce(today)).Select(held => held.Post)];

    /// <summary>True once the person is nobody's staff any more.</summary>
    public bool HasLeft(DateOnly today) => Left is { } left && (left.LastDay < today || (left.LastDay == today && left.AtOnce));

    /// <summary>Name, title and department as they were on a day; everything else as it is now, since it carries its days itself.</summary>
    public PersonState AsOf(DateOnly day) => this with
    {
        Department = Departments.Last(one => one.From <= day).Department,
        Identity = Identities.Last(one => one.From <= day).Identity,
    };

    /// <summary>A certificate that may be shown on a day (行政处罚法第四十二条、第五十五条), the one that lasts longest; null when there is none.</summary>
    public HeldCertificate? CertificateValidOn(DateOnly day) =>
        CertificatesValidOn(day).OrderByDescending(one => one.ValidTo).FirstOrDefault();

    /// <summary>Every certificate that may be shown on a day: one may cover what another does not.</summary>
    public IEnumerable<HeldCertificate> CertificatesValidOn(DateOnly day) => Certificates.Where(one => one.ValidOn(day));

    public override Relation RelationOf(Actor actor) =>
        (actor.PersonId == Id ? Relation.Self : Relation.None)
        | (actor.Organ == Organ && actor.Department == Department ? Relation.Department : Relation.None);

    /// <summary>A change that the other services must learn of.</summary>
    private Decision Changed(IMessage fact, PersonState after) =>
        Decision.Of(fact).WithNotice(after.ToNotice(Id, Organ, Version + 1));

    /// <summary>Which of the posts an end on that day is meant for: one that began by then and has not ended yet; -1 for none.</summary>
    private int EndingIndex(Post post, DateOnly to, DateOnly recorded) =>
        RecordedPosts.ToList().FindLastIndex(held => held.Post == post && held.From <= to && !held.IsOver(recorded));

    private ImmutableArray<HeldPost> Ending(int index, DateOnly to, DateOnly recorded) =>
        RecordedPosts.SetItem(index, RecordedPosts[index] with { To = to, EndedAtOnce = to <= recorded });

    private PersonState Moving(string department, DateOnly from) => this with { Department = department, Departments = Departments.Add((from, department)) };

    /// <summary>Nothing more is recorded of somebody who leaves.</summary>
    public void RequireHere()
    {
        if (Left is { } left)
        {
            throw PeopleFaults.PersonHasLeft.With(("day", ChineseDate.Write(left.LastDay)));
        }
    }

    private ImmutableArray<HeldCertificate> Suspending(CertificateSuspended fact)
    {
        var one = RecordedCertificates[fact.Certificate];
        return RecordedCertificates.SetItem(fact.Certificate, one with { OutOfUse = one.OutOfUse.Add(OutOfUse.Of(fact)) });
    }
}

/// <summary>A post held from a day to a day, both included; without an end while nobody has ended it.</summary>
/// <param name="EndedAtOnce">True where the end was recorded on the last day or later: it charges with no duties from then on.</param>
internal sealed record HeldPost(Post Post, DateOnly From, DateOnly? To, bool EndedAtOnce = false)
{
    public bool On(DateOnly day) => From <= day && !(To < day);

    /// <summary>True while it charges with duties.</summary>
    public bool InForce(DateOnly today) => On(today) && !(EndedAtOnce && To == today);

    /// <summary>True once it has ended: an end that lies ahead may still be set to another day.</summary>
    public bool IsOver(DateOnly today) => To < today || (To == today && EndedAtOnce);

    /// <summary>True when some day is in both.</summary>
    public bool Overlaps(DateOnly from) => !(To < from);
}

/// <summary>The end of a person's service in the organ.</summary>
/// <param name="Recorded">Day on which it was recorded.</param>
internal sealed record Leaving(DateOnly LastDay, DateOnly Recorded)
{
    /// <summary>True where it was recorded on the last day or later.</summary>
    public bool AtOnce => LastDay <= Recorded;

    /// <summary>Posts end with the last day, and those to come never begin.</summary>
    public ImmutableArray<HeldPost> End(ImmutableArray<HeldPost> posts) =>
    [
        .. posts.Where(held => held.From <= LastDay || held.From <= Recorded)
            .Select(held => held.To <= LastDay ? held : held with { To = LastDay, EndedAtOnce = AtOnce }),
    ];

    /// <summary>No certificate counts after the last day.</summary>
    public ImmutableArray<HeldCertificate> End(ImmutableArray<HeldCertificate> certificates) =>
        [.. certificates.Select(one => one with { OutOfUse = one.OutOfUse.Add(new(SuspensionKind.Cancelled, LastDay.AddDays(1), null)) })];
}

/// <summary>A certificate (行政执法证).</summary>
internal sealed record HeldCertificate
{
    /// <summary>The number; null only inside the decision that records it, since its part is not yet kept.</summary>
    public Personal<CertificateNumber>? Number { get; init; }

    public required ImmutableArray<EnforcementKind> Kinds { get; init; }

    public required string Area { get; init; }

    public required DateOnly ValidFrom { get; init; }

    public required DateOnly ValidTo { get; init; }

    public ImmutableArray<OutOfUse> OutOfUse { get; init; } = [];

    public static HeldCertificate Of(CertificateIssued fact, Personal<CertificateNumber>? number) => new()
    {
        Number = number,
        Kinds = [.. fact.Kinds.Select(kind => (EnforcementKind)kind)],
        Area = fact.Area,
        ValidFrom = IsoDay.Parse(fact.ValidFrom),
        ValidTo = IsoDay.Parse(fact.ValidTo),
    };

    public bool ValidOn(DateOnly day) => ValidFrom <= day && day <= ValidTo && !OutOfUse.Any(time => time.On(day));
}

/// <summary>Days on which a certificate must not be used; without an end for ever.</summary>
internal sealed record OutOfUse(SuspensionKind Kind, DateOnly From, DateOnly? To)
{
    public static OutOfUse Of(CertificateSuspended fact) =>
        new((SuspensionKind)fact.Kind, IsoDay.Parse(fact.From), fact.To.Length == 0 ? null : IsoDay.Parse(fact.To));

    public bool On(DateOnly day) => From <= day && !(To < day);

    public bool Overlaps(DateOnly from, DateOnly? to) => !(To < from) && !(to < From);
}
