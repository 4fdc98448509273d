using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Disclosure;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Disclosure;

public sealed class The_list_of_officers
{
    private static readonly DateOnly Today = new(2026, 11, 2);

    [Fact]
    public void Shows_the_six_fields_and_the_days_for_as_long_as_the_certificate_lasts()
    {
        var one = Assert.Single(Of(Officer()).Listings);

        Assert.Equal(("2025-01-01", "2030-12-31"), (one.From, one.To));
        Assert.Equal(
            new PublicOfficer
            {
                Name = "某某", OrganName = "平顶山市工业和信息化局", Title = "科员", CertificateNumber = "X-1", Kinds = { EnforcementKind.Penalty }, Area = "平顶山市",
                ValidFrom = "2025-01-01", ValidTo = "2030-12-31",
            },
            one.Officer);
    }

    [Fact]
    public void H5_Shows_no_title_or_area_that_looks_like_personal_data_and_no_number_that_is_a_persons()
    {
        var (spoilt, numbered) = (Officer(), Officer());
        (spoilt.Title, spoilt.Certificates[0].Area) = ("科员13900001111", "平顶山市，电话0375-2961234");
        numbered.Certificates[0].Number = "11010519491231002X";

        Assert.Equal(("", ""), (Of(spoilt).Listings.Single().Officer.Title, Of(spoilt).Listings.Single().Officer.Area));
        Assert.Empty(Of(numbered).Listings);
    }

    [Fact]
    public void Leaves_out_who_is_not_in_establishment_or_has_no_certificate()
    {
        var (outside, without, forgotten) = (Officer(), Officer(), Officer());
        outside.InEstablishment = false;
        without.Certificates.Clear();
        forgotten.Name = "";

        Assert.All([outside, without, forgotten], person => Assert.Empty(Of(person).Listings));
    }

    [Theory]
    [InlineData(Post.DepartmentLead)]
    [InlineData(Post.LegalReviewer)]
    [InlineData(null)]
    public void E18_Lists_every_valid_certificate_whatever_post_its_holder_has(Post? post)
    {
        var holder = Officer();
        holder.Posts.Clear();
        holder.Posts.Add(post is { } held ? [new PostHeld { Post = held, From = "2026-01-01" }] : []);
        holder.Certificates.Add(new Certificate { Number = "X-2", Kinds = { EnforcementKind.Inspection }, Area = "平顶山市", ValidFrom = "2025-01-01", ValidTo = "2028-12-31" });

        Assert.Equal(["X-1", "X-2"], Of(holder).Listings.Select(one => one.Officer.CertificateNumber));
    }

    [Fact]
    public void Ends_with_the_service_and_is_silent_about_what_is_over()
    {
        var (leaves, left, gone) = (Officer(), Officer(), Officer());
        leaves.Left = "2026-11-30";
        left.Left = "2026-11-01";
        gone.Left = "2026-11-02";
        gone.LeftAtOnce = true;

        Assert.Equal("2026-11-30", Of(leaves).Listings.Single().To);
        Assert.Empty(Of(left).Listings);
        Assert.Empty(Of(gone).Listings);
    }

    [Fact]
    public void Stops_for_a_suspension_and_goes_on_after_it()
    {
        var (withheld, cancelled) = (Officer(), Officer());
        withheld.Certificates[0].Suspensions.Add(new Suspension { Kind = SuspensionKind.Withheld, From = "2026-12-01", To = "2026-12-31" });
        cancelled.Certificates[0].Suspensions.Add(new Suspension { Kind = SuspensionKind.Cancelled, From = "2026-11-02" });

        Assert.Equal([("2025-01-01", "2026-11-30"), ("2027-01-01", "2030-12-31")], Of(withheld).Listings.Select(one => (one.From, one.To)));
        Assert.Empty(Of(cancelled).Listings);
    }

    [Fact]
    public void Tells_nobody_twice_and_takes_off_who_is_listed_no_more()
    {
        var listed = Of(Officer());
        var noted = OfficerState.Note(listed, 1);
        var state = noted.Facts.Aggregate(OfficerState.Empty, (before, fact) => OfficerState.Apply(before, fact.Body, PureAct.Recorded(noted, 0, default)));

        Assert.True(state.Shows(Of(Officer())));
        Assert.False(OfficerState.Empty.Shows(listed));
        Assert.True(OfficerState.Empty.Shows(new() { PersonId = "x" }));
        Assert.False(state.Shows(new() { PersonId = listed.PersonId }));
        Assert.IsType<OfficerUnlisted>(Assert.Single(OfficerState.Note(new() { PersonId = listed.PersonId }, 2).Notices));
    }

    private static OfficerListed Of(Person person) => Listing.Of(person, DisclosureWorld.OrganOf(), Today);

    private static Person Officer() => new()
    {
        PersonId = DisclosureWorld.Handler,
        Name = "某某",
        Title = "科员",
        Organ = DisclosureWorld.Organ,
        InEstablishment = true,
        Posts = { new PostHeld { Post = Post.Officer, From = "2026-01-01" } },
        Certificates = { new Certificate { Number = "X-1", Kinds = { EnforcementKind.Penalty }, Area = "平顶山市", ValidFrom = "2025-01-01", ValidTo = "2030-12-31" } },
    };
}
