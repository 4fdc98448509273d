using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>
/// Kinds of penalties (行政处罚法 9). Detention is not among them: public security organs alone impose it (行政处罚法 18).
/// </summary>
public enum Sanction
{
    /// <summary>警告</summary>
    Warning = 1,

    /// <summary>通报批评</summary>
    Criticism = 2,

    /// <summary>罚款</summary>
    Fine = 3,

    /// <summary>没收违法所得</summary>
    ConfiscateGains = 4,

    /// <summary>没收非法财物</summary>
    ConfiscateGoods = 5,

    /// <summary>暂扣许可证件</summary>
    SuspendLicence = 6,

    /// <summary>降低资质等级</summary>
    LowerQualification = 7,

    /// <summary>吊销许可证件</summary>
    RevokeLicence = 8,

    /// <summary>限制开展生产经营活动</summary>
    RestrictBusiness = 9,

    /// <summary>责令停产停业</summary>
    SuspendBusiness = 10,

    /// <summary>责令关闭</summary>
    CloseBusiness = 11,

    /// <summary>限制从业</summary>
    RestrictEmployment = 12,
}

/// <summary>The terms of a penalty, as proposed to the party or as decided. Money in fen.</summary>
/// <param name="ConfiscatedFen">Value of what is confiscated; 0 where nothing is, or where it is not priced.</param>
public sealed record Penalty(ImmutableArray<Sanction> Sanctions, long FineFen, long ConfiscatedFen = 0);
