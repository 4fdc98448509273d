using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Cases;
using EnforcementPlatform.Tests.Fast.Unit.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

public sealed class The_kind_of_a_party
{
    [Theory]
    [InlineData(PartyKind.LegalPerson)]
    [InlineData(PartyKind.OtherOrganisation)]
    public void F34_An_organisation_has_no_identity_number_though_it_be_a_valid_code_as_well(PartyKind kind)
    {
        Assert.Equal(["party.id_number IDENTITY_NUMBER"], Asked(kind, "某某商店", PersonalDataSpellings.IdentityThatIsACreditCode));
        Assert.Equal(["party.id_number IDENTITY_NUMBER"], Asked(kind, "某某商店", "１１０１０５ １９４９１２３１ ００２Ｘ"));
        Assert.Empty(Asked(kind, "某某商店", "91110000101623741K"));
        Assert.Empty(Asked(PartyKind.Citizen, "张三丰", "11010519491231002X"));
    }

    [Theory]
    [InlineData("张三丰", "123456789012345670", true)]
    [InlineData("张三丰", "", true)]
    [InlineData("张三丰", "91110000101623741K", false)]
    [InlineData("某某商店", "", false)]
    [InlineData("平顶山丙公司", "", false)]
    public void F42_A_persons_name_without_a_credit_code_makes_the_kind_questionable(string name, string number, bool questioned) =>
        Assert.Equal(questioned ? ["party_kind KIND_QUESTIONED"] : [], Asked(PartyKind.OtherOrganisation, name, number));

    private static string[] Asked(PartyKind kind, string name, string number)
    {
        try
        {
            new Check().PartyOfKind(kind, new() { Name = name, IdNumber = number, Address = "演示市示例路1号" }).ThrowIfAny();
            return [];
        }
        catch (Fault fault)
        {
            return [.. fault.Violations.Where(one => one.Rule is "IDENTITY_NUMBER" or "KIND_QUESTIONED").Select(one => $"{one.Field} {one.Rule}")];
        }
    }
}
