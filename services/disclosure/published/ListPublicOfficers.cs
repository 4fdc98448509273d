using System.Data.Common;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class PublicRpcs
{
    /// <summary>
    /// Who is listed today, by certificate number: a certificate that ran out last night lists nobody, though nothing told of it. A page goes
    /// on after number and person of the last one.
    /// </summary>
    public override async Task<ListPublicOfficersResponse> ListPublicOfficers(ListPublicOfficersRequest request, ServerCallContext context)
    {
        new Check()
            .Text(request.Query, "query", 50, min: 0)
            .That(request.Organ.Length <= 40, "organ", "KEY", "不是有效的机关代码。")
            .Page(request.PageSize, request.PageToken)
            .ThrowIfAny();
        var page = PageToken.Read(request, length: 2) is [string certificate, string person]
            ? new SqlPart($"(certificate_number, person_id) > ({certificate}, {person})")
            : SqlPart.Always;
        var size = PageToken.SizeOf(request.PageSize);
        var typed = request.Query.Trim();
        var words = typed.Length == 0
            ? SqlPart.Always
            : new SqlPart($"({PublicView.Officers.Matches(Number, typed)} OR instr(lower(certificate_number), lower({typed})) > 0)");
        var today = Today;
        Sql query = $"""
            SELECT person_id, organ, position, part, listing, certificate_number,
                (SELECT organs.position FROM organs WHERE organs.organ = officers.organ), (SELECT organs.part FROM organs WHERE organs.organ = officers.organ)
            FROM officers
            WHERE listed_from <= {today} AND listed_to >= {today} AND {OfOrgan(request.Organ)} AND {page} AND {words}
            ORDER BY certificate_number, person_id LIMIT {size + 1}
            """;
        var (found, _) = await notices.Read(db => (db.List(query, ListedRow), 0), one => one.Row, (one, ct) => Listed(one, today, ct), context.CancellationToken);
        return new()
        {
            Officers = { found.Take(size).Select(one => one.Shown) },
            NextPageToken = found.Length > size ? PageToken.After(request, found[size - 1].Row.Certificate, found[size - 1].Row.Row.Id) : "",
        };
    }

    private static ListedOfficer ListedRow(DbDataReader row) => new(
        new(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt32(3)),
        row.GetInt32(4),
        row.GetString(5),
        new(row.GetString(1), row.GetString(1), row.IsDBNull(6) ? -1 : row.GetInt64(6), row.IsDBNull(7) ? -1 : row.GetInt32(7)));

    /// <summary>Under the name that the organ has now.</summary>
    private async ValueTask<Opened<PublicOfficer>> Listed(ListedOfficer one, string today, CancellationToken ct) =>
        await notices.Organ(one.Organ, ct) is var organ && organ.Shown is null
            ? new(null, organ.Known)
            : await notices.Officer(one.Row, one.Listing, today, organ.Shown.Name, ct);

    /// <summary>A row of an officer with that of the organ.</summary>
    private sealed record ListedOfficer(PublicRow Row, int Listing, string Certificate, PublicRow Organ);
}
