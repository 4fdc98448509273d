using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;

namespace EnforcementPlatform.Tests.Fast.Contract;

public sealed class The_sqlite_ledger : LedgerStoreContract, IDisposable
{
    private readonly TestFolder folder = new();
    private readonly SqliteLedger store;
    private SqliteLedger? later;

    public The_sqlite_ledger() => store = new SqliteLedger(folder.File("ledger.db"));

    protected override ILedgerStore Store => store;

    // The copy is taken while the engine runs: what it holds is what the files held, not what a tidy end would have added.
    // That the files also hold it on the disk is the matter of Integration/Store/A_traced_run.
    protected override ILedgerStore AfterPowerCut() => later = new SqliteLedger(Path.Combine(folder.Copy(), "ledger.db"));

    public void Dispose()
    {
        store.Dispose();
        later?.Dispose();
        folder.Dispose();
    }
}

public sealed class The_sqlite_cells : CellsContract, IDisposable
{
    private readonly TestFolder folder = new();
    private readonly SqliteCells cells;
    private SqliteCells? later;

    public The_sqlite_cells() => cells = new SqliteCells(folder.File("cells.db"));

    protected override ICells Cells => cells;

    protected override ICells AfterPowerCut() => later = new SqliteCells(Path.Combine(folder.Copy(), "cells.db"));

    public void Dispose()
    {
        cells.Dispose();
        later?.Dispose();
        folder.Dispose();
    }
}
