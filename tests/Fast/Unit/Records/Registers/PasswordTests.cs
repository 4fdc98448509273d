using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records;
using Microsoft.Extensions.Logging.Abstractions;
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
    public async Task What_is_committed_to_tells_passwords_and_requests_apart_and_is_not_the_password()
    {
        using var lanes = new HashingLanes();
        var passwords = new Passwords(ledger: null!, accounts: null!, lanes, new PasswordCost(Rounds: 1_000), NullLogger<Passwords>.Instance);
        var id = Guid.NewGuid().ToString();
        var first = await passwords.Commit("Yanshi-2026", id, source: "");

        Assert.Equal(first, await passwords.Commit("Yanshi-2026", id, source: ""));
        Assert.NotEqual(first, await passwords.Commit("Yanshi-2027", id, source: ""));
        Assert.NotEqual(first, await passwords.Commit("Yanshi-2026", Guid.NewGuid().ToString(), source: ""));
        Assert.DoesNotContain("Yanshi", first);
    }

    [Fact]
    public void G5_A_hash_costs_what_is_recommended_today() => Assert.Equal(210_000, new PasswordCost().Rounds);

    [Fact]
    public async Task G5_A_source_never_has_the_whole_queue_and_a_full_one_refuses_at_once()
    {
        using var lanes = new HashingLanes();
        using var gate = new ManualResetEventSlim();
        var waiting = Enumerable.Range(0, 8).Select(_ => lanes.Run("one", () => gate.Wait(TimeSpan.FromSeconds(30)))).ToArray();

        Assert.Equal("SIGN_IN_BUSY", (await Assert.ThrowsAsync<Fault>(() => lanes.Run("one", () => true))).Type.Reason);
        var other = lanes.Run("other", () => true);
        gate.Set();

        Assert.True(await other);
        Assert.All(await Task.WhenAll(waiting), Assert.True);
        Assert.True(await lanes.Run("one", () => true));
    }
}
