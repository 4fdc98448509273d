using EnforcementPlatform.Gateway;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Gateway;

public sealed class Settings_of_destinations : IDisposable
{
    private const string City = "Gateway:Destinations:city:";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_empty_configuration_delivers_nowhere()
    {
        var options = Read([]);

        Assert.False(options.Has("Gateway:Destinations"));
        Assert.Empty(new Destinations(options, null!, TimeProvider.System).All);
    }

    [Fact]
    public void A_section_that_a_role_owns_is_read_and_any_other_is_refused()
    {
        Assert.Equal("https://up.example/api", Read(Good).Of<GatewayOptions>("Gateway").Destinations["city"].Address);
        Assert.Contains(MistakesOf(new() { ["Gatewya:Destinations:city:Address"] = "x" }), mistake => mistake.StartsWith("Gatewya：没有这一设置项", StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_key_stops_the_start() =>
        Assert.Contains(MistakesOf(new(Good) { [City + "Adress"] = "x" }), mistake => mistake.StartsWith("Gateway:Destinations:city:Adress：没有这一设置项", StringComparison.Ordinal));

    [Theory]
    [InlineData("Address", "up.example", ":Address：应为完整的http或https地址")]
    [InlineData("Address", "https://up.example/api?x=1", ":Address：应为完整的http或https地址")]
    [InlineData("Address", "https://me@up.example/", ":Address：应为完整的http或https地址")]
    [InlineData("Address", "ftp://up.example/", ":Address：应为完整的http或https地址")]
    [InlineData("Address", "http://up.example/api", ":Address：应为https地址")]
    [InlineData("AppKey", "", ":AppKey：")]
    [InlineData("AppKey", "a b", ":AppKey：")]
    [InlineData("SecretFile", "../x", ":SecretFile：")]
    [InlineData("Profile", "sha1", ":Profile：")]
    [InlineData("Format", "CF-1999", ":Format：")]
    [InlineData("PerMinute", "0", ":PerMinute：")]
    [InlineData("SideBySide", "33", ":SideBySide：")]
    [InlineData("TimeLimitSeconds", "301", ":TimeLimitSeconds：")]
    public void Each_mistake_is_named_with_what_to_do(string key, string value, string expected) =>
        Assert.Contains(MistakesOf(new(Good) { [City + key] = value }), mistake => mistake.StartsWith($"Gateway:Destinations:city{expected}", StringComparison.Ordinal));

    [Fact]
    public void A_name_that_is_no_name_is_refused() =>
        Assert.Contains(MistakesOf(new() { ["Gateway:Destinations:City.1:Address"] = "https://up.example/", ["Gateway:Destinations:City.1:AppKey"] = "k" }), mistake => mistake.Contains("City.1：名称只能", StringComparison.Ordinal));

    [Theory]
    [InlineData("http://127.0.0.1:9/api", null)]
    [InlineData("http://localhost/api", null)]
    [InlineData("http://up.example/api", "true")]
    public void Plain_http_is_for_this_machine_or_for_who_says_so(string address, string? plain) =>
        Assert.Equal(address, Read(new(Good) { [City + "Address"] = address, [City + "PlainHttp"] = plain }).Of<GatewayOptions>("Gateway").Destinations["city"].Address);

    [Fact]
    public void A_secret_lies_in_a_file_of_its_own_that_others_cannot_read()
    {
        Assert.Contains("没有此文件", RefusedBy(null, 0), StringComparison.Ordinal);
        Assert.Contains("密钥过短", RefusedBy("short", UnixFileMode.UserRead), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Contains("chmod 600", RefusedBy("0123456789abcdef", UnixFileMode.UserRead | UnixFileMode.GroupRead), StringComparison.Ordinal);
        }

        WriteSecret("0123456789abcdef\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal(["city"], new Destinations(Read(Good), null!, TimeProvider.System).All.Select(one => one.Name));
    }

    [Fact]
    public void A_destination_may_be_for_some_organs_alone()
    {
        WriteSecret("0123456789abcdef", UnixFileMode.UserRead);
        var destinations = new Destinations(Read(new(Good) { [City + "Organs:0"] = "pds-gxj" }), null!, TimeProvider.System);

        Assert.Single(destinations.Of("pds-gxj"));
        Assert.Empty(destinations.Of("pds-yszy"));
    }

    private static Dictionary<string, string?> Good => new() { [City + "Address"] = "https://up.example/api", [City + "AppKey"] = "key" };

    private string RefusedBy(string? secret, UnixFileMode mode)
    {
        if (secret is not null)
        {
            WriteSecret(secret, mode);
        }

        return Assert.Throws<SettingsException>(() => new Destinations(Read(Good), null!, TimeProvider.System)).Message;
    }

    private void WriteSecret(string secret, UnixFileMode mode)
    {
        var path = _folder.File("gateway-city.secret");
        File.Delete(path);
        File.WriteAllText(path, secret);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private IReadOnlyList<string> MistakesOf(Dictionary<string, string?> settings) => Assert.Throws<SettingsException>(() => Read(settings)).Mistakes;

    private PlatformOptions Read(Dictionary<string, string?> settings) =>
        PlatformOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), [new GatewayModule()]) with { KeyDirectory = _folder.Path };
}
