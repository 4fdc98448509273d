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
        var page = PageToken.Read(request, length: 2) is [string code, string id] ? new SqlPart($"(code, item_id) > ({code}, {id})") : SqlPart.Always;
        var size = PageToken.SizeOf(request.PageSize);
        var day = request.On.Length == 0 ? Today : request.On;
        var words = string.IsNullOrWhiteSpace(request.Query) ? SqlPart.Always : PublicView.Items.Matches(Number, request.Query);
        Sql query = $"""
            SELECT item_id, organ, number, part, code FROM items
            WHERE effective_from <= {day} AND (effective_to = '' OR effective_to >= {day}) AND {OfOrgan(request.Organ)} AND {words} AND {page}
            ORDER BY code, item_id LIMIT {size + 1}
            """;
        var (found, _) = await notices.Read(
            db => (db.List(query, row => (Row: new PublicRow(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt32(3)), Code: row.GetString(4))), 0),
            one => one.Row,
            (one, ct) => notices.Item(one.Row, day, ct),
            context.CancellationToken);
        return new()
        {
            Items = { found.Take(size).Select(one => one.Shown) },
            NextPageToken = found.Length > size ? PageToken.After(request, found[size - 1].Row.Code, found[size - 1].Row.Row.Id) : "",
        };
    }
}
