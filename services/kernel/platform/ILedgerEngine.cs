using EnforcementPlatform.Kernel.Views;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The keys that vouch for a ledger. Asked by the engine once it owns the files and before it reads anything else of them.
/// </summary>
/// <param name="origin">Name of the log as the ledger's own files tell it; null where they do not yet.</param>
/// <param name="empty">True while the ledger has no entry: only then may keys be minted.</param>
/// <exception cref="SettingsException">The ledger has entries, and something that belongs to it is missing.</exception>
public delegate VouchRing OpenRing(string? origin, bool empty);

/// <summary>Opens what a role keeps durably. One implementation per engine, chosen by the host.</summary>
public interface ILedgerEngine
{
    /// <summary>Opens ledger and cells of a role; MUST refuse files that another process owns.</summary>
    /// <param name="directory">The role's data directory, which exists.</param>
    /// <param name="ring">Whose ledger it is, and what vouches for it.</param>
    LedgerFiles Open(string directory, OpenRing ring);

    /// <summary>The files of views, which are local in every topology.</summary>
    IViewFiles ViewFiles { get; }
}
