using System.Collections.Immutable;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Supervision;

/// <summary>What supervision watches: the time limits of a penalty case from the catalogue of the law, and deliveries.</summary>
/// <param name="Key">Stable; that of the time limit where there is one.</param>
/// <param name="Title">What has to be done, in Chinese.</param>
/// <param name="Article">Articles that ask for it, in Chinese.</param>
internal sealed record ObligationRule(string Key, string Title, string Article)
{
    public static readonly ObligationRule Decide = Of("PENALTY_DECIDE");
    public static readonly ObligationRule Review = Of(ReviewDeadline.Rule);
    public static readonly ObligationRule Serve = Of("PENALTY_SERVE");
    public static readonly ObligationRule Pay = Of("FINE_PAY");
    public static readonly ObligationRule Publish = Of("PUB_PENALTY");
    public static readonly ObligationRule Withdraw = Of("PUB_WITHDRAW");
    public static readonly ObligationRule Bind = Of("DOSSIER_BIND");

    /// <summary>The plan says 及时准确 and no number of days: the last day is the one the gateway goes by (来源待核).</summary>
    public static readonly ObligationRule Deliver = new("PLATFORM_DELIVERY", "向上级平台推送公示信息", LocalLaw.Cite("PLATFORM_DELIVERY"));

    /// <summary>In the order of a case's course.</summary>
    public static ImmutableArray<ObligationRule> All { get; } = [Decide, Review, Serve, Pay, Publish, Deliver, Withdraw, Bind];

    public static ObligationRule Find(string key) => All.Single(rule => rule.Key == key);

    private static ObligationRule Of(string key) => new(key, DeadlineCatalogue.Find(key).Name, Citation.ToChinese(DeadlineCatalogue.Find(key).Basis));
}
