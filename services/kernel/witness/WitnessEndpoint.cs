using EnforcementPlatform.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Kernel.Witnesses;

/// <summary>
/// <c>add-checkpoint</c> on the HTTP port of every role with a ledger. It knows no caller: what counts is the log's signature. A role that
/// witnesses nobody knows no log and answers 404.
/// </summary>
internal static class WitnessEndpoint
{
    /// <summary>Submission prefix of C2SP tlog-witness.</summary>
    public const string Prefix = "/witness";

    /// <summary>The call under the prefix.</summary>
    public const string Call = "/add-checkpoint";

    public static void Map(RoleEndpoints endpoints, string role) => endpoints.Http.MapPost(Prefix + Call, http => Serve(http, role));

    private static async Task Serve(HttpContext http, string role)
    {
        http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = AddCheckpoint.MaxBytes;
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var witness = http.RequestServices.GetRequiredKeyedService<RoleLedger>(role).Witness;
        var answer = await witness.Add(body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted);
        var text = System.Text.Encoding.UTF8.GetBytes(answer.Text);
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.ContentType;
        http.Response.ContentLength = text.Length;
        await http.Response.Body.WriteAsync(text, http.RequestAborted);
    }
}
