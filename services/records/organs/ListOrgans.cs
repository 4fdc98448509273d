using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class OrganRpcs
{
    private static readonly RelationFilter Visible = new() { Organ = actor => $"code = {actor.Organ}" };

    public override async Task<ListOrgansResponse> ListOrgans(ListOrgansRequest request, ServerCallContext context)
    {
        new Check().Page(request.PageSize, request.PageToken).ThrowIfAny();
        var after = PageToken.Read(request, 1) is [string code] ? code : "";
        var size = PageToken.SizeOf(request.PageSize);
        var visible = Visible.For(context.Rpc(), context.Actor());
        Sql query = $"SELECT code FROM organs WHERE code > {after} AND {visible} ORDER BY code LIMIT {size + 1}";
        var codes = await views.Read(RegistersView.ViewName, context, db => db.List(query, row => row.GetString(0)));
        var response = new ListOrgansResponse { NextPageToken = codes.Length > size ? PageToken.After(request, codes[size - 1]) : "" };
        foreach (var found in codes.Take(size))
        {
            if (await organs.Listed(found, context) is { } organ)
            {
                response.Organs.Add(organ.ToMessage());
            }
        }

        return response;
    }
}
