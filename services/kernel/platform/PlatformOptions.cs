using System.Globalization;
using System.Net;
using EnforcementPlatform.Ledger;
using Microsoft.Extensions.Configuration;

namespace EnforcementPlatform.Kernel;

/// <summary>The two ports of a role. 0 lets the system choose (tests).</summary>
public sealed record RolePorts
{
    /// <summary>HTTP/1.1: JSON, health, signing keys, OpenAPI, metrics. TCP port.</summary>
    [Setting("HTTP/1.1端口：JSON接口、健康检查、签名公钥、接口文档、指标；0为由系统选择空闲端口。TCP端口号")]
    public int Http { get; init; }

    /// <summary>HTTP/2 without TLS: gRPC, reflection, gRPC health. TCP port.</summary>
    [Setting("HTTP/2明文端口：gRPC接口、反射、gRPC健康检查；0为由系统选择空闲端口。TCP端口号")]
    public int Grpc { get; init; }
}

/// <summary>A witness that plays in another process.</summary>
public sealed record WitnessOptions
{
    /// <summary>Submission prefix of C2SP tlog-witness; for a role of this suite <c>http://…/witness</c> on its HTTP port. Absolute http or https address.</summary>
    [Setting("见证者的提交地址（C2SP tlog-witness）；本系统的角色为其HTTP端口下的/witness。完整的http或https地址")]
    public string Address { get; init; } = "";

    /// <summary>The only key whose cosignatures are taken: a C2SP verifier key, for a role of this suite the file <c>witness.vkey</c> in its data directory.</summary>
    [Setting("见证者的公钥，只认此公钥的见证签名；本系统的角色为其数据目录下witness.vkey文件的内容。C2SP验证公钥")]
    public string Key { get; init; } = "";
}

/// <summary>
/// Settings of one process. Every one has a default, so that an empty configuration starts the product on one machine.
/// Read from <c>Platform:…</c> of the configuration file, of the environment (<c>ENFORCEMENT_Platform__…</c>) and of the command line
/// (<c>--Platform:…=…</c>), the later winning; an unknown key stops the start.
/// </summary>
public sealed record PlatformOptions
{
    /// <summary>The platform's own section.</summary>
    public const string Section = "Platform";

    private const int LargestPort = 65535;
    private const int LongestPublicName = 40;

    /// <summary>Name of the installation, first part of every ledger's origin. Host name without a port; never changed once there is data.</summary>
    [Setting("本套系统的名称，即各账本名称的第一段；有数据后不得再改。主机名，不含端口")]
    public string Installation { get; init; } = "ep.localhost";

    /// <summary>Folder of ledgers, cells, views and evidence. Path; made at first start.</summary>
    [Setting("账本、工作数据、视图、证据文件所在文件夹；首次启动时建立。路径")]
    public string DataDirectory { get; init; } = "data";

    /// <summary>Folder of the secrets, outside the data directory and its backups. Path; made at first start, files readable by the owner only.</summary>
    [Setting("密钥文件夹，须在数据目录及其备份之外，另行托管；首次启动时建立，仅本用户可读。路径")]
    public string KeyDirectory { get; init; } = "keys";

    /// <summary>Folder of the ledgers' last known checkpoints, outside the data directory and outside every backup. Path; made at first start.</summary>
    [Setting("各账本最近校验点所在文件夹，须在数据目录及一切备份之外；首次启动时建立。路径")]
    public string Anchors { get; init; } = "anchors";

    /// <summary>Roles this process plays; empty means all. Names.</summary>
    [Setting("本进程担任的角色；空为全部。角色名称")]
    public string[] Roles { get; init; } = [];

    /// <summary>Address to listen on. IP address; loopback unless something in front ends TLS.</summary>
    [Setting("监听地址；除非前面有终结TLS的代理，否则应为本机环回地址。IP地址")]
    public string ListenAddress { get; init; } = "127.0.0.1";

    /// <summary>Ports by role, where they differ from the role's own. TCP ports.</summary>
    [Setting("各角色的端口，只填与默认不同的")]
    public Dictionary<string, RolePorts> Ports { get; init; } = [];

    /// <summary>Where roles played by other processes answer gRPC, by role. Absolute http or https addresses.</summary>
    [Setting("由其他进程担任的角色的gRPC地址。完整的http或https地址")]
    public Dictionary<string, Uri> Peers { get; init; } = [];

    /// <summary>
    /// Public keys of the ledgers of roles played by other processes, by role: C2SP verifier keys as in the role's data directory, file
    /// <c>vkey</c>. Proofs of those roles are believed by these keys alone.
    /// </summary>
    [Setting("由其他进程担任的角色的账本公钥，即其数据目录下vkey文件的内容；其证明只按此公钥核验。C2SP验证公钥")]
    public Dictionary<string, string> TrustedLogs { get; init; } = [];

    /// <summary>
    /// Witnesses in other processes, by role; under any other name one of somebody else, e.g. the superior authority, that is asked about every
    /// ledger of this process.
    /// </summary>
    [Setting("其他进程中的见证者，按角色填写；用其他名称的为外部见证者（如上级机关），本进程的每一账本都向其请求见证")]
    public Dictionary<string, WitnessOptions> Witnesses { get; init; } = [];

    /// <summary>Address under which people reach the public pages; printed in documents and links. Absolute address; empty means where they listen.</summary>
    [Setting("公众访问公示网站的地址，印在文书和链接中；空为监听地址。完整的http或https地址")]
    public string PublicAddress { get; init; } = "";

    /// <summary>Whose public pages they are, as their head says, e.g. the organ's full name. At most 40 characters; empty shows no name.</summary>
    [Setting("公示网站页首显示的机关全称；空为不显示。至多40个字符")]
    public string PublicName { get; init; } = "";

    /// <summary>What the public pages say of the site itself.</summary>
    [Setting("公示网站的主办单位、标识码、备案号、联系方式等（国办发〔2017〕47号），逐项填写")]
    public PublicSiteOptions PublicSite { get; init; } = new();

    /// <summary>Fill an empty installation with invented organs, people and accounts. Never on an installation in use.</summary>
    [Setting("空库时写入虚构的单位、人员和账号供演示；正式使用的系统不得开启。true或false")]
    public bool DemoData { get; init; }

    /// <summary>
    /// JSON file with the organs and first administrators of a new installation; applied once, to an empty ledger, and to be deleted then:
    /// it holds initial passwords. Path; empty means that there is none.
    /// </summary>
    [Setting("新装系统的首批单位和管理员资料文件（JSON），只对空账本办理一次；含初始密码，办理后应删除。路径；空为没有")]
    public string FirstSetup { get; init; } = "";

    /// <summary>Begin new ledgers although anchors know earlier ones of this installation; said once, by <c>serve --new</c>.</summary>
    [Setting("锚点证明曾有账本而数据目录为空时，仍另建新账本；只应由 serve --new 使用一次。true或false")]
    public bool NewLedgers { get; init; }

    /// <summary>Handlers go on behind losses that their publishers state; said once, by <c>serve --after-loss</c>.</summary>
    [Setting("通知来源的账本写明损失已由两人确认时，从确认处继续接收；只应由 serve --after-loss 使用一次。true或false")]
    public bool AfterLoss { get; init; }

    /// <summary>Free space on the disks of data, keys and anchors below which the log warns. MiB.</summary>
    [Setting("数据、密钥、锚点目录所在磁盘的可用空间低于此数时在日志中告警。MiB")]
    public int DiskWarningMiB { get; init; } = 1024;

    /// <summary>How fast the background scrub reads each ledger; 0 turns it off. Entries per second.</summary>
    [Setting("后台巡检读取每个账本的最快速度；0为不巡检。条每秒")]
    public int ScrubEntriesPerSecond { get; init; } = 500;

    /// <summary>Time between two passes of the background scrub. Seconds.</summary>
    [Setting("后台巡检两遍之间的间隔。秒")]
    public int ScrubPauseSeconds { get; init; } = 600;

    /// <summary>How far the wall clock may jump ahead of the monotonic one before acts are refused until somebody has looked. Seconds.</summary>
    [Setting("时钟向前跳动超过此数时暂停写入，待人员核对。秒")]
    public int LargestClockLeapSeconds { get; init; } = 60;

    /// <summary>Collector for traces and metrics. Absolute OTLP/gRPC address; empty sends nothing.</summary>
    [Setting("链路和指标的采集地址；空为不发送。完整的OTLP/gRPC地址")]
    public string OtlpEndpoint { get; init; } = "";

    /// <summary>Serve <c>/metrics</c> to other machines too, not only to loopback.</summary>
    [Setting("/metrics是否也供其他机器读取，而不限于本机。true或false")]
    public bool MetricsForEveryone { get; init; }

    /// <summary>Largest message of a caller. Bytes.</summary>
    [Setting("调用方单次请求的最大长度。字节")]
    public int LargestMessage { get; init; } = 4 * 1024 * 1024;

    /// <summary>Page cache of all views of the process together. MiB.</summary>
    [Setting("本进程全部视图的页缓存总量。MiB")]
    public int ViewCacheMiB { get; init; } = 64;

    /// <summary>Longest wait for the answer of another role, and for its public keys. Seconds.</summary>
    [Setting("向其他角色请求时等候应答的最长时间，过后按无法访问处理。秒")]
    public int PeerSeconds { get; init; } = 5;

    /// <summary>Time between two signed heads that anybody is served, and so until a new disclosure has a proof. Seconds, a divisor of 60.</summary>
    [Setting("公开校验点的更新间隔，新的公示最迟在此时间后可以取得证明；须能整除60。秒")]
    public int PublicHeadSeconds { get; init; } = 60;

    /// <summary>Longest wait for calls under way when the process is told to stop. Seconds.</summary>
    [Setting("收到停止信号后，等待正在处理的请求的最长时间。秒")]
    public int StopSeconds { get; init; } = 10;

    /// <summary>Sections beside <c>Platform</c>, which roles own (<see cref="IRole.Section"/>) and read with <see cref="Of{T}"/>.</summary>
    internal IConfiguration Sections { get; private init; } = new ConfigurationBuilder().Build();

    /// <summary>
    /// Reads and checks the settings; throws <see cref="SettingsException"/> naming every mistake. A section that neither the platform nor a
    /// role owns is one, whether or not this process plays the role: one file may serve all processes.
    /// </summary>
    /// <param name="configuration">Sources joined, without other programs' environment variables.</param>
    /// <param name="known">Roles this program can play.</param>
    public static PlatformOptions Read(IConfiguration configuration, IReadOnlyCollection<IRole> known)
    {
        string[] owned = [Section, .. known.Select(role => role.Section?.Name).OfType<string>()];
        var strangers = configuration.GetChildren().Select(section => section.Key).Except(owned, StringComparer.OrdinalIgnoreCase).ToArray();
        if (strangers.Length > 0)
        {
            throw new SettingsException([.. strangers.Select(key => $"{key}：没有这一设置项，请核对写法；可用的有：{string.Join("、", owned)}。")]);
        }

        var options = SettingsReader.Read<PlatformOptions>(configuration.GetSection(Section)) with { Sections = configuration };
        options.ThrowIfWrong(known);
        return options;
    }

    /// <summary>The settings of a role's own section; its defaults where there is none. Throws <see cref="SettingsException"/> for unknown keys and wrong types.</summary>
    public T Of<T>(string section)
        where T : new() => SettingsReader.Read<T>(Sections.GetSection(section));

    /// <summary>True where anything is set under a name of a role's own section, e.g. <c>Gateway:Destinations</c>.</summary>
    public bool Has(string name) => Sections.GetSection(name).Exists();

    /// <summary>The same settings with values of roles' own sections set or replaced: names as on the command line, e.g. <c>Gateway:Destinations:city:AppKey</c>.</summary>
    public PlatformOptions WithSections(IReadOnlyDictionary<string, string?> values) =>
        this with { Sections = new ConfigurationBuilder().AddConfiguration(Sections).AddInMemoryCollection(values).Build() };

    /// <summary>The ports of a role.</summary>
    internal RolePorts PortsOf(IRole role) => Ports.GetValueOrDefault(role.Name, role.Ports);

    /// <summary>Checks what cannot be checked one setting at a time.</summary>
    internal void ThrowIfWrong(IReadOnlyCollection<IRole> known)
    {
        string[] mistakes = [.. Mistakes([.. known.Select(role => role.Name)]), .. known.SelectMany(role => role.Mistakes(this))];
        if (mistakes.Length > 0)
        {
            throw new SettingsException(mistakes);
        }
    }

    private IEnumerable<string> Mistakes(IReadOnlyCollection<string> known)
    {
        foreach (var name in Roles.Concat(Ports.Keys).Where(name => !known.Contains(name)))
        {
            yield return $"{Section}:Roles、Ports：没有“{name}”这个角色，可选：{string.Join("、", known)}。";
        }

        foreach (var (name, path) in new[] { (nameof(KeyDirectory), KeyDirectory), (nameof(Anchors), Anchors) })
        {
            if (IsInside(path, DataDirectory))
            {
                yield return $"{Section}:{name}：不得放在数据目录（{DataDirectory}）之内，否则会随数据一起被备份或恢复。";
            }
        }

        if (!IPAddress.TryParse(ListenAddress, out _))
        {
            yield return $"{Section}:ListenAddress：应为IP地址。";
        }

        foreach (var (role, ports) in Ports)
        {
            if (ports.Http is < 0 or > LargestPort || ports.Grpc is < 0 or > LargestPort)
            {
                yield return $"{Section}:Ports:{role}：端口应在0到{LargestPort.ToString(CultureInfo.InvariantCulture)}之间。";
            }
        }

        foreach (var (name, address) in new[] { (nameof(PublicAddress), PublicAddress), (nameof(OtlpEndpoint), OtlpEndpoint) })
        {
            if (address.Length > 0 && !IsWebAddress(address))
            {
                yield return $"{Section}:{name}：应为完整的http或https地址，或留空。";
            }
        }

        if (PublicName.Length > LongestPublicName || PublicName.Any(char.IsControl))
        {
            yield return $"{Section}:PublicName：不得超过{LongestPublicName.ToString(CultureInfo.InvariantCulture)}个字符，也不得有控制字符。";
        }

        foreach (var mistake in PublicSite.Mistakes($"{Section}:{nameof(PublicSite)}"))
        {
            yield return mistake;
        }

        foreach (var (role, _) in Peers.Where(peer => !IsWebAddress(peer.Value.OriginalString)))
        {
            yield return $"{Section}:Peers:{role}：应为完整的http或https地址。";
        }

        foreach (var (name, _) in Witnesses.Where(witness => !IsWebAddress(witness.Value.Address)))
        {
            yield return $"{Section}:Witnesses:{name}:Address：应为该见证者的完整http或https地址（本系统的角色为其HTTP端口下的/witness）。";
        }

        foreach (var (name, witness) in Witnesses.Where(witness => KeyIn(witness.Value.Key) is not { Type: NoteKeyType.Witness, IsSelf: false }))
        {
            yield return $"{Section}:Witnesses:{name}:Key：应为该见证者的公钥（数据目录下witness.vkey文件的内容；self.vkey不能用作见证），现为“{witness.Key}”。";
        }

        foreach (var (role, key) in TrustedLogs.Where(log => KeyIn(log.Value)?.Type != NoteKeyType.Log))
        {
            yield return $"{Section}:TrustedLogs:{role}：应为该角色账本的验证公钥（数据目录下vkey文件的内容），现为“{key}”。";
        }

        if (LargestMessage is < 64 * 1024 or > EntryToAppend.MostBytes)
        {
            yield return $"{Section}:LargestMessage：应在64 KiB到12 MiB之间（字节）：一条记录连同各部分不得超过12 MiB。";
        }

        if (ViewCacheMiB is < 8 or > 16 * 1024)
        {
            yield return $"{Section}:ViewCacheMiB：应在8到16384之间（MiB）。";
        }

        if (DiskWarningMiB is < 16 or > 1024 * 1024)
        {
            yield return $"{Section}:DiskWarningMiB：应在16到1048576之间（MiB）。";
        }

        if (ScrubEntriesPerSecond is < 0 or > 1_000_000 || ScrubPauseSeconds is < 1 or > 7 * 24 * 3600)
        {
            yield return $"{Section}:ScrubEntriesPerSecond、ScrubPauseSeconds：应在0到1000000之间（条每秒）、1到604800之间（秒）。";
        }

        if (LargestClockLeapSeconds is < 5 or > 3600)
        {
            yield return $"{Section}:LargestClockLeapSeconds：应在5到3600之间（秒）。";
        }

        if (PeerSeconds is < 1 or > 60)
        {
            yield return $"{Section}:PeerSeconds：应在1到60之间（秒）。";
        }

        if (PublicHeadSeconds is < 1 or > 60 || 60 % PublicHeadSeconds != 0)
        {
            yield return $"{Section}:PublicHeadSeconds：应为能整除60的秒数（1到60）。";
        }

        if (StopSeconds is < 1 or > 300)
        {
            yield return $"{Section}:StopSeconds：应在1到300之间（秒）。";
        }
    }

    private static bool IsInside(string path, string folder)
    {
        var relative = Path.GetRelativePath(Path.GetFullPath(folder), Path.GetFullPath(path));
        return relative == "." || !(relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative));
    }

    private static NoteKey? KeyIn(string text)
    {
        try
        {
            return NoteKey.Parse(text);
        }
        catch (NoteFormatException)
        {
            return null;
        }
    }

    internal static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}
