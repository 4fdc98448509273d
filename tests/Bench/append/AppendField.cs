using EnforcementPlatform.Bench.Contestants;
using EnforcementPlatform.Bench.Load;
using EnforcementPlatform.Bench.Seed;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host.Product;
using Grpc.Core;

namespace EnforcementPlatform.Bench.Append;

/// <summary>Everybody who takes part in the append bench, started and given the same cases. Disposing stops what was started.</summary>
internal sealed class AppendField : IAsyncDisposable
{
    public const string Product = "平台";
    public const string Postgres = "PostgreSQL 15";
    public const string Echo = "回显";

    private readonly Stack<object> _started = new();
    private readonly List<IContestant> _contestants = [];

    private AppendField()
    {
    }

    public IReadOnlyList<IContestant> Contestants => _contestants;

    /// <summary>Mean sizes of the act's messages, in bytes.</summary>
    public (int Request, int Answer) Sizes { get; private set; }

    /// <summary>Bytes that one act takes in the ledger.</summary>
    public int EntryBytes { get; private set; }

    public static async Task<AppendField> Prepare(string folder, int cases, int rounds, bool withPostgres, CancellationToken ct)
    {
        var field = new AppendField();
        try
        {
            await field.Open(ProductFolders.In(folder), cases, rounds, withPostgres, ct);
            return field;
        }
        catch
        {
            await field.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out var one))
        {
            switch (one)
            {
                case StartedProduct product:
                    await product.Stop();
                    break;
                case IAsyncDisposable other:
                    await other.DisposeAsync();
                    break;
                default:
                    ((IDisposable)one).Dispose();
                    break;
            }
        }
    }

    private async Task Open(ProductFolders folders, int cases, int rounds, bool withPostgres, CancellationToken ct)
    {
        var seeded = await SeededFolders.Fill(folders, cases, [], ct);
        EntryBytes = seeded.EntryBytes;
        var shares = seeded.Cases.Skip(1).Chunk((seeded.Cases.Count - 1) / rounds).ToArray();
        var product = Keep(await RunningProduct.Start(folders, ct));
        var channels = Keep(new Channels(RunningProduct.Records(product)));
        var handlers = new[] { await Staff.SignIn(channels.Of(0), Staff.Officer, ct), await Staff.SignIn(channels.Of(0), Staff.Partner, ct) };
        Sizes = await Measure(new(channels.Of(0), handlers[0], new CaseQueue(seeded.Cases)), ct);
        _contestants.Add(new RecordContestant(
            Product, channels, handlers, shares, () => RunningProduct.Cpu(product), (last, token) => ViewsCaughtUp.Wait(channels.Of(0), handlers[0], last, token)));
        if (withPostgres)
        {
            await OpenPostgres(folders, seeded.Cases, shares, channels, handlers, ct);
        }

        await OpenEcho(handlers[0], ct);
    }

    private async Task OpenPostgres(
        ProductFolders folders, IReadOnlyList<Case> cases, IReadOnlyList<Case>[] shares, Channels product, Metadata[] handlers, CancellationToken ct)
    {
        var accounts = new AccountsService.AccountsServiceClient(product.Of(0));
        var staff = await Task.WhenAll(handlers.Select(one => accounts.GetMeAsync(new(), one, cancellationToken: ct).ResponseAsync));
        var server = Keep(await PostgresServer.Start(ct));
        await PostgresStore.Prepare(server.Connection, cases, staff, ct);
        var scratch = Keep(new TemporaryFolder());
        var shell = Keep(await ContestantProcess.Start("postgres", ["--keys", folders.Keys, "--scratch", scratch.Path, "--connection", server.Connection], ct));
        var channels = Keep(new Channels(shell.Address));
        _contestants.Add(new RecordContestant(
            Postgres, channels, handlers, shares, () => ProcessTimes.Of(shell.Id) + server.Cpu, (_, _) => Task.CompletedTask));
    }

    private async Task OpenEcho(Metadata signedIn, CancellationToken ct)
    {
        var echo = Keep(await ContestantProcess.Start("echo", [], ct));
        _contestants.Add(new EchoLoad(Echo, Keep(new Channels(echo.Address)), signedIn, Sizes.Request, Sizes.Answer, () => ProcessTimes.Of(echo.Id)));
    }

    private static async Task<(int Request, int Answer)> Measure(RecordingOfficer officer, CancellationToken ct)
    {
        var (request, answer) = (0, 0);
        for (var record = 0; record < RecordingOfficer.RecordsPerCase; record++)
        {
            await officer.Send(ct);
            request += officer.Request.CalculateSize();
            answer += new RecordActResponse { Case = officer.Case }.CalculateSize();
        }

        return (request / RecordingOfficer.RecordsPerCase, answer / RecordingOfficer.RecordsPerCase);
    }

    private T Keep<T>(T started)
        where T : notnull
    {
        _started.Push(started);
        return started;
    }
}
