namespace EnforcementPlatform.Kernel.Witnesses;

/// <summary>Where a role answers as witness, on its HTTP port.</summary>
internal static class WitnessPaths
{
    /// <summary>Submission prefix of C2SP tlog-witness.</summary>
    public const string Prefix = "/witness";

    /// <summary>The call under the prefix.</summary>
    public const string Call = "/add-checkpoint";

    /// <summary>The page under the prefix that shows what was cosigned last of a log: <c>?origin=</c>.</summary>
    public const string Page = "/checkpoint";
}
