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

    /// <summary>The roles that own a ledger and follow the others' feeds. The portals do not.</summary>
    internal static readonly string[] Ledgers = [Records, Review, Disclosure, Supervision, Gateway];
}
