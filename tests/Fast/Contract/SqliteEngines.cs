using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;

namespace EnforcementPlatform.Tests.Fast.Contract;

public sealed class The_sqlite_ledger : LedgerStoreContract, IDisposable
{
    private readonly TestFolder folder = new();
    private readonly SqliteLedger store;
    private SqliteLedger? later;

    public The_sqlite_ledger() => store = new SqliteLedger(folder.File("ledger.db"), TestRing.Open);

    protected override ILedgerStore Store => store;

    protected override Task Plant(EntryToAppend entry, long position)
    {
        using var other = SqliteConnections.OpenWriter(folder.File("ledger.db"), durable: true, 1024);
        using var row = new Statement(other, "INSERT INTO entries SELECT ?1, ?2, ?3, ?4, ?5, claims + ?6, parts + ?7, m FROM entries ORDER BY position DESC LIMIT 1");
        row.Bind(1, position).Bind(2, entry.Id).Bind(3, 0).Bind(4, entry.Bytes).Bind(5, entry.Leaf).Bind(6, entry.Claims.Length).Bind(7, entry.Parts.Length).Run();
        foreach (var (claim, index) in entry.Claims.Select((claim, index) => (claim, index)))
        {
            using var taken = new Statement(other, "INSERT INTO claims VALUES (?1, ?2, ?3, ?4)");
            taken.Bind(1, claim.Stream).Bind(2, claim.Version).Bind(3, position).Bind(4, index).Run();
        }

        foreach (var (part, index) in entry.Parts.Select((part, index) => (part, index)))
        {
            using var kept = new Statement(other, "INSERT INTO parts VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
            kept.Bind(1, LedgerSchema.Place(position, index)).Bind(2, part.Salt).Bind(3, part.Algorithm).Bind(4, part.Key).Bind(5, part.Nonce).Bind(6, part.Bytes).Run();
        }

        return Task.CompletedTask;
    }

    // The copy is taken while the engine runs: what it holds is what the files held, not what a tidy end would have added.
    // That the files also hold it on the disk is the matter of Integration/Store/A_traced_run.
    protected override ILedgerStore AfterPowerCut() => later = new SqliteLedger(Path.Combine(folder.Copy(), "ledger.db"), TestRing.Open);

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
