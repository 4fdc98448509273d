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
            : new SqlPart($"1 = 1");
        var size = PageToken.SizeOf(request.PageSize);
        var typed = request.Query.Trim();
        var words = typed.Length == 0
            ? new SqlPart($"1 = 1")
            : new SqlPart($"({PublicView.Officers.Matches(Number, typed)} OR instr(lower(certificate_number), lower({typed})) > 0)");
        Sql query = $"""
            SELECT officer, certificate_number, person_id, (SELECT organs.name FROM organs WHERE organs.organ = officers.organ) FROM officers
            WHERE listed_from <= {Today} AND listed_to >= {Today} AND {OfOrgan(request.Organ)} AND {page} AND {words}
            ORDER BY certificate_number, person_id LIMIT {size + 1}
            """;
        var found = await views.Read(
            PublicView.ViewName,
            db => db.List(query, row => (Officer: OfNow(row.GetFieldValue<byte[]>(0), row.GetString(3)), Certificate: row.GetString(1), Person: row.GetString(2))),
            context.CancellationToken);
        return new()
        {
            Officers = { found.Take(size).Select(one => one.Officer) },
            NextPageToken = found.Length > size ? PageToken.After(request, found[size - 1].Certificate, found[size - 1].Person) : "",
        };
    }

    /// <summary>Under the name that the organ has now.</summary>
    private static PublicOfficer OfNow(byte[] officer, string organ)
    {
        var shown = PublicOfficer.Parser.ParseFrom(officer);
        shown.OrganName = organ;
        return shown;
    }
}
