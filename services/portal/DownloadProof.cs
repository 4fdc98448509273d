using System.Globalization;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace EnforcementPlatform.Portal;

/// <summary>The files of a proof: all of it as JSON, and the exact bytes of an entry and of a text that stands, for checking by hand.</summary>
internal static class DownloadProof
{
    public static async Task Json(HttpContext http, string id, AskDisclosure disclosure) =>
        await Send(http, Encoding.UTF8.GetBytes((await Of(id, disclosure, http.RequestAborted)).ToJson()), "application/json; charset=utf-8", $"proof-{id}.json");

    public static async Task Entry(HttpContext http, string id, long position, AskDisclosure disclosure) =>
        await Send(http, (await Act(id, position, disclosure, http.RequestAborted)).Act.Entry, "entry", position);

    public static async Task Notice(HttpContext http, string id, long position, AskDisclosure disclosure) =>
        await Send(http, (await Act(id, position, disclosure, http.RequestAborted)).Act.Notice, "notice", position);

    private static async Task<DisclosureProof> Of(string id, AskDisclosure disclosure, CancellationToken ct) =>
        (await disclosure.FindProven(id, ct)).Proof ?? throw PortalFaults.ProofNotReady.Now();

    private static async Task<CheckedAct> Act(string id, long position, AskDisclosure disclosure, CancellationToken ct) =>
        (await Of(id, disclosure, ct)).Acts.FirstOrDefault(act => act.Act.Position == position) ?? throw PortalFaults.NoSuchProof.Now();

    private static Task Send(HttpContext http, ByteString bytes, string name, long position) =>
        bytes.IsEmpty
            ? throw PortalFaults.NoSuchProof.Now()
            : Send(http, bytes.ToByteArray(), "application/octet-stream", string.Create(CultureInfo.InvariantCulture, $"{name}-{position}.bin"));

    private static Task Send(HttpContext http, byte[] bytes, string type, string file)
    {
        PublicHeaders.Set(http.Response);
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes.Length;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{file}\"";
        return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }
}
