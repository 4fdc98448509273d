using EnforcementPlatform.Bench.Contestants;
using EnforcementPlatform.Bench.Load;
using EnforcementPlatform.Bench.Seed;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host.Product;
using Grpc.Core;

namespace EnforcementPlatform.Bench.Read;

/// <summary>Everybody who takes part in the read bench.</summary>
/// <param name="Contestants">List and whole case, each followed by the echo of its sizes.</param>
/// <param name="ListBytes">Bytes of a list's answer.</param>
/// <param name="CaseBytes">Bytes of the whole case.</param>
/// <param name="Cold">First reads.</param>
internal sealed record ReadField(IReadOnlyList<IContestant> Contestants, int ListBytes, int CaseBytes, ColdReads Cold)
{
    public const string List = "列表 ListCases（视图）";
    public const string ListEcho = "等长回显（列表）";
    public const string Whole = "案件 GetCase（账本，已在内存）";
    public const string WholeEcho = "等长回显（案件）";

    /// <summary>Entries of the case that is read.</summary>
    public const int LargeEntries = 60;

    public static async Task<ReadField> Prepare(Started started, ProductFolders folders, int cases, CancellationToken ct)
    {
        var seeded = await SeededFolders.Fill(folders, cases, [.. Enumerable.Repeat(LargeEntries, ColdReads.Large + 1)], ct);
        var product = started.Add(await RunningProduct.Start(folders, ct));
        var channels = started.Add(new Channels(RunningProduct.Records(product)));
        var handler = await Staff.SignIn(channels.Of(0), Staff.Officer, ct);
        var cold = await ColdReads.Measure(new(channels.Of(0)), handler, seeded.Cases, ct);

        var whole = new GetCaseRequest { CaseId = seeded.Cases[^1].CaseId };
        var list = new ListCasesRequest { PageSize = 1 };
        var wholeAnswer = await new CaseService.CaseServiceClient(channels.Of(0)).GetCaseAsync(whole, handler, cancellationToken: ct);
        var listAnswer = await new CaseService.CaseServiceClient(channels.Of(0)).ListCasesAsync(list, handler, cancellationToken: ct);
        if (listAnswer.Cases is not [var first] || first.CaseId != whole.CaseId)
        {
            throw new InvalidOperationException("the newest case is not the first of the list");
        }

        var (listBytes, caseBytes) = (listAnswer.CalculateSize(), wholeAnswer.CalculateSize());
        var echo = started.Add(await ContestantProcess.Start("echo", [], ct));
        var toEcho = started.Add(new Channels(echo.Address));
        return new(
            [
                new QuestionLoad(List, channels, (to, token) => new CaseService.CaseServiceClient(to).ListCasesAsync(list, handler, cancellationToken: token).ResponseAsync, Product),
                new EchoLoad(ListEcho, toEcho, handler, list.CalculateSize(), listBytes, Echo),
                new QuestionLoad(Whole, channels, (to, token) => new CaseService.CaseServiceClient(to).GetCaseAsync(whole, handler, cancellationToken: token).ResponseAsync, Product),
                new EchoLoad(WholeEcho, toEcho, handler, whole.CalculateSize(), caseBytes, Echo),
            ],
            listBytes,
            caseBytes,
            cold);

        TimeSpan Product() => RunningProduct.Cpu(product);
        TimeSpan Echo() => ProcessTimes.Of(echo.Id);
    }
}
