using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;

namespace EnforcementPlatform.Tests.Fast.Contract;

public sealed class The_in_memory_ledger : LedgerStoreContract
{
    private readonly InMemoryLedger store = new();

    protected override ILedgerStore Store => store;

    protected override ILedgerStore AfterPowerCut() => store.AfterPowerCut();

    protected override Task Plant(EntryToAppend entry, long position) => store.Plant(entry);
}

public sealed class The_in_memory_cells : CellsContract
{
    private readonly InMemoryCells cells = new();

    protected override ICells Cells => cells;

    protected override ICells AfterPowerCut() => cells.AfterPowerCut();

    protected override ICells AfterAlteration(string name, Func<StoredCell, StoredCell?> alter) => cells.AfterAlteration(name, alter);
}
