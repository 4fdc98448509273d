using EnforcementPlatform.Kernel.Witnesses;
using EnforcementPlatform.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Finds the two sides of each row of the table: a role of this very process first, else what the settings name. Neither keys nor addresses are
/// ever learned from the network.
/// </summary>
internal sealed class WitnessDirectory(
    WitnessTable table, PlatformOptions options, ITrustedLogs logs, IHostApplicationLifetime lifetime, IServiceProvider services)
{
    /// <summary>The logs that a role knows as witness.</summary>
    public async Task<IReadOnlyList<KnownLog>> LogsFor(string witness, CancellationToken ct)
    {
        var known = new List<KnownLog>();
        foreach (var role in table.LogsOf(witness))
        {
            if (await logs.Of(role, ct) is { } policy)
            {
                known.Add(new(policy, Here(role) is not null));
            }
        }

        return known;
    }

    /// <summary>The witnesses that a role's ledger asks.</summary>
    public IEnumerable<KnownWitness> Of(string log) =>
    [
        .. table.WitnessesOf(log).Select(role => Here(role) is { } here ? InProcess(here) : Elsewhere(role)).OfType<KnownWitness>(),
        .. options.Witnesses.Keys.Where(name => !table.Knows(name)).Order(StringComparer.Ordinal).Select(Elsewhere).OfType<KnownWitness>(),
    ];

    /// <summary>Asked over HTTP as any other, so that there is one way; but with the key that is named for what it is.</summary>
    private KnownWitness InProcess(RoleParts here) => new(
        here.Role,
        IsHere: true,
        async ct => (await here.Opened.WaitAsync(ct)).WitnessKeys.OfSelf.Key,
        () => lifetime.ApplicationStarted.IsCancellationRequested ? new(services.GetRequiredService<RunningRoles>()[here.Role].Http, WitnessPaths.Prefix) : null)
    {
        Directly = (asked, ct) => here.Witness.Add(asked, ct),
    };

    private KnownWitness? Elsewhere(string name)
    {
        if (!options.Witnesses.TryGetValue(name, out var named))
        {
            return null;
        }

        var (key, address) = (NoteKey.Parse(named.Key), new Uri(named.Address));
        return new(name, IsHere: false, _ => Task.FromResult(key), () => address);
    }

    private RoleParts? Here(string role) => services.GetKeyedService<RoleParts>(role);
}
