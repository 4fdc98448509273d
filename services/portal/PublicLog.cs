using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Ledger;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace EnforcementPlatform.Portal;

/// <summary>
/// <c>/checkpoint</c> and <c>/tile/…</c>: the public head of disclosure's ledger and its hash tiles where C2SP tlog-tiles has them, so that anybody can
/// watch that it only grows. Bundles of entries are not public: they would tell of what is not published yet.
/// </summary>
internal static class PublicLog
{
    public static async Task Checkpoint(HttpContext http, AskDisclosure disclosure)
    {
        var head = await disclosure.Ledger.GetCheckpointAsync(new(), cancellationToken: http.RequestAborted);
        await Send(http, head.Note, "text/plain; charset=utf-8");
    }

    public static async Task Tile(HttpContext http, string? path, AskDisclosure disclosure)
    {
        if (!TilePath.TryParse($"tile/{path}", out var tile) || tile.Level is not { } level)
        {
            throw PortalFaults.NoSuchTile.Now();
        }

        try
        {
            var request = new GetTileRequest { Level = level, Index = tile.Tile, Width = tile.Width };
            await Send(http, (await disclosure.Ledger.GetTileAsync(request, cancellationToken: http.RequestAborted)).Hashes, "application/octet-stream");
        }
        catch (Exception error) when (AskDisclosure.IsRefusedFor(error, "TILE_UNKNOWN"))
        {
            throw PortalFaults.NoSuchTile.Now();
        }
    }

    private static Task Send(HttpContext http, ByteString bytes, string type)
    {
        PublicHeaders.Set(http.Response);
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes.Length;
        return http.Response.Body.WriteAsync(bytes.Memory, http.RequestAborted).AsTask();
    }
}
