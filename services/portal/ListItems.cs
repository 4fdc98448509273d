using EnforcementPlatform.Contracts.Disclosure;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace EnforcementPlatform.Portal;

/// <summary><c>/items</c>: the enforcement items in force on a day (行政执法事项清单, 平工信〔2019〕99号 二(一)2(1)).</summary>
internal static class ListItems
{
    private const int PageSize = 20;
    private const int LongestQuery = 100;

    public static async Task Show(HttpContext http, AskDisclosure disclosure, PublicPages pages)
    {
        var form = new VisitorForm(http.Request.Query).Words("q", LongestQuery).Organ("organ").Date("on");
        var found = form.IsRight ? await List(form, disclosure, http.RequestAborted) : null;
        await pages.Write<ItemsPage>(
            http,
            new() { [nameof(ItemsPage.Form)] = form, [nameof(ItemsPage.Organs)] = await disclosure.Organs(http.RequestAborted), [nameof(ItemsPage.Found)] = found },
            form.IsRight ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    private static async Task<ListPublicItemsResponse?> List(VisitorForm form, AskDisclosure disclosure, CancellationToken ct)
    {
        var request = new ListPublicItemsRequest { Query = form["q"], Organ = form["organ"], On = form["on"], PageSize = PageSize, PageToken = form.Token };
        try
        {
            return await disclosure.Public.ListPublicItemsAsync(request, cancellationToken: ct);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.InvalidArgument)
        {
            form.Reject();
            return null;
        }
    }
}
