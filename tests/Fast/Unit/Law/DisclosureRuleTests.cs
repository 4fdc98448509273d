using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

public sealed class DisclosureRuleTests
{
    private static readonly DateOnly LastDay = new(2026, 11, 11);

    [Theory]
    [InlineData("a", "b", true)]
    [InlineData("a", "a", false)]
    [InlineData("", "b", false)]
    public void Somebody_else_publishes(string writer, string publisher, bool holds) =>
        Assert.Equal(holds, DisclosureRules.PublisherNotDrafter.Holds(new(writer, publisher)));

    [Theory]
    [InlineData("王小明", "王**", true)]
    [InlineData("王明", "王**", true)]
    [InlineData("王小明", "王*明", false)]
    [InlineData("王小明", "王小明", false)]
    [InlineData("王小明", "**", false)]
    [InlineData("司马光", "司马**", true)]
    [InlineData("司马光", "司**", true)]
    [InlineData("欧阳", "欧**", true)]
    [InlineData("欧阳", "欧阳**", false)]
    [InlineData("王马光", "王马**", false)]
    [InlineData("𠮷小明", "𠮷**", true)]
    [InlineData("䶮", "**", true)]
    [InlineData("䶮", "䶮**", false)]
    [InlineData("𠮷", "𠮷**", false)]
    public void A_citizen_is_shown_by_surname(string name, string shown, bool holds) =>
        Assert.Equal(holds, DisclosureRules.CitizenNameMasked.Holds(new(name, shown)));

    [Fact]
    public void F44_Nothing_of_a_name_of_one_character_is_shown_whole()
    {
        Assert.Equal("**", CitizenName.Mask("䶮"));
        Assert.Equal("**", CitizenName.Mask("𠮷"));
        Assert.False(CitizenName.IsMasked("䶮", "䶮**"));
    }

    [Theory]
    [InlineData("张三丰", true)]
    [InlineData("张丰", true)]
    [InlineData("欧阳长风", true)]
    [InlineData("古丽·买买提", true)]
    [InlineData("张记商店", false)]
    [InlineData("张家店", false)]
    [InlineData("某某商店", false)]
    [InlineData("金石民用爆炸物品有限公司", false)]
    [InlineData("石龙镇人民政府", false)]
    public void F42_A_name_is_like_a_persons_or_not(string name, bool holds) => Assert.Equal(holds, CitizenName.IsLikePerson(name));

    [Theory]
    [InlineData("2008-11-01", true)]
    [InlineData("2008-11-02", false)]
    [InlineData("2010-01-01", false)]
    [InlineData(null, true)]
    public void E31_What_concerns_a_party_under_eighteen_is_not_published(string? born, bool holds) => Assert.Equal(
        holds,
        DisclosureRules.PartyOfAge.Holds(new(born is null ? null : DateOnly.ParseExact(born, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), new(2026, 11, 2))));

    [Theory]
    [InlineData("王小明", "王**")]
    [InlineData("诸葛长青", "诸葛**")]
    [InlineData("诸葛", "诸**")]
    public void The_usual_mask_is_one_that_holds(string name, string shown)
    {
        Assert.Equal(shown, CitizenName.Mask(name));
        Assert.True(CitizenName.IsMasked(name, shown));
    }

    [Theory]
    [InlineData("某公司", "某公司", true)]
    [InlineData("某公司", "某公司 ", false)]
    public void An_organisation_is_shown_by_its_name(string name, string shown, bool holds) =>
        Assert.Equal(holds, DisclosureRules.OrganisationNamed.Holds(new(name, shown)));

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Publication_and_withdrawal_have_a_last_day(int after, bool holds)
    {
        Assert.Equal(holds, DisclosureRules.PublishedInTime.Holds(new(LastDay.AddDays(after), LastDay)));
        Assert.Equal(holds, DisclosureRules.WithdrawnInTime.Holds(new(LastDay.AddDays(after), LastDay)));
    }

    [Theory]
    [InlineData(0, "", true)]
    [InlineData(1, "", false)]
    [InlineData(1, "　", false)]
    [InlineData(1, "停机", true)]
    public void Late_publication_gives_a_reason(int after, string reason, bool holds) =>
        Assert.Equal(holds, DisclosureRules.LateNeedsReason.Holds(new(LastDay.AddDays(after), LastDay, reason)));
}
