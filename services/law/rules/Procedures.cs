namespace EnforcementPlatform.Law;

/// <summary>The ranges of articles by which 行政处罚法, chapter 5, divides its procedures: said once, for every sentence that names one.</summary>
public static class Procedures
{
    /// <summary>第五章第三节, 普通程序.</summary>
    public const string Ordinary = "《中华人民共和国行政处罚法》第五十四条至第六十二条";

    /// <summary>第五章第四节, 听证程序.</summary>
    public const string Hearing = "第六十三条至第六十五条";

    /// <summary>The course of a penalty case up to the decision: both.</summary>
    public const string OrdinaryAndHearing = $"{Ordinary}规定的普通程序、{Hearing}规定的听证程序";
}
