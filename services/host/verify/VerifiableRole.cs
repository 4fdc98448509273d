using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Host.Verify;

/// <summary>What must be known of a role to verify its files.</summary>
/// <param name="Name">Name of the role, and of its folder.</param>
/// <param name="Contents">Messages and views of its ledger.</param>
internal sealed record VerifiableRole(string Name, LedgerContents Contents)
{
    /// <summary>The roles among these that keep a ledger.</summary>
    public static IReadOnlyList<VerifiableRole> Among(IEnumerable<IRole> roles) =>
        [.. roles.OfType<LedgerRole>().Select(role => new VerifiableRole(role.Name, role.Contents))];
}
