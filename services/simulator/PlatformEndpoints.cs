using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace EnforcementPlatform.Simulator;

/// <summary>What an upper-level platform offers: put or withdraw a record, and say what became of it.</summary>
internal sealed class PlatformEndpoints(RecordStore records, SeenLedger ledger, FaultScript script, RequestCheck check, TimeProvider clock, bool receiptsLater)
{
    private static readonly string[] Required = ["CF_XDR_MC", "CF_XDR_LB", "CF_WSH", "CF_SY", "CF_YJ", "CF_CFLB", "CF_NR", "CF_JDRQ", "CF_CFJG", "CF_CFJGDM"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/records", Send);
        routes.MapGet("/api/records", Query);
    }

    private async Task Send(HttpContext http)
    {
        var body = await BodyOf(http.Request);
        if (check.Fault(http.Request, PathOf(http), body) is { } stranger)
        {
            await Answer(http, 401, stranger, "请求签名未通过。");
        }
        else if (Read(body) is not { } sent)
        {
            await Answer(http, 400, "BODY_INVALID", "不是约定的JSON。");
        }
        else
        {
            await Send(http, sent, script.Take("send", sent.Operation, sent.Number));
        }
    }

    private async Task Send(HttpContext http, Sent sent, Fault fault)
    {
        switch (fault.Action)
        {
            case FaultAction.Down:
                Note("send", sent, "down", null);
                http.Abort();
                return;
            case FaultAction.Status:
                Note("send", sent, string.Create(CultureInfo.InvariantCulture, $"{fault.Status}"), null);
                await Refuse(http, fault);
                return;
            case FaultAction.Reject:
                Note("send", sent, fault.Code, null);
                await Answer(http, 422, fault.Code, "内容不符合要求。", fault.Field);
                return;
            default:
                await Keep(http, sent, fault);
                return;
        }
    }

    private async Task Keep(HttpContext http, Sent sent, Fault fault)
    {
        if (sent.Operation == "PUBLISH" && Required.FirstOrDefault(name => !HasValue(sent.Fields, name)) is { } missing)
        {
            Note("send", sent, "FIELD_REQUIRED", null);
            await Answer(http, 422, "FIELD_REQUIRED", "必填项为空。", missing);
            return;
        }

        var (kept, action) = (records.Keep(sent, clock.GetUtcNow()), fault.Action);
        Note("send", sent, action == FaultAction.Cut ? "cut" : kept.Code, kept.Receipt is null ? null : sent);
        if (action == FaultAction.Delay)
        {
            await Task.Delay(fault.Milliseconds);
        }

        if (action == FaultAction.Cut)
        {
            http.Abort();
        }
        else if (kept.Receipt is null)
        {
            await Answer(http, 409, kept.Code, "平台上已有较新的版本，或者同一版本内容不同。");
        }
        else if (receiptsLater)
        {
            await Answer(http, 202, "PENDING", "已接收，请稍后查询回执。");
        }
        else
        {
            await Answer(http, 200, "OK", "", "", ReceiptsOf(kept.Receipt, action));
        }
    }

    private async Task Query(HttpContext http)
    {
        if (check.Fault(http.Request, PathOf(http), []) is { } stranger)
        {
            await Answer(http, 401, stranger, "请求签名未通过。");
            return;
        }

        var query = http.Request.Query;
        _ = int.TryParse(query["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        var asked = new Sent(query["CF_WSH"].ToString(), query["CF_CFJGDM"].ToString(), version, query["operation"].ToString(), "", null, "");
        var fault = script.Take("query", asked.Operation, asked.Number);
        if (fault.Action is FaultAction.Down or FaultAction.Cut)
        {
            Note("query", asked, "down", null);
            http.Abort();
        }
        else if (fault.Action == FaultAction.Status)
        {
            Note("query", asked, string.Create(CultureInfo.InvariantCulture, $"{fault.Status}"), null);
            await Refuse(http, fault);
        }
        else
        {
            await Tell(http, asked, fault);
        }
    }

    private async Task Tell(HttpContext http, Sent asked, Fault fault)
    {
        if (fault.Action == FaultAction.Delay)
        {
            await Task.Delay(fault.Milliseconds);
        }

        var receipt = records.Find(asked.Number, asked.Organ, asked.Version, asked.Operation);
        var code = fault.Action == FaultAction.Reject ? "REFUSED" : receipt is null ? "NOT_FOUND" : "OK";
        Note("query", asked, code, null);
        await (code switch
        {
            "OK" => Answer(http, 200, code, "", "", ReceiptsOf(receipt!, fault.Action)),
            "REFUSED" => Answer(http, 200, code, "内容不符合要求。", fault.Field),
            _ => Answer(http, 404, code, "平台没有这一记录。"),
        });
    }

    private static Receipt[] ReceiptsOf(Receipt receipt, FaultAction action) => action == FaultAction.Twice
        ? [receipt with { ReceiptId = "SIM-OTHER-1", RemoteId = "SIM-OTHER", BodySha256 = new('0', 64) }, receipt, receipt]
        : [receipt];

    private void Note(string request, Sent sent, string outcome, Sent? committed) =>
        ledger.Add(new(clock.GetUtcNow(), request, sent.Number, sent.Version, sent.Operation, outcome, committed));

    private static async Task Refuse(HttpContext http, Fault fault)
    {
        if (fault.RetryAfter > 0)
        {
            http.Response.Headers.RetryAfter = fault.RetryAfter.ToString(CultureInfo.InvariantCulture);
        }

        await Answer(http, fault.Status, "BUSY", "平台繁忙。");
    }

    private static Task Answer(HttpContext http, int status, string code, string message, string field = "", params Receipt[] receipts)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new { code, message, field, receipts });
    }

    private static Sent? Read(byte[] body)
    {
        try
        {
            var json = JsonDocument.Parse(body).RootElement;
            var key = json.GetProperty("key");
            var operation = json.GetProperty("operation").GetString() ?? "";
            return operation is not ("PUBLISH" or "WITHDRAW") ? null : new(
                key.GetProperty("CF_WSH").GetString() ?? "",
                key.GetProperty("CF_CFJGDM").GetString() ?? "",
                json.GetProperty("version").GetInt32(),
                operation,
                json.TryGetProperty("reason", out var reason) ? reason.GetString() ?? "" : "",
                json.TryGetProperty("fields", out var fields) ? fields.Clone() : null,
                Convert.ToHexStringLower(SHA256.HashData(body)));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static bool HasValue(JsonElement? fields, string name) =>
        fields is { } all && all.TryGetProperty(name, out var value) && value.ToString().Length > 0;

    private static async Task<byte[]> BodyOf(HttpRequest request)
    {
        using var copy = new MemoryStream();
        await request.Body.CopyToAsync(copy);
        return copy.ToArray();
    }

    /// <summary>As the caller wrote it: decoding and encoding again would give another text than the one that was signed.</summary>
    private static string PathOf(HttpContext http) => http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
}
