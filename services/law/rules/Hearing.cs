namespace EnforcementPlatform.Law;

/// <summary>When the party has the right to a hearing (听证).</summary>
public static class Hearing
{
    /// <summary>
    /// 行政处罚法 63: a fine or a confiscation from the threshold on (the threshold itself included, 河南省行政处罚听证办法 4),
    /// a lowered qualification, a revoked licence, suspended or closed business, restricted employment, or another penalty
    /// that the organ or a law takes for heavy.
    /// </summary>
    /// <param name="thresholdFen">Of the edition that applies: <see cref="ThresholdKey"/>.</param>
    public static bool IsRequired(Penalty penalty, long thresholdFen, bool otherwiseHeavy) =>
        otherwiseHeavy
        || penalty.FineFen >= thresholdFen
        || penalty.ConfiscatedFen >= thresholdFen
        || penalty.Sanctions.Any(IsAlwaysHeard);

    /// <summary>The key of the threshold for this kind of party.</summary>
    public static string ThresholdKey(bool isCitizen) =>
        isCitizen ? EditionKeys.HearingThresholdCitizen : EditionKeys.HearingThresholdOrganisation;

    private static bool IsAlwaysHeard(Sanction sanction) =>
        sanction is Sanction.LowerQualification or Sanction.RevokeLicence
            or Sanction.SuspendBusiness or Sanction.CloseBusiness or Sanction.RestrictEmployment;
}
