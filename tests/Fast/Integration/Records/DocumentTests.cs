using EnforcementPlatform.Contracts.Records;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Records;

public sealed class DocumentTests(RecordsFixture records)
{
    [Fact]
    public async Task A_document_is_numbered_kept_listed_and_shown_as_it_was_issued()
    {
        var file = await OpenCase.File(records);
        var documents = new DocumentService.DocumentServiceClient(await records.As("qin.yanqiu"));
        var request = Inspection(file.Id);

        var issued = (await documents.IssueDocumentAsync(request)).Document;
        var again = (await documents.IssueDocumentAsync(request)).Document;
        var shown = await documents.GetDocumentAsync(new() { DocumentId = issued.DocumentId });

        Assert.Equal(issued, again);
        Assert.Matches($"^演工信检〔{DateTimeOffset.UtcNow.AddHours(8).Year}〕[1-9][0-9]*号$", issued.Number);
        Assert.Equal(("现场检查笔录", 1), (issued.Title, issued.TemplateVersion));
        Assert.Contains("平顶山乙公司", shown.Html);
        Assert.Contains("秦砚秋（执法证件编号：DEMO-0001）、陆怀远（执法证件编号：DEMO-0002）", shown.Html);
        Assert.Contains(issued.Number, shown.Html);
        Assert.Equal([issued], (await documents.ListDocumentsAsync(new() { CaseId = file.Id })).Documents);
    }

    [Fact]
    public async Task Numbers_of_a_series_have_no_gap_and_no_double()
    {
        var file = await OpenCase.File(records);
        var documents = new DocumentService.DocumentServiceClient(await records.As("qin.yanqiu"));

        var issued = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ => (await documents.IssueDocumentAsync(Inquiry(file.Id))).Document));

        var numbers = issued.Select(document => int.Parse(document.Number.Split('〕')[1].TrimEnd('号'))).Order().ToArray();
        Assert.Equal(Enumerable.Range(numbers[0], 12), numbers);
    }

    [Fact]
    public async Task A_document_of_a_later_stage_is_refused_and_so_is_a_field_that_is_missing()
    {
        var file = await OpenCase.File(records);
        var documents = new DocumentService.DocumentServiceClient(await records.As("qin.yanqiu"));
        var incomplete = Inspection(file.Id);
        incomplete.Fields.Remove("findings");

        Assert.Equal("DOCUMENT_TOO_EARLY", await RecordsFixture.Reason(async () => await documents.IssueDocumentAsync(new()
        {
            RequestId = RecordsFixture.NewId(),
            CaseId = file.Id,
            Template = "penalty-decision",
            Fields = { ["party_views"] = "无", ["performance"] = "缴款" },
        })));
        Assert.Equal("TEMPLATE_UNKNOWN", await RecordsFixture.Reason(async () =>
            await documents.IssueDocumentAsync(new() { RequestId = RecordsFixture.NewId(), CaseId = file.Id, Template = "no-such" })));
        Assert.Equal("INVALID_FIELDS", await RecordsFixture.Reason(async () => await documents.IssueDocumentAsync(incomplete)));
    }

    [Fact]
    public async Task Only_a_handler_issues_and_only_readers_of_the_case_read()
    {
        var file = await OpenCase.File(records);
        var issued = (await new DocumentService.DocumentServiceClient(await records.As("qin.yanqiu")).IssueDocumentAsync(Inspection(file.Id))).Document;
        var lead = new DocumentService.DocumentServiceClient(await records.As("qi.wangshu"));
        var stranger = new DocumentService.DocumentServiceClient(await records.As("kang.lingyi"));
        var publisher = new DocumentService.DocumentServiceClient(await records.As("liu.yingchuan"));

        Assert.Equal("NOT_PERMITTED", await RecordsFixture.Reason(async () => await lead.IssueDocumentAsync(Inspection(file.Id))));
        Assert.Equal(issued, (await lead.GetDocumentAsync(new() { DocumentId = issued.DocumentId })).Document);
        Assert.Equal("NOT_FOUND", await RecordsFixture.Reason(async () => await stranger.GetDocumentAsync(new() { DocumentId = issued.DocumentId })));
        Assert.Equal("NOT_FOUND", await RecordsFixture.Reason(async () => await stranger.ListDocumentsAsync(new() { CaseId = file.Id })));
        Assert.Equal("NOT_PERMITTED", await RecordsFixture.Reason(async () => await publisher.GetDocumentAsync(new() { DocumentId = issued.DocumentId })));
    }

    internal static IssueDocumentRequest Inspection(string caseId) => new()
    {
        RequestId = RecordsFixture.NewId(),
        CaseId = caseId,
        Template = "site-inspection",
        Fields =
        {
            ["present_person"] = "值班负责人",
            ["place"] = "三号库房",
            ["started_at"] = "2026年11月23日9时00分",
            ["ended_at"] = "2026年11月23日10时30分",
            ["reply"] = "清楚，不申请回避。",
            ["findings"] = "库房存放与台账不符。\n已拍照。",
        },
    };

    private static IssueDocumentRequest Inquiry(string caseId) => new()
    {
        RequestId = RecordsFixture.NewId(),
        CaseId = caseId,
        Template = "inquiry",
        Fields =
        {
            ["inquired_name"] = "江某某",
            ["inquired_relation"] = "库房管理员",
            ["inquired_contact"] = "无",
            ["place"] = "本机关询问室",
            ["started_at"] = "9时",
            ["ended_at"] = "10时",
            ["reply"] = "清楚。",
            ["questions_and_answers"] = "问：是否知道许可数量？\n答：知道。",
        },
    };
}
