using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Views;

public sealed class Views_bench
{
    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public async Task Applies_every_entry_of_a_real_ledger_and_says_how_long_it_took(int statements)
    {
        var ct = TestContext.Current.CancellationToken;
        var entries = int.Parse(Environment.GetEnvironmentVariable("ENFORCE_BENCH_ENTRIES") ?? "500", System.Globalization.CultureInfo.InvariantCulture);
        using var folder = new TestFolder();
        using var store = new SqliteLedger(folder.File("ledger.db"));
        using var service = new NotesService();
        await service.Fill(entries, store);
        var tail = new EntryTail(store, service.Ledger.Decoder, new(), TimeProvider.System);
        var result = await ViewsBench.Run(tail, statements, NotesService.ViewFiles, folder.Path, ct);
        TestContext.Current.SendDiagnosticMessage($"{result.EntriesPerSecond:N0} entries/s at {statements} statements");
        Assert.Equal(entries, result.Entries);
        Assert.True(result.EntriesPerSecond > 0);
    }
}
