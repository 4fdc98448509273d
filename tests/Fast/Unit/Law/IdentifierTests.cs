using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

/// <summary>Vectors are the examples of the standards, or made from them; none belongs to a person.</summary>
public sealed class IdentifierTests
{
    [Theory]
    [InlineData("91110000101623741K", true)]
    [InlineData("91350100M000100Y43", true)]
    [InlineData("91350211M0000XUF46", false)]
    [InlineData("91110000101623741J", false)]
    [InlineData("91110000101623741k", false)]
    [InlineData("9111000010162374K", false)]
    [InlineData("91110000101623741KK", false)]
    [InlineData("911A0000101623741K", false)]
    [InlineData("91110000I01623741K", false)]
    [InlineData("91110000O01623741K", false)]
    [InlineData("", false)]
    [InlineData(SocialCreditCode.Placeholder, false)]
    [InlineData("000000000000000000", true)]
    public void A_social_credit_code_is_checked(string code, bool valid) => Assert.Equal(valid, SocialCreditCode.IsValid(code));

    [Theory]
    [InlineData("101623741", true)]
    [InlineData("D2143569X", true)]
    [InlineData("101623742", false)]
    [InlineData("D21435690", false)]
    [InlineData("d2143569X", false)]
    [InlineData("10162374", false)]
    [InlineData("1016237410", false)]
    [InlineData("10162-741", false)]
    public void An_organisation_code_is_checked(string code, bool valid) => Assert.Equal(valid, OrganisationCode.IsValid(code));

    [Theory]
    [InlineData('0', true)]
    [InlineData('9', true)]
    [InlineData('A', true)]
    [InlineData('Z', true)]
    [InlineData('@', false)]
    [InlineData('[', false)]
    [InlineData('-', false)]
    public void An_organisation_code_has_digits_and_capitals_and_one_check_character_for_each(char character, bool allowed) =>
        Assert.Equal(allowed ? 1 : 0, "0123456789X".Count(check => OrganisationCode.IsValid($"1{character}162374{check}")));

    [Fact]
    public void A_social_credit_code_holds_an_organisation_code() => Assert.True(OrganisationCode.IsValid("91110000101623741K".AsSpan(8, 9)));

    [Theory]
    [InlineData("11010519491231002X", true)]
    [InlineData("440524188001010014", true)]
    [InlineData("11010519491231002x", false)]
    [InlineData("110105194912310020", false)]
    [InlineData("11010519491331002X", false)]
    [InlineData("440524188001010015", false)]
    [InlineData("1101051949123100", false)]
    [InlineData("1101051949123100200", false)]
    [InlineData("1101051949123100AX", false)]
    [InlineData("110105491231002", false)]
    [InlineData("", false)]
    public void An_identity_number_is_checked(string number, bool valid) => Assert.Equal(valid, IdentityNumber.IsValid(number));

    [Theory]
    [InlineData('0')]
    [InlineData('3')]
    [InlineData('9')]
    public void No_century_but_this_one_and_the_two_before_is_a_birth_date(char millennium)
    {
        var body = $"110105{millennium}9491231002";
        Assert.All("0123456789X", check => Assert.False(IdentityNumber.IsValid(body + check)));
    }

    [Fact]
    public void Every_changed_digit_of_an_identity_number_is_noticed()
    {
        const string number = "11010519491231002X";
        for (var place = 0; place < 17; place++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                var changed = number.ToCharArray();
                changed[place] = digit;
                Assert.Equal(digit == number[place], IdentityNumber.IsValid(changed));
            }
        }
    }
}
