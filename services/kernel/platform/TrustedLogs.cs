using EnforcementPlatform.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Whose checkpoints a role believes when another role shows it a proof. MUST NOT be learned from the answer that is to be checked, nor from
/// whoever happens to answer first.
/// </summary>
public interface ITrustedLogs
{
    /// <summary>The policy for the ledger of a role; null where nobody said whom to believe.</summary>
    ValueTask<TrustPolicy?> Of(string role, CancellationToken ct);
}

/// <summary>
/// The key in <see cref="PlatformOptions.TrustedLogs"/>, else that of the role's own ledger where it runs in this very process. There is no
/// third way: a role in another process has to be named.
/// </summary>
internal sealed class TrustedLogs(PlatformOptions options, IServiceProvider services) : ITrustedLogs
{
    public async ValueTask<TrustPolicy?> Of(string role, CancellationToken ct)
    {
        if (options.TrustedLogs.TryGetValue(role, out var key))
        {
            return TrustPolicy.Of(NoteKey.Parse(key));
        }

        return services.GetKeyedService<RoleParts>(role) is { } here ? (await here.Opened.WaitAsync(ct)).Identity.Policy : null;
    }
}
