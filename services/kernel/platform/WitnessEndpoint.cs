using EnforcementPlatform.Kernel.Witnesses;
using EnforcementPlatform.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// <c>add-checkpoint</c> (C2SP tlog-witness) on the HTTP port of every role with a ledger. It knows no caller: what counts is the log's signature. A role that
/// witnesses nobody knows no log and answers 404. Beside it a page of this suite's own: the head that was cosigned last, with the log's signature,
/// so that a refusal can be judged by whoever is refused.
/// </summary>
internal static class WitnessEndpoint
{
    public static void Map(RoleEndpoints endpoints, string role)
    {
        endpoints.Http.MapPost(WitnessPaths.Prefix + WitnessPaths.Call, http => Add(http, role));
        endpoints.Http.MapGet(WitnessPaths.Prefix + WitnessPaths.Page, http => Show(http, role));
    }

    private static async Task Add(HttpContext http, string role)
    {
        http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = AddCheckpoint.MaxBytes;
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        await Answer(http, await Of(http, role).Add(body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted));
    }

    private static async Task Show(HttpContext http, string role) => await Answer(http, await Of(http, role).Show(http.Request.Query["origin"].ToString(), http.RequestAborted));

    private static Witness Of(HttpContext http, string role) => http.RequestServices.GetRequiredKeyedService<RoleParts>(role).Witness;

    private static async Task Answer(HttpContext http, WitnessAnswer answer)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(answer.Text);
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.ContentType;
        http.Response.ContentLength = text.Length;
        await http.Response.Body.WriteAsync(text, http.RequestAborted);
    }
}
