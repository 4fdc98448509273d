namespace EnforcementPlatform.Law;

/// <summary>The roles a process can play; also the <c>sub</c> of a service token behind <c>service/</c>.</summary>
public static class ServiceRole
{
    public const string Records = "records";
    public const string Review = "review";
    public const string Disclosure = "disclosure";
    public const string Supervision = "supervision";
    public const string Gateway = "gateway";
    public const string PortalPublic = "portal-public";
    public const string PortalStaff = "portal-staff";

    /// <summary>As people read it, with the name by which commands and settings know it: 办案记录（records）.</summary>
    public static string ToChinese(string role) => role switch
    {
        Records => "办案记录",
        Review => "法制审核",
        Disclosure => "公示",
        Supervision => "执法监督",
        Gateway => "上级推送",
        PortalPublic => "公示网站",
        PortalStaff => "办案工作台",
        _ => "",
    } is { Length: > 0 } name ? $"{name}（{role}）" : role;

    /// <summary>The roles that own a ledger and follow the others' feeds. The portals do not.</summary>
    internal static readonly string[] Ledgers = [Records, Review, Disclosure, Supervision, Gateway];
}
