using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class RegisterRpcs
{
    private static readonly RelationFilter Visible = new() { Organ = actor => $"organ = {actor.Organ}" };

    /// <summary>By code; a page goes on after the code of the last item shown. The view says which, the ledger what they are.</summary>
    public override async Task<ListItemsResponse> ListItems(ListItemsRequest request, ServerCallContext context)
    {
        new Check()
            .OptionalEnum(request.Stage, "stage")
            .Page(request.PageSize, request.PageToken)
            .ThrowIfAny();
        var after = PageToken.Read(request, length: 1) is [string code] ? code : "";
        var size = PageToken.SizeOf(request.PageSize);
        var visible = Visible.For(context.Rpc(), context.Actor());
        var stage = request.Stage == ItemStage.Unspecified ? SqlPart.Always : new SqlPart($"stage = {request.Stage}");
        Sql query = $"SELECT code, item_id FROM items WHERE code > {after} AND {stage} AND {visible} ORDER BY code LIMIT {size + 1}";
        var found = await views.Read(ListsView.ViewName, context, db => db.List(query, row => (Code: row.GetString(0), Id: row.GetString(1))));
        var response = new ListItemsResponse { NextPageToken = found.Length > size ? PageToken.After(request, found[size - 1].Code) : "" };
        foreach (var (_, id) in found.Take(size))
        {
            if (await items.Listed(id, context) is { } item)
            {
                response.Items.Add(item.ToMessage());
            }
        }

        return response;
    }
}
