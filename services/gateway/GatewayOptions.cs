using System.Text.RegularExpressions;
using EnforcementPlatform.Gateway.Connector;
using EnforcementPlatform.Gateway.Mapping;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Gateway;

/// <summary>The section <c>Gateway</c> of the settings. Without a destination nothing is delivered.</summary>
internal sealed partial record GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>Upper-level platforms by name: lower-case letters, digits, hyphens, at most 32. A name is never changed: deliveries are kept under it.</summary>
    [Setting("上级平台，按名称填写；推送记录按名称保存，启用后不得改名。名称为小写字母、数字、连字符，至多32个字符")]
    public Dictionary<string, DestinationOptions> Destinations { get; init; } = [];

    /// <summary>A sentence for each mistake.</summary>
    public IEnumerable<string> Mistakes() => Destinations.SelectMany(destination =>
        Mistakes(destination.Key, destination.Value).Select(mistake => $"{Section}:Destinations:{destination.Key}{mistake}"));

    private static IEnumerable<string> Mistakes(string name, DestinationOptions options)
    {
        (bool Holds, string Otherwise)[] rules =
        [
            (Name().IsMatch(name), "：名称只能使用小写字母、数字和连字符，且不超过32个字符。"),
            (IsAddress(options.Address), ":Address：应为完整的http或https地址，不含参数、账号和片段。"),
            (!IsAddress(options.Address) || options.PlainHttp || IsProtected(new(options.Address)), ":Address：应为https地址（本机地址可用http；确需在专网使用http的，另设 PlainHttp=true）。"),
            (Word().IsMatch(options.AppKey), ":AppKey：应填平台分配的应用标识，1至64个字母、数字、点、下划线或连字符。"),
            (options.SecretFile.Length == 0 || Path.GetFileName(options.SecretFile) == options.SecretFile, ":SecretFile：只填密钥目录（Platform:KeyDirectory）下的文件名，不含路径。"),
            (options.Profile == RequestSignature.Profile, $":Profile：没有签名方式“{options.Profile}”，可选：{RequestSignature.Profile}。"),
            (PlatformFormat.All.ContainsKey(options.Format), $":Format：没有数据格式“{options.Format}”，可选：{string.Join("、", PlatformFormat.All.Keys)}。"),
            (options.PerMinute is >= 1 and <= 60_000, ":PerMinute：应在1到60000之间（每分钟请求数）。"),
            (options.SideBySide is >= 1 and <= 32, ":SideBySide：应在1到32之间（同时进行的请求数）。"),
            (options.TimeLimitSeconds is >= 1 and <= 300, ":TimeLimitSeconds：应在1到300之间（秒）。"),
        ];
        return rules.Where(rule => !rule.Holds).Select(rule => rule.Otherwise);
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && (address.Query + address.UserInfo + address.Fragment).Length == 0;

    private static bool IsProtected(Uri address) => address.Scheme == Uri.UriSchemeHttps || address.IsLoopback;

    [GeneratedRegex("^[a-z0-9-]{1,32}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex("^[A-Za-z0-9._-]{1,64}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}

/// <summary>One upper-level platform.</summary>
internal sealed record DestinationOptions
{
    /// <summary>Its interface; <c>/records</c> is appended. Absolute https address (http on this machine). Nothing else is ever connected to.</summary>
    [Setting("平台接口地址，其后自动加/records；除此之外不连接任何地址。完整的https地址（本机可用http）")]
    public string Address { get; init; } = "";

    /// <summary>Public name of this installation there. 1 to 64 letters, digits, <c>. _ -</c>.</summary>
    [Setting("平台分配给本单位的应用标识。1至64个字母、数字、点、下划线、连字符")]
    public string AppKey { get; init; } = "";

    /// <summary>File with the shared secret, in the key directory, readable by the owner only. Name; empty means <c>gateway-&lt;name&gt;.secret</c>.</summary>
    [Setting("共享密钥文件，放在密钥目录，仅本用户可读；空为gateway-名称.secret。文件名，不含路径")]
    public string SecretFile { get; init; } = "";

    /// <summary>How requests are signed. Name of a profile.</summary>
    [Setting("请求的签名方式。签名方式名称")]
    public string Profile { get; init; } = RequestSignature.Profile;

    /// <summary>Format of the records. Id of a file in <c>mapping/</c>.</summary>
    [Setting("报送数据的格式。格式编号")]
    public string Format { get; init; } = "CF-2018";

    /// <summary>Codes of the organs whose decisions go there; empty means all of this installation. Codes.</summary>
    [Setting("只报送所列单位的决定；空为全部。单位代码")]
    public string[] Organs { get; init; } = [];

    /// <summary>Requests in a minute, at the most.</summary>
    [Setting("每分钟请求数上限。次")]
    public int PerMinute { get; init; } = 600;

    /// <summary>Requests at a time, at the most.</summary>
    [Setting("同时进行的请求数上限。个")]
    public int SideBySide { get; init; } = 4;

    /// <summary>Longest wait for an answer. Seconds.</summary>
    [Setting("等待平台答复的最长时间。秒")]
    public int TimeLimitSeconds { get; init; } = 30;

    /// <summary>Allow http to another machine: whoever listens there reads what is published and can forge answers.</summary>
    [Setting("允许用http连接其他机器：链路上的任何人都能读取内容并伪造答复，仅限专网。true或false")]
    public bool PlainHttp { get; init; }

    /// <summary>The file with the secret.</summary>
    public string SecretFileOf(string name) => SecretFile.Length > 0 ? SecretFile : $"gateway-{name}.secret";
}
