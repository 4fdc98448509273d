using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class DisclosureRpcs
{
    private static readonly RelationFilter Visible = new()
    {
        Organ = actor => $"organ = {actor.Organ}",
        Department = actor => $"department = {actor.Department}",
        Handler = actor => $"disclosure_id IN (SELECT disclosure_id FROM disclosure_handlers WHERE person_id = {actor.PersonId})",
    };

    /// <summary>Newest first; a page goes on before the position of the last one shown. The view says which, the ledger what they are.</summary>
    public override async Task<ListDisclosuresResponse> ListDisclosures(ListDisclosuresRequest request, ServerCallContext context)
    {
        new Check()
            .OptionalEnum(request.Stage, "stage")
            .Page(request.PageSize, request.PageToken)
            .ThrowIfAny();
        var before = PageToken.Read(request, length: 1) is [long position] ? position : long.MaxValue;
        var size = PageToken.SizeOf(request.PageSize);
        var visible = Visible.For(context.Rpc(), context.Actor());
        var stage = request.Stage == DisclosureStage.Unspecified ? SqlPart.Always : new SqlPart($"stage = {request.Stage}");
        Sql query = $"""
            SELECT position, disclosure_id FROM disclosures
            WHERE position < {before} AND {stage} AND {visible}
            ORDER BY position DESC LIMIT {size + 1}
            """;
        var found = await views.Read(ListsView.ViewName, context, db => db.List(query, row => (Position: row.GetInt64(0), Id: row.GetString(1))));
        var response = new ListDisclosuresResponse { NextPageToken = found.Length > size ? PageToken.After(request, found[size - 1].Position) : "" };
        var law = await LawOf(context);
        foreach (var (_, id) in found.Take(size))
        {
            if (await disclosures.Listed(id, context) is { } disclosure)
            {
                response.Disclosures.Add(disclosure.ToSummary(law, clock.GetUtcNow()));
            }
        }

        return response;
    }
}
