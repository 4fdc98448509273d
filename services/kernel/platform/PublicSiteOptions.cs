namespace EnforcementPlatform.Kernel;

/// <summary>
/// What a government's site says of itself on every page (国办发〔2017〕47号 附件《政府网站发展指引》): shown where it is set, and left out where it is not.
/// </summary>
public sealed record PublicSiteOptions
{
    private const int Longest = 100;
    private const int SiteCodeLength = 10;

    /// <summary>主办单位, in the foot of each page. At most 100 characters.</summary>
    [Setting("主办单位，显示在每页页脚；空为不显示。至多100个字符")]
    public string Sponsor { get; init; } = "";

    /// <summary>网站标识码, in the foot and the head of each page. Ten digits.</summary>
    [Setting("网站标识码，显示在每页页脚并写入页面标签；空为没有。10位数字")]
    public string SiteCode { get; init; } = "";

    /// <summary>ICP备案编号. At most 100 characters.</summary>
    [Setting("ICP备案编号，显示在每页页脚；空为没有。至多100个字符")]
    public string IcpNumber { get; init; } = "";

    /// <summary>公安机关备案号. At most 100 characters.</summary>
    [Setting("公安机关备案号，显示在每页页脚；空为没有。至多100个字符")]
    public string PoliceNumber { get; init; } = "";

    /// <summary>How the public reaches who answers for the site: telephone, mail or address of an office. At most 100 characters.</summary>
    [Setting("公众联系方式（办公电话、邮箱或者办公地址），显示在页脚、公示页和查无结果处；空为不显示。至多100个字符")]
    public string Contact { get; init; } = "";

    /// <summary>The same for single organs, by the organ's code, where they have their own. At most 100 characters.</summary>
    [Setting("各机关自己的公众联系方式，按机关代码填写；没有的用Contact。至多100个字符")]
    public Dictionary<string, string> Contacts { get; init; } = [];

    /// <summary>Entry of 我为政府网站找错. Absolute http or https address.</summary>
    [Setting("“我为政府网站找错”的入口地址；空为没有。完整的http或https地址")]
    public string MistakesLink { get; init; } = "";

    /// <summary>Where 信用修复 is applied for. Absolute http or https address.</summary>
    [Setting("申请信用修复的网址，显示在公示页；空为只有文字说明。完整的http或https地址")]
    public string CreditRepairLink { get; init; } = "";

    /// <summary>How an organ is reached; empty where nothing is set.</summary>
    public string ContactOf(string organ) => Contacts.GetValueOrDefault(organ, Contact);

    /// <summary>What is wrong, a sentence each.</summary>
    internal IEnumerable<string> Mistakes(string section)
    {
        var texts = new[] { (nameof(Sponsor), Sponsor), (nameof(IcpNumber), IcpNumber), (nameof(PoliceNumber), PoliceNumber), (nameof(Contact), Contact) }
            .Concat(Contacts.Select(one => ($"{nameof(Contacts)}:{one.Key}", one.Value)));
        foreach (var (name, _) in texts.Where(one => one.Item2.Length > Longest || one.Item2.Any(char.IsControl)))
        {
            yield return $"{section}:{name}：不得超过{Longest}个字符，也不得有控制字符。";
        }

        if (SiteCode.Length > 0 && (SiteCode.Length != SiteCodeLength || !SiteCode.All(char.IsAsciiDigit)))
        {
            yield return $"{section}:{nameof(SiteCode)}：应为10位数字，或留空。";
        }

        foreach (var (name, link) in new[] { (nameof(MistakesLink), MistakesLink), (nameof(CreditRepairLink), CreditRepairLink) })
        {
            if (link.Length > 0 && !PlatformOptions.IsWebAddress(link))
            {
                yield return $"{section}:{name}：应为完整的http或https地址，或留空。";
            }
        }
    }
}
