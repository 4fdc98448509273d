using System.Globalization;
using System.Text.RegularExpressions;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host.Product;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>制作文书: pages from templates, numbered without gaps in each series, kept as they were issued.</summary>
internal sealed partial class DocumentsChapter(Cast cast) : IChapter
{
    public string Title => "五、制作文书";

    public async Task Play(Scene scene)
    {
        await Issue(scene, cast.Officer, "inquiry", "询问笔录", Inquiry("公司仓库保管员", "多发了600发。"));
        await Issue(scene, cast.Partner, "inquiry", "询问笔录", Inquiry("公司销售负责人", "未核对许可数量。"));
        await scene.Step(cast.Officer, "核对两份询问笔录的编号", () => Task.FromResult(Consecutive(scene)));
        await scene.Step(cast.Officer, "缺少必填字段制作文书", async () =>
        {
            var refusal = await Expect.Refused(() => Send(scene, cast.Officer, "inquiry", []), StatusCode.InvalidArgument, "INVALID_FIELDS");
            return $"按预期被拒绝，指明{refusal.Fields.Count}个字段";
        });
        await scene.Refused(cast.Officer, "调查未终结即制作事先告知书", StatusCode.FailedPrecondition, "DOCUMENT_TOO_EARLY",
            (_, _) => Send(scene, cast.Officer, "prior-notice", PriorNotice));
        await scene.Step(cast.Lead, "查看文书清单和打印页", () => Printed(scene));
    }

    /// <summary>What is filled in by hand in the notice of the proposed penalty.</summary>
    public static Dictionary<string, string> PriorNotice => new()
    {
        ["contact_person"] = "民爆办",
        ["contact_phone"] = "见本机关网站",
        ["contact_address"] = "演示市工业和信息化局",
    };

    /// <summary>Issues one and checks number, page and title.</summary>
    public static Task Issue(Scene scene, Player who, string template, string title, Dictionary<string, string> fields) => scene.Step(who, $"制作{title}", async () =>
    {
        var document = (await Send(scene, who, template, fields)).Document;
        Expect.Equal(title, document.Title, "文书名称");
        Expect.True(NumberPattern().IsMatch(document.Number), $"文书编号“{document.Number}”应为“机关代字〔年份〕序号”的形式");
        Expect.Equal(32, document.Commitment.Length, "文书校验值长度");
        scene.Documents.Add(document);
        return document.Number;
    });

    private static async Task<IssueDocumentResponse> Send(Scene scene, Player who, string template, Dictionary<string, string> fields) =>
        await who.Documents.IssueDocumentAsync(
            new() { RequestId = Scene.NewRequestId(), CaseId = scene.Case.CaseId, Template = template, Fields = { fields } }, cancellationToken: scene.Ct);

    private static Dictionary<string, string> Inquiry(string inquired, string answer) => new()
    {
        ["inquired_name"] = inquired,
        ["inquired_relation"] = "职工",
        ["inquired_contact"] = "由公司转交",
        ["place"] = "演示市工业和信息化局询问室",
        ["started_at"] = "9时0分",
        ["ended_at"] = "9时40分",
        ["reply"] = "以上笔录已阅读，与所述相符。",
        ["questions_and_answers"] = $"问：实际销售了多少发？\n答：{answer}",
    };

    private static string Consecutive(Scene scene)
    {
        var numbers = scene.Documents.Where(document => document.Template == "inquiry").Select(document => document.Number).ToArray();
        Expect.Equal(OrdinalOf(numbers[0]) + 1, OrdinalOf(numbers[1]), "第二份的序号");
        return $"{numbers[0]}、{numbers[1]}，连续无跳号";
    }

    private static int OrdinalOf(string number) => int.Parse(NumberPattern().Match(number).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    private async Task<string> Printed(Scene scene)
    {
        var list = await cast.Lead.Documents.ListDocumentsAsync(new() { CaseId = scene.Case.CaseId }, cancellationToken: scene.Ct);
        Expect.True(list.Documents.SequenceEqual(scene.Documents), "清单应与制作时的答复一致");
        foreach (var document in list.Documents)
        {
            var page = (await cast.Lead.Documents.GetDocumentAsync(new() { DocumentId = document.DocumentId }, cancellationToken: scene.Ct)).Html;
            Expect.True(page.Contains(document.Number, StringComparison.Ordinal), $"{document.Title}的打印页应印有编号");
            Expect.True(!page.Contains("{{", StringComparison.Ordinal), $"{document.Title}的打印页不应有未填的字段");
        }

        return $"{list.Documents.Count}份，打印页均印有编号";
    }

    [GeneratedRegex(@"^\p{IsCJKUnifiedIdeographs}+〔\d{4}〕(\d+)号$")]
    private static partial Regex NumberPattern();
}
