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
        var page = PageToken.Read(request, length: 1) is [string after] ? new SqlPart($"organ > {after}") : SqlPart.Always;
        var size = PageToken.SizeOf(request.PageSize);
        Sql query = $"SELECT organ, position, part FROM organs WHERE {page} ORDER BY organ LIMIT {size + 1}";
        var (found, _) = await notices.Read(
            db => (db.List(query, row => new PublicRow(row.GetString(0), row.GetString(0), row.GetInt64(1), row.GetInt32(2))), 0),
            row => row,
            notices.Organ,
            context.CancellationToken);
        return new()
        {
            Organs = { found.Take(size).Select(one => one.Shown) },
            Demonstration = installation.IsDemonstration,
            NextPageToken = found.Length > size ? PageToken.After(request, found[size - 1].Row.Organ) : "",
        };
    }
}
