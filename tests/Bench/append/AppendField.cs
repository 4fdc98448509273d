using EnforcementPlatform.Bench.Contestants;
using EnforcementPlatform.Bench.Load;
using EnforcementPlatform.Bench.Seed;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Law;
using Grpc.Core;

namespace EnforcementPlatform.Bench.Append;

/// <summary>Everybody who takes part in the append bench, started and given the same cases.</summary>
/// <param name="Contestants">The product, PostgreSQL where it is there, the echo.</param>
/// <param name="Vouching">The product's tags, counted round by round.</param>
/// <param name="Request">Bytes of the act's request.</param>
/// <param name="Answer">Bytes of its answer, the mean over a case.</param>
/// <param name="Entry">Bytes that one act takes in the ledger.</param>
internal sealed record AppendField(IReadOnlyList<IContestant> Contestants, CountedProduct Vouching, int Request, int Answer, int Entry)
{
    public const string Product = "平台";
    public const string Postgres = "PostgreSQL 15";
    public const string Echo = "回显";

    public static async Task<AppendField> Prepare(Started started, ProductFolders folders, int cases, int rounds, bool withPostgres, CancellationToken ct)
    {
        var seeded = await SeededFolders.Fill(folders, cases, [], ct);
        var shares = seeded.Cases.Skip(1).Chunk((seeded.Cases.Count - 1) / rounds).ToArray();
        var product = started.Add(await RunningProduct.Start(folders, ct));
        var channels = started.Add(new Channels(RunningProduct.Records(product)));
        var handlers = new[] { await Staff.SignIn(channels.Of(0), Staff.Officer, ct), await Staff.SignIn(channels.Of(0), Staff.Partner, ct) };
        var (request, answer) = await Measure(new(channels.Of(0), handlers[0], new CaseQueue(seeded.Cases)), ct);
        var counted = new CountedProduct(
            new RecordContestant(
                Product, channels, handlers, shares, () => RunningProduct.Cpu(product), (last, token) => ViewsCaughtUp.Wait(channels.Of(0), handlers[0], last, token)),
            started.Add(new TagPage(product.HttpOf(ServiceRole.Records))));
        var contestants = new List<IContestant> { counted };
        if (withPostgres)
        {
            contestants.Add(await OfPostgres(started, folders, seeded.Cases, shares, channels.Of(0), handlers, ct));
        }

        var echo = started.Add(await ContestantProcess.Start("echo", [], ct));
        contestants.Add(new EchoLoad(Echo, started.Add(new Channels(echo.Address)), handlers[0], request, answer, () => ProcessTimes.Of(echo.Id)));
        return new(contestants, counted, request, answer, seeded.EntryBytes);
    }

    private static async Task<IContestant> OfPostgres(
        Started started, ProductFolders folders, IReadOnlyList<Case> cases, IReadOnlyList<Case>[] shares, CallInvoker product, Metadata[] handlers, CancellationToken ct)
    {
        var accounts = new AccountsService.AccountsServiceClient(product);
        var staff = await Task.WhenAll(handlers.Select(one => accounts.GetMeAsync(new(), one, cancellationToken: ct).ResponseAsync));
        var server = started.Add(await PostgresServer.Start(ct));
        await PostgresStore.Prepare(server.Connection, cases, staff, ct);
        var scratch = started.Add(new TemporaryFolder());
        var shell = started.Add(await ContestantProcess.Start("postgres", ["--keys", folders.Keys, "--scratch", scratch.Path, "--connection", server.Connection], ct));
        return new RecordContestant(
            Postgres, started.Add(new Channels(shell.Address)), handlers, shares, () => ProcessTimes.Of(shell.Id) + server.Cpu, (_, _) => Task.CompletedTask);
    }

    /// <summary>Writes one whole case and takes the mean: an answer grows with the case.</summary>
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
}
