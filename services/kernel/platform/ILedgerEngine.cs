using EnforcementPlatform.Kernel.Views;

namespace EnforcementPlatform.Kernel;

/// <summary>Opens what a role keeps durably. One implementation per engine, chosen by the host.</summary>
public interface ILedgerEngine
{
    /// <summary>Opens ledger and cells of a role; MUST refuse files that another process owns.</summary>
    /// <param name="directory">The role's data directory, which exists.</param>
    LedgerFiles Open(string directory);

    /// <summary>The files of views, which are local in every topology.</summary>
    IViewFiles ViewFiles { get; }
}

/// <summary>An opened ledger and its cells; closing releases the files.</summary>
public sealed record LedgerFiles(ILedgerStore Store, ICells Cells) : IDisposable
{
    public void Dispose()
    {
        (Store as IDisposable)?.Dispose();
        (Cells as IDisposable)?.Dispose();
    }
}
