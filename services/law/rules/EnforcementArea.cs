namespace EnforcementPlatform.Law;

/// <summary>执法区域 as certificates and organs write it: an area is of itself, of the whole country, of its province, or of the city before it (某市某区).</summary>
public static class EnforcementArea
{
    private const string Country = "全国";

    /// <summary>True where a certificate for <paramref name="certified"/> is good in <paramref name="area"/>. Nothing is good in an area that nobody named.</summary>
    public static bool Covers(string certified, string area)
    {
        var (wide, within) = (Plain(certified), Plain(area));
        return within.Length > 0 && wide.Length > 0
            && (wide == Country || wide == LocalLaw.Region || WithoutRegion(within).StartsWith(WithoutRegion(wide), StringComparison.Ordinal));
    }

    private static string Plain(string area) => string.Concat(area.Where(one => !char.IsWhiteSpace(one)));

    private static string WithoutRegion(string area) =>
        area.Length > LocalLaw.Region.Length && area.StartsWith(LocalLaw.Region, StringComparison.Ordinal) ? area[LocalLaw.Region.Length..] : area;
}
