namespace EnforcementPlatform.Records.Cases;

/// <summary>Amounts as people write them.</summary>
internal static class Yuan
{
    /// <summary>Fen as yuan: 100,000元.</summary>
    public static string Of(long fen) => fen % 100 == 0 ? $"{fen / 100:N0}元" : $"{fen / 100m:N2}元";
}
