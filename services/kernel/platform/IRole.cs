using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// What a service is to the process that plays it. All roles of a process share one container, so what belongs to one role alone
/// (its <see cref="ServiceLedger"/>, its <see cref="IPeople"/>, its <see cref="IReadinessCheck"/>s) is registered with the role's name as key.
/// </summary>
public interface IRole
{
    /// <summary>Name in settings, tokens and the rights table, e.g. <c>records</c>.</summary>
    string Name { get; }

    /// <summary>Ports where the settings name none.</summary>
    RolePorts Ports { get; }

    /// <summary>
    /// True for a role that shows people what anybody may see. It has no signing key and no token, so that it cannot ask in the suite's name, not
    /// even when it is taken over (<see cref="Peers.To(string)"/>); and it offers no contract, so it has no gRPC port.
    /// </summary>
    bool IsAnonymous => false;

    /// <summary>Section of the settings that belongs to the role alone, beside <c>Platform</c>; null without one.</summary>
    SettingsSection? Section => null;

    /// <summary>
    /// What is wrong in that section, a sentence for the operator each; asked before anything is opened, also where another process plays the
    /// role. MUST read nothing but the settings.
    /// </summary>
    IEnumerable<string> Mistakes(PlatformOptions options) => [];

    /// <summary>Registers what the role needs. MUST NOT open files or connections.</summary>
    void Services(IServiceCollection services, PlatformOptions options);

    /// <summary>Maps the role's contracts. Every rpc mapped MUST have a row in the rights table, or the process does not start.</summary>
    void Map(RoleEndpoints endpoints);

    /// <summary>
    /// Opens the ledger, before any port listens. MUST return as soon as acts can be kept: catching up goes on behind a
    /// <see cref="IReadinessCheck"/>. An exception stops the process.
    /// </summary>
    Task Start(IServiceProvider services, CancellationToken ct);

    /// <summary>
    /// Ends what works by itself (handlers, views, asking of witnesses), after the last call and before anything of any role is closed: roles
    /// hear each other in circles, so none may be closed while another still follows it.
    /// </summary>
    Task Stop(IServiceProvider services) => Task.CompletedTask;
}

/// <summary>One thing a role waits for before it says that it is ready, e.g. a view that is behind.</summary>
public interface IReadinessCheck
{
    /// <summary>For the log and the metric; never shown to callers.</summary>
    string Name { get; }

    /// <summary>MUST answer from this process alone: a neighbour that is away never makes this role unready.</summary>
    ValueTask<bool> IsReady(CancellationToken ct);
}

/// <summary>Something operators may see beside readiness, on this machine only: it makes nobody ready or unready.</summary>
public interface IReadinessDetail
{
    /// <summary>Name in the answer.</summary>
    string Name { get; }

    /// <summary>What is known now, written as JSON; null where nothing is. MUST hold no content of the ledger.</summary>
    object? Value { get; }
}

/// <summary>Fills an empty installation for a demonstration. Registered by the role that keeps people.</summary>
public interface IDemoData
{
    /// <summary>Makes what is missing, through the same write path as everybody. MUST be repeatable: a second start adds nothing.</summary>
    Task<IReadOnlyList<DemoAccount>> Prepare(CancellationToken ct);
}

/// <summary>An account people can try.</summary>
/// <param name="Organ">Name of the organ.</param>
/// <param name="Person">Invented name.</param>
/// <param name="Post">Post in Chinese.</param>
/// <param name="Account">Name to sign in with.</param>
/// <param name="Password">Password of the demonstration.</param>
public sealed record DemoAccount(string Organ, string Person, string Post, string Account, string Password);
