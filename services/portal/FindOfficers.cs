using EnforcementPlatform.Contracts.Disclosure;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace EnforcementPlatform.Portal;

/// <summary><c>/officers</c>: who may enforce today, to check somebody who shows a certificate (行政处罚法 55; 平工信〔2019〕99号 二(一)2(4)).</summary>
internal static class FindOfficers
{
    private const int PageSize = 20;
    private const int LongestQuery = 50;

    public static async Task Show(HttpContext http, AskDisclosure disclosure, PublicPages pages)
    {
        var form = new VisitorForm(http.Request.Query).Words("q", LongestQuery).Organ("organ");
        var found = form.IsRight ? await Find(form, disclosure, http.RequestAborted) : null;
        await pages.Write<OfficersPage>(
            http,
            new() { [nameof(OfficersPage.Form)] = form, [nameof(OfficersPage.Organs)] = await disclosure.Organs(http.RequestAborted), [nameof(OfficersPage.Found)] = found },
            form.IsRight ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    private static async Task<ListPublicOfficersResponse?> Find(VisitorForm form, AskDisclosure disclosure, CancellationToken ct)
    {
        var request = new ListPublicOfficersRequest { Query = form["q"], Organ = form["organ"], PageSize = PageSize, PageToken = form.Token };
        try
        {
            return await disclosure.Public.ListPublicOfficersAsync(request, cancellationToken: ct);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.InvalidArgument)
        {
            form.Reject();
            return null;
        }
    }
}
