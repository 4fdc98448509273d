using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Host;

/// <summary><c>enforce help settings</c> is made from the options, so that it cannot fall behind.</summary>
public sealed class SettingsHelpTests
{
    [Fact]
    public void Every_setting_has_a_Chinese_sentence() =>
        Assert.DoesNotContain(SettingsHelp.Sections(Suite.Roles).SelectMany(SettingsHelp.Describe), setting => !HasWords(setting));

    [Fact]
    public void A_setting_without_a_sentence_is_found() =>
        Assert.Equal(["Probe:Silent"], SettingsHelp.Describe(new("Probe", typeof(Probe))).Where(setting => !HasWords(setting)).Select(setting => setting.Name));

    [Fact]
    public void Names_are_those_of_the_command_line_and_defaults_those_of_the_code()
    {
        var described = SettingsHelp.Sections(Suite.Roles).SelectMany(SettingsHelp.Describe).ToDictionary(setting => setting.Name, setting => setting.Default);

        Assert.Equal("data", described["Platform:DataDirectory"]);
        Assert.Equal("10", described["Platform:StopSeconds"]);
        Assert.Equal("空", described["Platform:Roles:<序号>"]);
        Assert.Equal("0", described["Platform:Ports:<名称>:Http"]);
        Assert.Equal("空", described["Platform:Peers:<名称>"]);
        Assert.Equal(("空", "空"), (described["Platform:PublicSite:Sponsor"], described["Platform:PublicSite:Contacts:<名称>"]));
        Assert.Equal("600", described["Gateway:Destinations:<名称>:PerMinute"]);
    }

    [Fact]
    public void What_is_printed_says_how_settings_are_written_and_names_each()
    {
        var text = SettingsHelp.Of(Suite.Roles);

        Assert.Contains("ENFORCEMENT_Platform__DataDirectory=", text);
        Assert.All(SettingsHelp.Sections(Suite.Roles).SelectMany(SettingsHelp.Describe), setting => Assert.Contains($"  {setting.Name}\n      {setting.Words}。默认：{setting.Default}", text));
    }

    private static bool HasWords(SettingsHelp.Described setting) => setting.Words.Any(letter => letter is >= '一' and <= '龥');

    private sealed record Probe
    {
        [Setting("有说明。秒")]
        public int Spoken { get; init; }

        public int Silent { get; init; }
    }
}
