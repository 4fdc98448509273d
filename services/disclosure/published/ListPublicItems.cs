using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class PublicRpcs
{
    /// <summary>What is, was or will be in force on a day, by code; a page goes on after code and id of the last one.</summary>
    public override async Task<ListPublicItemsResponse> ListPublicItems(ListPublicItemsRequest request, ServerCallContext context)
    {
        Query(request.Query)
            .That(request.Organ.Length <= 40, "organ", "KEY", "不是有效的机关代码。")
            .OptionalDate(request.On, "on")
            .Page(request.PageSize, request.PageToken)
            .ThrowIfAny();
        var page = PageToken.Read(request, length: 2) is [string code, string id] ? new SqlPart($"(code, item_id) > ({code}, {id})") : new SqlPart($"1 = 1");
        var size = PageToken.SizeOf(request.PageSize);
        var day = request.On.Length == 0 ? Today : request.On;
        var words = string.IsNullOrWhiteSpace(request.Query) ? new SqlPart($"1 = 1") : PublicView.Items.Matches(Number, request.Query);
        Sql query = $"""
            SELECT item, effective_to FROM items
            WHERE effective_from <= {day} AND (effective_to = '' OR effective_to >= {day}) AND {OfOrgan(request.Organ)} AND {words} AND {page}
            ORDER BY code, item_id LIMIT {size + 1}
            """;
        var found = await views.Read(
            PublicView.ViewName,
            db => db.List(query, row => new PublicItem(PublicItem.Parser.ParseFrom(row.GetFieldValue<byte[]>(0))) { EffectiveTo = row.GetString(1) }),
            context.CancellationToken);
        return new()
        {
            Items = { found.Take(size) },
            NextPageToken = found.Length > size ? PageToken.After(request, found[size - 1].Code, found[size - 1].ItemId) : "",
        };
    }
}
