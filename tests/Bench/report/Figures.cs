namespace EnforcementPlatform.Bench.Report;

/// <summary>Arithmetic of the report.</summary>
internal static class Figures
{
    /// <summary>The middle one; of an even number the mean of the two in the middle. 0 for none.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
