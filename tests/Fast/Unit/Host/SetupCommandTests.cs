using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Host;

/// <summary>What an operator prepares before the first start.</summary>
public sealed class SetupCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly StringWriter _printed = new();
    private readonly SteppedClock _clock = new(new(2026, 12, 31, 16, 30, 0, TimeSpan.Zero));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_example_passes_the_check_and_begins_on_the_day_of_Shanghai()
    {
        var file = await Example();

        Assert.Equal(CommandLine.Done, await Run("check", file));
        Assert.Contains("\"from\": \"2027-01-01\"", await File.ReadAllTextAsync(file, Ct));
        Assert.Contains("检查通过，未写入任何数据。", _printed.ToString());
        Assert.Equal(2, _printed.ToString().Split("岗位：安全管理员").Length - 1);
    }

    [Fact]
    public async Task No_two_examples_have_a_password_in_common()
    {
        static IEnumerable<string> PasswordsIn(string json) => json.Split('\n').Where(line => line.Contains("\"password\": \"", StringComparison.Ordinal) && !line.Contains("\"\"", StringComparison.Ordinal));

        var first = PasswordsIn(await File.ReadAllTextAsync(await Example(), Ct)).ToArray();
        var second = PasswordsIn(await File.ReadAllTextAsync(await Example(), Ct)).ToArray();

        Assert.Equal((4, 8), (first.Length, first.Concat(second).Distinct().Count()));
    }

    [Fact]
    public async Task Each_mistake_is_named_with_its_place()
    {
        var file = await Example();
        var text = await File.ReadAllTextAsync(file, Ct);
        await File.WriteAllTextAsync(file, text.Replace("\"office\",", "\"nowhere\",", StringComparison.Ordinal).Replace("security-1", "S", StringComparison.Ordinal), Ct);

        var error = await Assert.ThrowsAsync<SettingsException>(() => Run("check", file));

        Assert.Contains(error.Mistakes, mistake => mistake.Contains("people[0].userName", StringComparison.Ordinal));
        Assert.Contains(error.Mistakes, mistake => mistake.Contains("people[3].department", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData]
    [InlineData("check")]
    [InlineData("check", "/nowhere/setup.json")]
    [InlineData("exampel")]
    public async Task A_wrong_call_says_so(params string[] words) => await Assert.ThrowsAsync<UsageException>(() => Run(words));

    private async Task<string> Example()
    {
        var file = _folder.File($"setup-{Guid.NewGuid():N}.json");
        using var example = new StringWriter();
        await new SetupCommand(example, _clock).Run(["example"], Ct);
        await File.WriteAllTextAsync(file, example.ToString(), Ct);
        return file;
    }

    private Task<int> Run(params string[] words) => new SetupCommand(_printed, _clock).Run(words, Ct);
}
