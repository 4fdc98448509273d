using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>One machine: each role's ledger and cells in SQLite files of their own.</summary>
public sealed class SqliteEngine : ILedgerEngine
{
    public IViewFiles ViewFiles { get; } = new SqliteViewFiles();

    public LedgerFiles Open(string directory, OpenRing ring)
    {
        var store = new SqliteLedger(Path.Combine(directory, "ledger.db"), ring);
        try
        {
            return new(store, new SqliteCells(Path.Combine(directory, "cells.db"), store.Ring.For(TagPurpose.Cell))) { Gone = store.Gone, CountClaims = store.CountClaims };
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }
}
