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
    private readonly List<SqliteCells> later = [];

    public The_sqlite_cells() => cells = new SqliteCells(folder.File("cells.db"), TestRing.Tags(TagPurpose.Cell));

    protected override ICells Cells => cells;

    protected override ICells AfterPowerCut() => Later(Path.Combine(folder.Copy(), "cells.db"));

    protected override ICells AfterAlteration(string name, Func<StoredCell, StoredCell?> alter)
    {
        var path = Path.Combine(folder.Copy(), "cells.db");
        AlteredCells.Alter(path, name, alter);
        return Later(path);
    }

    public void Dispose()
    {
        cells.Dispose();
        later.ForEach(each => each.Dispose());
        folder.Dispose();
    }

    private SqliteCells Later(string path)
    {
        later.Add(new SqliteCells(path, TestRing.Tags(TagPurpose.Cell)));
        return later[^1];
    }
}
