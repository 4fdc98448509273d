using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records;

/// <summary>Where what this installation publishes is found, and the key by which anybody checks it.</summary>
/// <param name="Name">Whose pages they are; empty where that is not set.</param>
/// <param name="Address">Address of the public pages without a slash at its end; empty where that is not set.</param>
/// <param name="VerifierKey">Key of disclosure's ledger as a C2SP verifier key; empty where it is neither set nor kept by this process.</param>
internal sealed record PublicPlace(string Name, string Address, string VerifierKey)
{
    /// <summary>How a reader of a decision finds it once it is public: by its number, and at its address.</summary>
    public string Lookup(string number, string caseId)
    {
        var site = Address.Length > 0 ? $"{Name}行政执法公示网站（{Address}）" : $"{(Name.Length > 0 ? Name : "本机关")}行政执法公示网站";
        var page = Address.Length > 0 ? $"，公示页面的地址是{Address}/disclosures/{caseId}" : "";
        return $"本决定公示后，可以在{site}按文号“{number}”查询{page}。";
    }

    /// <summary>How the publication is checked by a key that does not come from the site itself; nothing where the key is not known.</summary>
    public string Proof() => VerifierKey.Length > 0
        ? $"公示页面附有证明，可以按公示网站“核验方法”栏目的说明，用下列公示账本验证公钥核对公示内容是否被改动：{VerifierKey}"
        : "";
}

/// <summary>Learns the place from the settings, and the key as every proof of disclosure is believed: never from an answer that is to be checked.</summary>
internal sealed class PublicPlaces(PlatformOptions options, ITrustedLogs logs)
{
    public async ValueTask<PublicPlace> Find(CancellationToken ct) =>
        new(options.PublicName, options.PublicAddress.TrimEnd('/'), await logs.Of(ServiceRole.Disclosure, ct) is { } policy ? policy.Logs[0].ToString() : "");
}
