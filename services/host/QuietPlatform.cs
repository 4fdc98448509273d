using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Host;

/// <summary>Settings for commands that open an installation for a few acts at the machine: the roles it is configured to play, and no others.</summary>
internal static class QuietPlatform
{
    /// <summary>The same installation on ports that nobody knows, making nothing new: no ledger, no first accounts, no demonstration, and no scrub.</summary>
    public static PlatformOptions Of(PlatformOptions options, IReadOnlyList<IRole> roles) => options with
    {
        ListenAddress = "127.0.0.1",
        Ports = roles.ToDictionary(role => role.Name, _ => new RolePorts()),
        ScrubEntriesPerSecond = 0,
        FirstSetup = "",
        DemoData = false,
        NewLedgers = false,
        AfterLoss = false,
    };
}
