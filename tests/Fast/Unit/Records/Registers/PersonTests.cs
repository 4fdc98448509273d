using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records;
using EnforcementPlatform.Records.Facts;
using Post = EnforcementPlatform.Law.Post;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Records;

public sealed class PersonTests
{
    private const string Id = "01a207ac-9e48-7334-a507-9902711c8456";
    private static readonly Taken FirstHolder = new(1, "unique/x", 1);

    [Fact]
    public void E8_What_entitles_to_review_is_a_field_of_the_person_and_told_to_the_other_services()
    {
        var registered = Registered();
        Assert.Equal(ReviewQualification.Unspecified, registered.ReviewQualification);

        var decision = registered.Assign(EnforcementPlatform.Law.Post.LegalReviewer, new(2026, 2, 1), ReviewQualification.LegalProfession);

        Assert.Equal(ReviewQualification.LegalProfession, Assert.IsType<PersonChanged>(Assert.Single(decision.Notices)).ReviewQualification);
        var assigned = registered.After(decision, "people/x");
        Assert.Equal(ReviewQualification.LegalProfession, assigned.ToMessage().ReviewQualification);
        var again = assigned.Assign(EnforcementPlatform.Law.Post.DepartmentLead, new(2026, 2, 1));
        Assert.Equal(ReviewQualification.LegalProfession, Assert.IsType<PersonChanged>(Assert.Single(again.Notices)).ReviewQualification);
    }

    [Fact]
    public void A_person_is_registered_in_a_department_that_the_organ_has()
    {
        var person = Registered();

        Assert.Equal("林知夏", person.Identity!.Require().Name);
        Assert.Equal("DEPARTMENT_UNKNOWN", Fold.Reason(() => PersonState.Register(Id, Organ(), new() { Name = "林知夏", Department = "other" })));
    }

    [Fact]
    public void The_name_stands_in_a_personal_part_only()
    {
        var decision = PersonState.Register(Id, Organ(), new() { Name = "林知夏", Title = "科员", Department = "minbao" });

        Assert.DoesNotContain("林知夏", string.Concat(decision.Facts.Select(fact => fact.Body.ToString())) + string.Concat(decision.Notices));
        Assert.Contains("林知夏", decision.Personal.Single().ToString());
    }

    [Fact]
    public void H1_The_end_of_a_post_names_which_of_the_posts_it_ends()
    {
        var person = Certified()
            .Then(state => state.Assign(Post.Officer, new(2026, 3, 1)))
            .Then(state => state.End(Post.Officer, new(2026, 6, 30), today: new(2026, 6, 30)))
            .Then(state => state.Assign(Post.Officer, new(2026, 8, 1)));

        var decision = person.End(Post.Officer, new(2026, 9, 30), today: new(2026, 9, 1));

        Assert.Equal(1, Assert.IsType<PostEnded>(Assert.Single(decision.Facts).Body).Held);
        var other = Decision.Of(new PostEnded { Post = nameof(Post.Officer), To = "2026-05-31", Held = 0 });
        Assert.Equal([new DateOnly(2026, 5, 31), null], person.Then(_ => other).RecordedPosts.Select(held => held.To));
    }

    [Fact]
    public void A_post_is_held_from_its_first_day_to_its_last()
    {
        var person = Certified().Then(state => state.Assign(Post.Officer, new(2026, 3, 1))).Then(state => state.End(Post.Officer, new(2026, 6, 30), today: new(2026, 1, 1)));

        Assert.Empty(person.PostsOn(new(2026, 2, 28)));
        Assert.Equal([Post.Officer], person.PostsOn(new(2026, 3, 1)));
        Assert.Equal([Post.Officer], person.PostsOn(new(2026, 6, 30)));
        Assert.Empty(person.PostsOn(new(2026, 7, 1)));
        Assert.Contains(Duty.HandleCase, person.DutiesOn(new(2026, 4, 1)));
        Assert.DoesNotContain(Duty.HandleCase, person.DutiesOn(new(2026, 7, 1)));
    }

    [Fact]
    public void A_post_is_not_held_twice_and_ends_only_when_held()
    {
        var person = Registered().Then(state => state.Assign(Post.Publisher, new(2026, 3, 1)));

        Assert.Equal("POST_HELD", Fold.Reason(() => person.Assign(Post.Publisher, new(2026, 5, 1))));
        Assert.Equal("POST_NOT_HELD", Fold.Reason(() => person.End(Post.Archivist, new(2026, 5, 1), today: new(2026, 1, 1))));
        Assert.Equal("POST_NOT_HELD", Fold.Reason(() => person.End(Post.Publisher, new(2026, 2, 1), today: new(2026, 1, 1))));
    }

    [Fact]
    public void A_post_that_ended_may_be_held_again()
    {
        var person = Registered().Then(state => state.Assign(Post.Publisher, new(2026, 3, 1))).Then(state => state.End(Post.Publisher, new(2026, 4, 1), today: new(2026, 1, 1)));

        Assert.Equal([Post.Publisher], person.Then(state => state.Assign(Post.Publisher, new(2026, 5, 1))).PostsOn(new(2026, 5, 1)));
    }

    [Fact]
    public void An_administrator_holds_no_other_post_on_the_same_day()
    {
        var person = Registered().Then(state => state.Assign(Post.AuditAdministrator, new(2026, 3, 1)));

        Assert.Equal("POST_EXCLUDED", Fold.Reason(() => person.Assign(Post.Publisher, new(2026, 5, 1))));
        var former = person.Then(state => state.End(Post.AuditAdministrator, new(2026, 4, 30), today: new(2026, 1, 1)));
        Assert.Equal([Post.Publisher], former.Then(state => state.Assign(Post.Publisher, new(2026, 5, 1))).PostsOn(new(2026, 5, 1)));
    }

    [Fact]
    public void Only_staff_of_the_establishment_enforce()
    {
        var person = Registered(inEstablishment: false);

        Assert.Equal("NOT_IN_ESTABLISHMENT", Fold.Reason(() => person.Assign(Post.Officer, new(2026, 3, 1))));
        Assert.Equal("NOT_IN_ESTABLISHMENT", Fold.Reason(() => person.Issue(Certificate("A-0001"), FirstHolder)));
    }

    [Fact]
    public void Nobody_takes_up_enforcement_without_a_certificate_valid_that_day()
    {
        Assert.Equal("CERTIFICATE_MISSING", Fold.Reason(() => Registered().Assign(Post.Officer, new(2026, 3, 1))));
        Assert.Equal("CERTIFICATE_MISSING", Fold.Reason(() => Certified().Assign(Post.Officer, new(2031, 1, 1))));
    }

    [Fact]
    public void A_certificate_number_is_held_once()
    {
        Assert.Equal("CERTIFICATE_NUMBER_TAKEN", Fold.Reason(() => Registered().Issue(Certificate("A-0001"), FirstHolder with { Version = 2 })));
    }

    [Fact]
    public void A_certificate_is_valid_on_its_days_and_on_none_of_its_suspension()
    {
        var person = Certified().Then(state => state.Suspend(Suspension("A-0001", "2026-05-01", "2026-05-31")));

        Assert.Null(person.CertificateValidOn(new(2025, 12, 31)));
        Assert.NotNull(person.CertificateValidOn(new(2026, 1, 1)));
        Assert.NotNull(person.CertificateValidOn(new(2026, 4, 30)));
        Assert.Null(person.CertificateValidOn(new(2026, 5, 1)));
        Assert.Null(person.CertificateValidOn(new(2026, 5, 31)));
        Assert.NotNull(person.CertificateValidOn(new(2026, 6, 1)));
        Assert.NotNull(person.CertificateValidOn(new(2030, 12, 31)));
        Assert.Null(person.CertificateValidOn(new(2031, 1, 1)));
    }

    [Fact]
    public void A_cancelled_certificate_is_never_valid_again()
    {
        var person = Certified().Then(state => state.Suspend(Suspension("A-0001", "2026-05-01", "")));

        Assert.Null(person.CertificateValidOn(new(2030, 1, 1)));
        Assert.Equal("CERTIFICATE_ALREADY_SUSPENDED", Fold.Reason(() => person.Suspend(Suspension("A-0001", "2027-01-01", ""))));
        Assert.Equal("CERTIFICATE_UNKNOWN", Fold.Reason(() => person.Suspend(Suspension("A-0002", "2027-01-01", ""))));
    }

    [Fact]
    public void Every_change_tells_the_whole_state_without_names_and_numbers()
    {
        var decision = Certified().Assign(Post.Officer, new(2026, 3, 1));

        var notice = Assert.IsType<PersonChanged>(decision.Notices.Single());
        Assert.Equal((Id, 3, Fold.Organ, "minbao"), (notice.PersonId, notice.Version, notice.Organ, notice.Department));
        Assert.Equal(EnforcementPlatform.Contracts.Records.Post.Officer, notice.Posts.Single().Post);
        Assert.Equal(("", "2026-01-01"), (notice.Certificates.Single().Number, notice.Certificates.Single().ValidFrom));
    }

    [Theory]
    [InlineData("1990-01-01", "last_day BEFORE_LAST_CHANGE")]
    [InlineData("2026-02-28", "last_day BEFORE_LAST_CHANGE")]
    [InlineData("2026-03-01", "")]
    [InlineData("2027-05-22", "")]
    [InlineData("2027-05-23", "last_day TOO_FAR_AHEAD")]
    [InlineData("2062-01-01", "last_day TOO_FAR_AHEAD")]
    public void S4_The_last_day_lies_between_the_last_change_and_half_a_year_ahead(string day, string mistake)
    {
        var person = Registered().Then(state => state.Assign(Post.Publisher, new(2026, 3, 1))).Then(state => state.Assign(Post.Archivist, new(2027, 1, 1)));

        Assert.Equal(mistake, Mistake(() => person.Leave(IsoDay.Parse(day), Today)));
    }

    [Fact]
    public void S4_Whoever_was_only_registered_did_not_leave_before_that()
    {
        Assert.Equal("last_day BEFORE_LAST_CHANGE", Mistake(() => Registered().Leave(Today.AddDays(-1), Today)));
        Assert.True(Registered().Then(state => state.Leave(Today, Today)).HasLeft(Today));
    }

    [Fact]
    public void S4_Until_the_last_day_has_come_it_may_be_set_anew_or_taken_back()
    {
        var person = Certified().Then(state => state.Assign(Post.Officer, new(2026, 3, 1)));
        var leaves = person.Then(state => state.Leave(new(2026, 12, 1), Today)).Then(state => state.Suspend(Suspension("A-0001", "2026-11-24", "2026-11-25")));
        Assert.Empty(leaves.PostsOn(new(2026, 12, 2)));
        Assert.Null(leaves.CertificateValidOn(new(2026, 12, 2)));

        var later = leaves.Then(state => state.Leave(new(2026, 12, 31), Today));
        var stays = later.Then(state => state.Stay(Today));

        Assert.Equal([Post.Officer], later.PostsOn(new(2026, 12, 31)));
        Assert.Empty(later.PostsOn(new(2027, 1, 1)));
        Assert.NotNull(later.CertificateValidOn(new(2026, 12, 31)));
        Assert.Null(later.CertificateValidOn(new(2027, 1, 1)));
        Assert.Equal([Post.Officer], stays.PostsOn(new(2029, 1, 1)));
        Assert.Null(stays.CertificateValidOn(new(2026, 11, 24)));
        Assert.NotNull(stays.CertificateValidOn(new(2029, 1, 1)));
        Assert.Equal("", Assert.IsType<PersonChanged>(later.Stay(Today).Notices.Single()).Left);
        Assert.Equal("PERSON_STAYS", Fold.Reason(() => person.Stay(Today)));
        Assert.Equal("PERSON_LEFT", Fold.Reason(() => leaves.Assign(Post.Publisher, Today)));
        foreach (var gone in new[] { leaves.Then(state => state.Leave(Today, Today)), leaves })
        {
            var day = gone.Left!.LastDay < new DateOnly(2026, 12, 1) ? Today : new(2026, 12, 2);
            Assert.Equal("PERSON_LEFT", Fold.Reason(() => gone.Leave(day, day)));
            Assert.Equal("PERSON_LEFT", Fold.Reason(() => gone.Stay(day)));
        }
    }

    [Fact]
    public void S4_The_end_of_a_post_that_lies_ahead_may_be_set_anew()
    {
        var person = Registered().Then(state => state.Assign(Post.Publisher, new(2026, 3, 1))).Then(state => state.End(Post.Publisher, new(2062, 1, 1), Today));

        var ended = person.Then(state => state.End(Post.Publisher, Today, Today));

        Assert.Empty(ended.PostsInForce(Today));
        Assert.Equal("POST_NOT_HELD", Fold.Reason(() => ended.End(Post.Publisher, new(2026, 12, 31), Today)));
    }

    [Fact]
    public void S4_A_later_end_is_refused_where_another_post_of_these_days_excludes_it()
    {
        var person = Registered()
            .Then(state => state.Assign(Post.AuditAdministrator, new(2026, 3, 1)))
            .Then(state => state.End(Post.AuditAdministrator, new(2026, 12, 31), Today))
            .Then(state => state.Assign(Post.SecurityAdministrator, new(2027, 2, 1)));

        Assert.Equal("POST_EXCLUDED", Fold.Reason(() => person.End(Post.AuditAdministrator, new(2027, 2, 1), Today)));
        Assert.Equal("POST_EXCLUDED", Fold.Reason(() => person.End(Post.AuditAdministrator, new(2027, 12, 31), Today)));
        var ended = person.Then(state => state.End(Post.AuditAdministrator, new(2027, 1, 31), Today));
        Assert.Equal([Post.AuditAdministrator], ended.PostsOn(new(2027, 1, 31)));
        Assert.Equal([Post.SecurityAdministrator], ended.PostsOn(new(2027, 2, 1)));
    }

    [Fact]
    public void S4_A_later_end_is_refused_where_an_officer_has_no_certificate_for_these_days()
    {
        var person = Certified()
            .Then(state => state.Assign(Post.Officer, new(2026, 3, 1)))
            .Then(state => state.End(Post.Officer, new(2026, 12, 31), Today));
        var suspended = person.Then(state => state.Suspend(Suspension("A-0001", "2026-12-15", "")));

        Assert.Equal("CERTIFICATE_MISSING", Fold.Reason(() => suspended.End(Post.Officer, new(2027, 6, 30), Today)));
        Assert.Equal([Post.Officer], person.Then(state => state.End(Post.Officer, new(2027, 6, 30), Today)).PostsOn(new(2027, 6, 30)));
        Assert.Empty(suspended.Then(state => state.End(Post.Officer, Today, Today)).PostsInForce(Today));
    }

    [Fact]
    public void A_destroyed_name_is_shown_as_nothing_and_the_posts_remain()
    {
        var person = Certified();
        var destroyed = person with { Identity = new(person.Identity!.Source with { Message = null, DestroyedBy = 7 }) };

        Assert.Equal(("", "minbao"), (destroyed.ToMessage().Name, destroyed.ToMessage().Department));
        Assert.NotNull(destroyed.CertificateValidOn(new(2026, 6, 1)));
    }

    [Fact]
    public void The_posts_of_the_contract_are_the_posts_of_the_law()
    {
        var contract = Enum.GetValues<EnforcementPlatform.Contracts.Records.Post>().Where(post => post != EnforcementPlatform.Contracts.Records.Post.Unspecified);

        Assert.Equal(Posts.All.Select(post => post.ToString()), contract.Select(post => post.ToString()));
        Assert.All(Posts.All, post => Assert.Equal(post, post.ToMessage().ToLaw()));
    }

    [Fact]
    public void A_fact_of_a_newer_release_is_not_passed_over()
    {
        Assert.Equal("REPLICA_TOO_OLD", Fold.Reason(() => Registered().After(Decision.Of(new SignedIn()), $"people/{Id}")));
    }

    [Fact]
    public void A_persons_own_file_is_theirs_and_their_departments()
    {
        var person = Registered();

        Assert.Equal(Relation.Self | Relation.Department, person.RelationOf(Fold.Person(Id)));
        Assert.Equal(Relation.Department, person.RelationOf(Fold.Person("other")));
        Assert.Equal(Relation.None, person.RelationOf(Fold.Person("other") with { Organ = "pds-yszy" }));
    }

    /// <summary>Day of <see cref="Fold.At"/>.</summary>
    private static DateOnly Today { get; } = new(2026, 11, 23);

    /// <summary>Field and rule of the one mistake; empty where there is none.</summary>
    private static string Mistake(Action decide) =>
        Record.Exception(decide) is Fault fault ? Assert.Single(fault.Violations) is var one ? $"{one.Field} {one.Rule}" : "" : "";

    private static OrganState Organ() => OrganState.Empty.After(
        OrganState.Register(new() { Code = Fold.Organ, Name = "平顶山市工业和信息化局", Departments = { new Department { Code = "minbao", Name = "民爆办" } } }),
        $"organs/{Fold.Organ}");

    private static PersonState Registered(bool inEstablishment = true) => PersonState.Empty.Then(_ =>
        PersonState.Register(Id, Organ(), new() { Name = "林知夏", Title = "科员", Department = "minbao", InEstablishment = inEstablishment }));

    private static PersonState Certified() => Registered().Then(state => state.Issue(Certificate("A-0001"), FirstHolder));

    private static IssueCertificateRequest Certificate(string number) => new()
    {
        Number = number,
        Area = "平顶山市",
        Kinds = { EnforcementKind.Penalty },
        ValidFrom = "2026-01-01",
        ValidTo = "2030-12-31",
    };

    private static SuspendCertificateRequest Suspension(string number, string from, string to) =>
        new() { Number = number, Kind = to.Length == 0 ? SuspensionKind.Cancelled : SuspensionKind.Withheld, From = from, To = to };
}

/// <summary>One step after another on one person.</summary>
file static class Steps
{
    public static PersonState Then(this PersonState state, Func<PersonState, Decision> decide) =>
        state.After(decide(state), "people/01a207ac-9e48-7334-a507-9902711c8456");
}
