using System.Net;
using System.Text;
using System.Text.Json;

namespace EnforcementPlatform.Simulator;

/// <summary>What the public would see at an upper-level platform, withdrawn records with their reason. Says on top that it is none.</summary>
internal static class Page
{
    private static readonly (string Name, string Field)[] Columns = [("行政相对人", "CF_XDR_MC"), ("违法行为", "CF_WFXW"), ("处罚内容", "CF_NR"), ("处罚机关", "CF_CFJG"), ("决定日期", "CF_JDRQ")];

    public static string Of(IReadOnlyList<HeldRecord> records)
    {
        var html = new StringBuilder(
            """
            <!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>模拟平台</title><style>
            body{font:16px/1.6 sans-serif;margin:0 auto;max-width:72rem;padding:0 1rem}.banner{background:#7a1f1f;color:#fff;padding:.75rem 1rem;margin:1rem 0}
            table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.4rem .6rem;text-align:left;vertical-align:top}
            </style></head><body><p class="banner" role="note"><strong>模拟平台，不是真实的上级平台</strong>：仅供演示和对接调试，内容均为对接方发来的测试数据。</p>
            <h1>行政处罚信息</h1>
            """);
        html.Append(records.Count == 0 ? "<p>尚未收到任何记录。</p>" : TableOf(records));
        return html.Append("</body></html>").ToString();
    }

    private static string TableOf(IReadOnlyList<HeldRecord> records)
    {
        var rows = records.Select(record => $"<tr><td>{Text(record.Number)}</td><td>{record.Version}</td>{(record.Withdrawn ? Withdrawn(record) : Shown(record))}</tr>");
        return $"<table><caption>共{records.Count}条，含已撤回</caption><thead><tr><th>文号</th><th>版本</th>{string.Concat(Columns.Select(column => $"<th>{column.Name}</th>"))}</tr></thead><tbody>{string.Concat(rows)}</tbody></table>";
    }

    private static string Shown(HeldRecord record) => string.Concat(Columns.Select(column => $"<td>{Text(ValueOf(record.Fields, column.Field))}</td>"));

    private static string Withdrawn(HeldRecord record) => $"<td colspan=\"{Columns.Length}\">已撤回。原因：{Text(record.Reason)}</td>";

    private static string ValueOf(JsonElement? fields, string name) => fields is { } all && all.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
