using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class PublicRpcs
{
    /// <summary>Whoever published anything, by code; a page goes on after the code of the last one.</summary>
    public override async Task<ListPublicOrgansResponse> ListPublicOrgans(ListPublicOrgansRequest request, ServerCallContext context)
    {
        new Check().Page(request.PageSize, request.PageToken).ThrowIfAny();
        var page = PageToken.Read(request, length: 1) is [string after] ? new SqlPart($"organ > {after}") : new SqlPart($"1 = 1");
        var size = PageToken.SizeOf(request.PageSize);
        Sql query = $"SELECT organ, name FROM organs WHERE {page} ORDER BY organ LIMIT {size + 1}";
        var found = await views.Read(
            PublicView.ViewName,
            db => db.List(query, row => new PublicOrgan { Code = row.GetString(0), Name = row.GetString(1) }),
            context.CancellationToken);
        return new()
        {
            Organs = { found.Take(size) },
            Demonstration = installation.IsDemonstration,
            NextPageToken = found.Length > size ? PageToken.After(request, found[size - 1].Code) : "",
        };
    }
}
