using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Supervision;

/// <summary>Field checks that several rpcs share.</summary>
internal static class SupervisionChecks
{
    /// <summary>Code of a department to filter by; may be left out.</summary>
    public static Check Department(this Check check, string code) => code.Length == 0 ? check : check.Key(code, "department", max: 40);
}
