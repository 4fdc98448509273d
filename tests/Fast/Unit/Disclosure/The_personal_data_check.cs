using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Disclosure;
using EnforcementPlatform.Kernel;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Disclosure;

public sealed class The_personal_data_check
{
    [Theory]
    [InlineData("身份证11010519491231002X号", "IDENTITY_NUMBER", 4, 18)]
    [InlineData("电话１３８００１３８０００", "MOBILE_NUMBER", 3, 11)]
    [InlineData("卡号6222 0202 0011 2233 347", "BANK_CARD", 3, 23)]
    [InlineData("当事人欧阳长风销售", "PARTY_NAME", 4, 4)]
    [InlineData("当事人欧阳 长风销售", "PARTY_NAME", 4, 5)]
    [InlineData("住某市新华区建设路12号院3号楼", "PARTY_ADDRESS", 2, 15)]
    [InlineData("座机（0375）266-6666", "PARTY_CONTACT", 4, 13)]
    [InlineData("当事人欧阳**未按规定备案", "", 0, 0)]
    public void Names_field_kind_and_place(string text, string rule, int first, int length)
    {
        var found = Find(new(true, DisclosureWorld.Citizen), text);

        if (rule.Length == 0)
        {
            Assert.Empty(found);
            return;
        }

        var one = Assert.Single(found, violation => violation.Rule == rule);
        Assert.Equal("text.violation", one.Field);
        Assert.StartsWith($"第{first}个字符起的{length}个字符", one.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_repeats_what_it_found()
    {
        var fault = Assert.Throws<Fault>(() => new PersonalDataCheck(new(true, DisclosureWorld.Citizen))
            .Text("text.facts_summary", "欧阳长风，11010519491231002X，13800138000，0375-2666666").ThrowIfAny());

        var said = fault.Sentence + string.Concat(fault.Violations.Select(one => one.Message + one.Field + one.Rule));
        Assert.All(["欧阳长风", "11010519491231002X", "13800138000", "2666666"], secret => Assert.DoesNotContain(secret, said, StringComparison.Ordinal));
        Assert.Equal(DisclosureFaults.PersonalDataFound.Reason, fault.Type.Reason);
    }

    [Fact]
    public void Finds_every_place_in_every_field()
    {
        var fault = Assert.Throws<Fault>(() => new PersonalDataCheck(new(true, DisclosureWorld.Citizen))
            .Text("a", "欧阳长风与欧阳长风").Text("b", "无").Text("c", "13800138000").ThrowIfAny());

        Assert.Equal(["a", "a", "c"], fault.Violations.Select(one => one.Field));
    }

    [Fact]
    public void Lets_name_and_code_of_an_organisation_pass_and_its_address_and_contact_not()
    {
        var company = new ShownParty(false, DisclosureWorld.Company);

        Assert.Empty(Find(company, "某某民爆有限公司（11410400MB0DEM025U）"));
        Assert.Equal("PARTY_ADDRESS", Assert.Single(Find(company, "在某县工业路8号仓库")).Rule);
        Assert.Equal("PARTY_CONTACT", Assert.Single(Find(company, "联系电话03752777777")).Rule);
    }

    [Fact]
    public void Takes_a_town_for_no_address() =>
        Assert.Empty(Find(new(true, new Party { Name = "王某某", Address = "平顶山市" }), "在平顶山市销售"));

    [Fact]
    public void Looks_for_nothing_of_a_party_that_gave_nothing() =>
        Assert.Empty(Find(new(true, new Party { Name = "" }), "任何文字，1号"));

    private static IEnumerable<FieldViolation> Find(ShownParty party, string text)
    {
        try
        {
            new PersonalDataCheck(party).Text("text.violation", text).ThrowIfAny();
            return [];
        }
        catch (Fault fault)
        {
            return fault.Violations;
        }
    }
}
