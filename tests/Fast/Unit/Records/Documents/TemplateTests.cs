using System.Text.RegularExpressions;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records;
using EnforcementPlatform.Records.Cases;
using EnforcementPlatform.Records.Facts;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Records;

public sealed partial class TemplateTests
{
    public static TheoryData<string> Keys => [.. Templates.All.Select(template => template.Key).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_six_templates() => Assert.Equal(6, Templates.All.Count);

    /// <summary>Records of an inspection or an inquiry are evidence (行政处罚法 46); what renders the case or tells of an internal step is not.</summary>
    [Fact]
    public void S15_A_template_says_whether_it_brings_what_a_reviewer_must_have_known() =>
        Assert.Equal([Templates.Inquiry, Templates.SiteInspection], Templates.All.Where(template => template.BringsNew).Select(template => template.Key).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_field_is_given_or_comes_from_a_source_that_exists(string key)
    {
        Assert.All(Templates.Find(key).Fields, field =>
            Assert.True(field.Source.Length == 0 ? field.Kind == FieldKind.Choice ? field.Choices!.Count > 1 : field.Max > 0 : DocumentSources.Knows(field.Source), field.Name));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_page_is_complete_printable_and_needs_nothing_from_elsewhere(string key)
    {
        var html = Render(key);

        Assert.DoesNotContain("{{", html);
        Assert.Contains("@page { size: A4", html);
        Assert.Contains($"<h1>{Templates.Find(key).Title}</h1>", html);
        Assert.DoesNotMatch(Elsewhere(), html);
        Assert.Equal(1, Regex.Count(html, "<html"));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void No_value_becomes_markup(string key)
    {
        var given = Given(key).ToDictionary(one => one.Key, one => one.Value is "direct" ? one.Value : "<script>alert('甲')</script>&");
        var html = Template(key).Render(DocumentSources.Values(Template(key), given, Inputs()));

        Assert.DoesNotContain("<script", html);
    }

    [Fact]
    public void A_decision_prints_both_remedies_and_their_articles()
    {
        var html = Render(Templates.PenaltyDecision);

        Assert.Contains("六十日内向平顶山市人民政府申请行政复议", html);
        Assert.Contains("《中华人民共和国行政复议法》第二十条", html);
        Assert.Contains("六个月内依法向平顶山市新华区人民法院提起行政诉讼", html);
        Assert.Contains("《中华人民共和国行政诉讼法》第四十六条", html);
        Assert.Contains("平工信罚〔2026〕1号", html);
        Assert.Contains("罚款人民币100,000元（大写：壹拾万元整）", html);
        Assert.Contains("每日按罚款数额的百分之三加处罚款", html);
    }

    [Fact]
    public void V3_A_decision_prints_where_it_is_found_once_public_and_the_key_of_its_proof()
    {
        var template = Template(Templates.PenaltyDecision);
        var inputs = Inputs() with { Public = new("演示市", "https://gs.example.cn", "ep.example/disclosure+0a1b2c3d+AQID") };

        var known = template.Render(DocumentSources.Values(template, Given(template.Key), inputs));
        var unknown = Render(Templates.PenaltyDecision);

        Assert.Contains("演示市行政执法公示网站（https://gs.example.cn）按文号“平工信罚〔2026〕1号”查询，公示页面的地址是https://gs.example.cn/disclosures/", known);
        Assert.Contains("公示账本验证公钥核对公示内容是否被改动：ep.example/disclosure+0a1b2c3d+AQID", System.Net.WebUtility.HtmlDecode(known));
        Assert.Contains("本决定公示后，可以在本机关行政执法公示网站按文号“平工信罚〔2026〕1号”查询。", unknown);
        Assert.DoesNotContain("验证公钥", unknown);
    }

    [Fact]
    public void A_decision_without_a_fine_says_nothing_of_payment()
    {
        var inputs = Inputs(new Terms([PenaltyKind.Warning], 0, "《甲法》第一条", "《甲法》第二条"));
        var template = Template(Templates.PenaltyDecision);

        var html = template.Render(DocumentSources.Values(template, Given(template.Key), inputs));

        Assert.DoesNotContain("加处罚款", html);
        Assert.Contains("警告。", html);
    }

    [Theory]
    [InlineData(5_000_000, true)]
    [InlineData(4_999_900, false)]
    public void The_notice_tells_of_a_hearing_from_the_threshold_on(long fen, bool told)
    {
        var inputs = Inputs(new Terms([PenaltyKind.Fine], fen, "《甲法》第一条", "《甲法》第二条"));
        var template = Template(Templates.PriorNotice);

        var html = template.Render(DocumentSources.Values(template, Given(template.Key), inputs));

        Assert.Equal(told, html.Contains("有要求听证的权利", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_missing_field_is_named(string key)
    {
        foreach (var field in Template(key).Fields.Where(field => field.Source.Length == 0 && !field.Optional))
        {
            var given = Given(key).Where(one => one.Key != field.Name).ToDictionary(one => one.Key, one => one.Value);

            var violation = Assert.Single(Assert.Throws<Fault>(() => Template(key).Check(given)).Violations);

            Assert.Equal(($"fields.{field.Name}", "REQUIRED"), (violation.Field, violation.Rule));
            Assert.Contains(field.Label, violation.Message);
        }
    }

    [Fact]
    public void A_field_that_the_template_does_not_ask_for_is_refused()
    {
        var given = Given(Templates.ServiceReceipt);
        given["number"] = "平工信送〔2026〕999号";

        Assert.Equal("UNKNOWN_FIELD", Assert.Single(Assert.Throws<Fault>(() => Template(Templates.ServiceReceipt).Check(given)).Violations).Rule);
    }

    [Theory]
    [InlineData("mode", "by-pigeon", "CHOICE")]
    [InlineData("place", "一行\n两行", "ONE_LINE")]
    [InlineData("place", "\u202E倒序", "INVISIBLE")]
    public void A_value_of_another_kind_is_refused(string field, string value, string rule)
    {
        var given = Given(Templates.ServiceReceipt);
        given[field] = value;

        Assert.Contains(Assert.Throws<Fault>(() => Template(Templates.ServiceReceipt).Check(given)).Violations, one => one.Rule == rule);
    }

    [Fact]
    public void A_template_whose_wording_and_schema_do_not_fit_is_not_loaded()
    {
        const string Schema = """{"version":1,"title":"样","series":"x","word":"样","from":"Investigating","bringsNew":false,"fields":[{"name":"a","label":"甲","kind":"line","max":9}]}""";

        _ = new Template("fits", "<p>{{a}}</p>", Schema);
        Assert.Throws<InvalidDataException>(() => new Template("undeclared", "<p>{{a}}{{b}}</p>", Schema));
        Assert.Throws<InvalidDataException>(() => new Template("unused", "<p></p>", Schema));
        Assert.Throws<InvalidDataException>(() => new Template("malformed", "<p>{{a}}{{ a }}</p>", Schema));
    }

    [Fact]
    public void No_document_is_made_before_its_time()
    {
        var template = Template(Templates.PenaltyDecision);

        Assert.Equal("DOCUMENT_TOO_EARLY", Fold.Reason(() => DocumentState.RequireStage(template, CaseState.Empty with { Stage = CaseStage.Told })));
        Assert.Equal("DOCUMENT_TOO_EARLY", Fold.Reason(() => DocumentState.RequireStage(template, CaseState.Empty with { Stage = CaseStage.Annulled })));
        DocumentState.RequireStage(template, CaseState.Empty with { Stage = CaseStage.Decided });
        Assert.Equal("TEMPLATE_UNKNOWN", Fold.Reason(() => Templates.Find("no-such-template")));
    }

    [Fact]
    public void E15_The_approval_of_the_filing_is_made_of_the_clue_before_the_case_is_filed()
    {
        var template = Template(Templates.FilingApproval);
        var clue = Inputs() with { File = CaseState.Empty with
        {
            Stage = CaseStage.Clue,
            Source = ClueSource.Transferred,
            Summary = Part(new EnforcementPlatform.Records.Facts.WrittenText { Text = "移送的线索。" }),
            Party = Part(new Party { Name = "演示乙公司", Address = "演示路2号" }),
        } };

        DocumentState.RequireStage(template, clue.File);
        var html = template.Render(DocumentSources.Values(template, Given(template.Key), clue));

        Assert.Contains("其他机关移送", html);
        Assert.Contains("移送的线索。", html);
        Assert.Contains("演示乙公司", html);
        Assert.Empty(Given(template.Key).Keys.Intersect(["case_source", "summary", "party_name"]));
    }

    [Fact]
    public void A_decision_prints_the_text_that_was_decided_and_no_other()
    {
        var inputs = Inputs();
        var draft = inputs.File.Draft! with { Digest = [9, 9, 9] };
        var template = Template(Templates.PenaltyDecision);

        Assert.Equal("DOCUMENT_SOURCE_MISSING", Fold.Reason(() =>
            DocumentSources.Values(template, Given(template.Key), inputs with { File = inputs.File with { Draft = draft } })));
    }

    [Fact]
    public void A_document_is_kept_as_it_was_rendered()
    {
        var template = Template(Templates.ServiceReceipt);
        var decision = DocumentState.Issue(template, Given(template.Key), Inputs());

        var document = DocumentState.Empty.After(decision, "documents/x");

        Assert.Equal(("平工信罚〔2026〕1号", 1), (document.Number, document.TemplateVersion));
        Assert.Contains("直接送达", document.Page!.Require().Html);
        Assert.DoesNotContain("平顶山甲公司", decision.Facts.Single().Body.ToString());
    }

    [Theory]
    [InlineData(0, "零元整")]
    [InlineData(1, "壹分")]
    [InlineData(10, "壹角整")]
    [InlineData(105, "壹元零伍分")]
    [InlineData(10_000_000, "壹拾万元整")]
    [InlineData(10_050_000, "壹拾万零伍佰元整")]
    [InlineData(100_010_003, "壹佰万零壹佰元零叁分")]
    [InlineData(123_456_789, "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分")]
    [InlineData(10_000_000_100, "壹亿零壹元整")]
    public void An_amount_is_written_in_capitals(long fen, string expected) => Assert.Equal(expected, CapitalAmount.Write(fen));

    private static string Render(string key) => Template(key).Render(DocumentSources.Values(Template(key), Given(key), Inputs()));

    private static Template Template(string key) => Templates.Find(key);

    private static Dictionary<string, string> Given(string key) => Template(key).Fields
        .Where(field => field.Source.Length == 0)
        .ToDictionary(field => field.Name, field => field.Kind == FieldKind.Choice ? "direct" : $"{field.Label}的内容");

    private static DocumentInputs Inputs(Terms? terms = null)
    {
        terms ??= new([PenaltyKind.Fine], 10_000_000, "《民用爆炸物品安全管理条例》第四十五条第五项", "《民用爆炸物品安全管理条例》第四十五条");
        byte[] digest = [1, 2, 3];
        var content = Part(new DraftContent { FactsFound = "经查，超出许可数量销售。\n有证据为证。", Terms = terms.ToMessage(), DiscretionReason = "情节一般。" });
        var file = CaseState.Empty with
        {
            Stage = CaseStage.Decided,
            Source = ClueSource.Inspection,
            Summary = Part(new EnforcementPlatform.Records.Facts.WrittenText { Text = "检查发现台账不符。" }),
            PartyKind = PartyKind.LegalPerson,
            Party = Part(new Party { Name = "平顶山甲公司", Address = "平顶山市甲路1号" }),
            Draft = new(1, digest, terms, content, "drafter", Fold.At),
            Penalty = new("平工信罚〔2026〕1号", Fold.At, "issuer", digest, terms, new()),
        };
        var organ = OrganState.Empty with
        {
            Editions = [new(DateOnly.MinValue, "平顶山市工业和信息化局", "", "平工信", "平顶山市", "平顶山市人民政府", "平顶山市新华区人民法院")],
        };
        var officer = PersonState.Empty with { Identity = Part(new PersonIdentity { Name = "林知夏" }) };
        return new(organ, file, [officer, officer], Editions.Default, new("", "", ""), "平工信罚〔2026〕1号", new(2026, 11, 23));
    }

    private static Personal<T> Part<T>(T message)
        where T : class, Google.Protobuf.IMessage<T> => new(new Personal(0, 1, new byte[32], message, null));

    [GeneratedRegex(@"https?:|src=|<link|<script|url\(|@import")]
    private static partial Regex Elsewhere();
}
