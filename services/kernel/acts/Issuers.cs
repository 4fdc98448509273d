namespace EnforcementPlatform.Kernel;

/// <summary>Who issues tokens, as their <c>iss</c> names it and <see cref="IPeople"/> is asked.</summary>
public static class Issuers
{
    /// <summary>Issuer of tokens for people with a built-in account; what accounts are tied to, so it never changes.</summary>
    public const string Accounts = "enforcement/accounts";
}
