using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel;
using Microsoft.Extensions.Logging.Abstractions;

namespace EnforcementPlatform.Tests.Fast.Fakes;

/// <summary>The directories of one role on one machine, with its ledger started over and over.</summary>
public sealed class LedgerHome(TestFolder folder)
{
    public string Data => folder.Path;

    public string Keys => folder.Beside("keys");

    public string Anchors => folder.Beside("anchors");

    /// <summary>The name that the next new ledger gets.</summary>
    private string _minted = LogIdentity.Mint("ep.example.cn", "records");

    public LogIdentity Identity => LogIdentity.ReadOrMake(LedgerRows.OriginIn(Data) ?? _minted, Keys, "ep.example.cn", "records");

    public async Task<Started> Start(TimeProvider? clock = null, ICells? cells = null)
    {
        var store = new SqliteLedger(folder.File("ledger.db"), (origin, _) => TestRing.Of(origin ?? _minted));
        _minted = LogIdentity.Mint("ep.example.cn", "records");
        var kept = cells is null ? new SqliteCells(folder.File("cells.db"), TestRing.Tags(TagPurpose.Cell)) : null;
        var options = new SignedLogOptions { DataDirectory = Data, AnchorDirectory = Anchors, Gone = store.Gone };
        var ledger = await SignedLog.Start(store, cells ?? kept!, Identity, options, clock ?? TimeProvider.System, NullLoggerFactory.Instance, default);
        return new Started(store, kept, ledger);
    }

    public sealed class Started(SqliteLedger store, SqliteCells? cells, SignedLog ledger) : IAsyncDisposable
    {
        public SqliteLedger Store => store;

        public ICells Cells => cells!;

        public SignedLog Ledger => ledger;

        public CheckpointLog Log => ledger.Checkpoints!;

        public async Task<EntryToAppend> Append(string name, EntryToAppend? after = null)
        {
            var entry = Sample.Entry(name, [after is null ? Sample.First($"cases/{Sample.Id(name)}") : Sample.After(after)]);
            await ledger.Append(entry, default);
            return entry;
        }

        public async Task Append(int count, string prefix)
        {
            await Task.WhenAll(Enumerable.Range(0, count).Select(index => Append($"{prefix}-{index}")));
        }

        public async ValueTask DisposeAsync()
        {
            await ledger.DisposeAsync();
            store.Dispose();
            cells?.Dispose();
        }
    }
}
