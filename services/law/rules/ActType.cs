namespace EnforcementPlatform.Law;

/// <summary>The six kinds of enforcement act (平工信〔2019〕99号 二(一)2): what a certificate entitles its holder to (执法类别).</summary>
public enum ActType
{
    /// <summary>行政许可</summary>
    Licensing = 1,

    /// <summary>行政处罚</summary>
    Penalty = 2,

    /// <summary>行政强制</summary>
    Coercion = 3,

    /// <summary>行政征收</summary>
    Levy = 4,

    /// <summary>行政收费</summary>
    Fee = 5,

    /// <summary>行政检查</summary>
    Inspection = 6,
}
