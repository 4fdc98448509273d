using EnforcementPlatform.Records;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Records;

public sealed class PasswordTests
{
    [Theory]
    [InlineData("Yanshi-2026", true)]
    [InlineData("yanshi-2026", true)]
    [InlineData("密码密码Abcdef", true)]
    [InlineData("yanshi2026yanshi", false)]
    [InlineData("Short-1", false)]
    [InlineData("", false)]
    public void A_password_has_ten_characters_of_three_classes(string password, bool strong)
    {
        Assert.Equal(strong, Passwords.IsStrong(password));
    }

    [Fact]
    public void What_is_committed_to_tells_passwords_and_requests_apart_and_is_not_the_password()
    {
        var id = Guid.NewGuid().ToString();

        Assert.Equal(Passwords.Commit("Yanshi-2026", id), Passwords.Commit("Yanshi-2026", id));
        Assert.NotEqual(Passwords.Commit("Yanshi-2026", id), Passwords.Commit("Yanshi-2027", id));
        Assert.NotEqual(Passwords.Commit("Yanshi-2026", id), Passwords.Commit("Yanshi-2026", Guid.NewGuid().ToString()));
        Assert.DoesNotContain("Yanshi", Passwords.Commit("Yanshi-2026", id));
    }
}
