namespace EnforcementPlatform.Bench.Privacy;

/// <summary>What is measured: something that says which classes of personal data stand in a text.</summary>
internal interface IPrivacyDetector
{
    /// <summary>
    /// Names of <see cref="PrivacyClass"/> found in the text, in any order. A name of no class MUST NOT be among them; a class named twice counts once.
    /// MUST NOT depend on texts seen before.
    /// </summary>
    IReadOnlyList<string> ClassesFoundIn(string text);
}
