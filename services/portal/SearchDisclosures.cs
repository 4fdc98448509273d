using EnforcementPlatform.Contracts.Disclosure;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace EnforcementPlatform.Portal;

/// <summary><c>/</c>: searches what is published.</summary>
internal static class SearchDisclosures
{
    private const int PageSize = 20;
    private const int LongestQuery = 100;

    public static async Task Show(HttpContext http, AskDisclosure disclosure, PublicPages pages)
    {
        var form = new VisitorForm(http.Request.Query).Words("q", LongestQuery).Organ("organ").Date("from").Date("to").InOrder("from", "to");
        var found = form.IsRight ? await Search(form, disclosure, http.RequestAborted) : null;
        await pages.Write<SearchPage>(
            http,
            new() { [nameof(SearchPage.Form)] = form, [nameof(SearchPage.Organs)] = await disclosure.Organs(http.RequestAborted), [nameof(SearchPage.Found)] = found },
            form.IsRight ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    private static async Task<SearchDisclosuresResponse?> Search(VisitorForm form, AskDisclosure disclosure, CancellationToken ct)
    {
        var request = new SearchDisclosuresRequest
        {
            Query = form["q"],
            Organ = form["organ"],
            DecidedFrom = form["from"],
            DecidedTo = form["to"],
            PageSize = PageSize,
            PageToken = form.Token,
        };
        try
        {
            return await disclosure.Public.SearchDisclosuresAsync(request, cancellationToken: ct);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.InvalidArgument)
        {
            form.Reject();
            return null;
        }
    }
}
