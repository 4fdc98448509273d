using System.Collections.Immutable;
using System.Text;
using EnforcementPlatform.Gateway.Connector;
using EnforcementPlatform.Gateway.Mapping;
using EnforcementPlatform.Gateway.Work;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;

namespace EnforcementPlatform.Gateway;

/// <summary>A platform that is delivered to.</summary>
/// <param name="Name">In settings and stream names.</param>
/// <param name="Organs">Organs whose decisions go there; empty for all.</param>
/// <param name="TimeLimit">Longest wait for an answer.</param>
internal sealed record Destination(string Name, ImmutableHashSet<string> Organs, PlatformFormat Format, Limits Limits, TimeSpan TimeLimit, IConnector Connector)
{
    private readonly Doorbell _work = new();

    /// <summary>Completes when there may be something to do; take it before looking.</summary>
    public Task Woken => _work.Next;

    /// <summary>Tells the queue to look now.</summary>
    public void Wake() => _work.Ring();
}

/// <summary>The platforms of the settings, with their secrets. Made when the role starts; throws <see cref="SettingsException"/>.</summary>
internal sealed class Destinations
{
    /// <summary>A shorter secret can be tried out. Bytes.</summary>
    private const int ShortestSecret = 16;

    public Destinations(PlatformOptions platform, IHttpExchange http, TimeProvider clock) =>
        All = [.. platform.Of<GatewayOptions>(GatewayOptions.Section).Destinations.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => Make(one.Key, one.Value, platform, http, clock))];

    /// <summary>For tests.</summary>
    public Destinations(params ImmutableArray<Destination> all) => All = all;

    /// <summary>All, by name.</summary>
    public ImmutableArray<Destination> All { get; }

    /// <summary>Those that an organ's decisions go to.</summary>
    public IEnumerable<Destination> Of(string organ) => All.Where(destination => destination.Organs.IsEmpty || destination.Organs.Contains(organ));

    /// <summary>Tells the queue of a destination to look now; nothing where it is no longer configured.</summary>
    public void Wake(string name) => All.FirstOrDefault(destination => destination.Name == name)?.Wake();

    private static Destination Make(string name, DestinationOptions options, PlatformOptions platform, IHttpExchange http, TimeProvider clock)
    {
        var signature = new RequestSignature(options.AppKey, SecretOf(Path.Combine(platform.KeyDirectory, options.SecretFileOf(name))), clock);
        var timeLimit = TimeSpan.FromSeconds(options.TimeLimitSeconds);
        return new(
            name,
            [.. options.Organs],
            PlatformFormat.All[options.Format],
            new(options.PerMinute, options.SideBySide),
            timeLimit,
            new HttpJsonConnector(new(options.Address), signature, timeLimit, http));
    }

    private static byte[] SecretOf(string file)
    {
        if (!File.Exists(file))
        {
            throw new SettingsException([$"{file}：没有此文件。请将上级平台分配的密钥写入该文件，并限定只有运行账户可以读写（chmod 600）。"]);
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
        {
            throw new SettingsException([$"{file}：密钥文件只能由运行账户读写（chmod 600），现在其他账户也能访问。"]);
        }

        var secret = Encoding.UTF8.GetBytes(File.ReadAllText(file).Trim());
        return secret.Length >= ShortestSecret ? secret : throw new SettingsException([$"{file}：密钥过短，至少{ShortestSecret}字节。"]);
    }
}
