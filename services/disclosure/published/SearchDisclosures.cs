using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class PublicRpcs
{
    /// <summary>What is shown today, newest decision first; a page goes on after day and number of the last one.</summary>
    public override async Task<SearchDisclosuresResponse> SearchDisclosures(SearchDisclosuresRequest request, ServerCallContext context)
    {
        Query(request.Query)
            .That(request.Organ.Length <= 40, "organ", "KEY", "不是有效的机关代码。")
            .OptionalDate(request.DecidedFrom, "decided_from")
            .OptionalDate(request.DecidedTo, "decided_to")
            .Page(request.PageSize, request.PageToken)
            .ThrowIfAny();
        var page = PageToken.Read(request, length: 2) is [string day, long number]
            ? new SqlPart($"(decided_on, number) < ({day}, {number})")
            : SqlPart.Always;
        var size = PageToken.SizeOf(request.PageSize);
        var today = Today;
        var sought = Sought(request, today);
        Sql list = $"SELECT {Columns} FROM decisions WHERE {sought} AND {page} ORDER BY decided_on DESC, number DESC LIMIT {size + 1}";
        Sql count = $"SELECT count(*) FROM decisions WHERE {sought}";
        var (found, total) = await notices.Read(
            db => (db.List(list, Row), db.Number(count)), one => one.Row, (one, ct) => Standing(one.Row, today, ct), context.CancellationToken);
        return new()
        {
            Disclosures = { found.Take(size).Select(one => one.Shown) },
            NextPageToken = found.Length > size ? PageToken.After(request, found[size - 1].Row.DecidedOn, found[size - 1].Row.Number) : "",
            Total = total,
        };
    }

    /// <summary>A search finds texts, never the note that stands where one stood.</summary>
    private async ValueTask<Opened<PublicDisclosure>> Standing(PublicRow row, string today, CancellationToken ct) =>
        await notices.Decision(row, today, ct) is var opened && opened.Shown is { State: PublicState.Withdrawn } ? opened with { Shown = null } : opened;

    private static SqlPart Sought(SearchDisclosuresRequest request, string today)
    {
        var words = string.IsNullOrWhiteSpace(request.Query) ? SqlPart.Always : PublicView.Decisions.Matches(Number, request.Query);
        var from = request.DecidedFrom.Length == 0 ? SqlPart.Always : new SqlPart($"decided_on >= {request.DecidedFrom}");
        var to = request.DecidedTo.Length == 0 ? SqlPart.Always : new SqlPart($"decided_on <= {request.DecidedTo}");
        return new($"{Shown(today)} AND {words} AND {OfOrgan(request.Organ)} AND {from} AND {to}");
    }
}
