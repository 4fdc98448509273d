using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Portal;

/// <summary>One disclosure: the text while it stands, the note once it is withdrawn, the proof in both cases.</summary>
public sealed class A_disclosure_and_its_proof
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_published_text_is_shown_field_by_field()
    {
        await using var portal = await PortalFixture.Start();
        var published = portal.Publish();

        var page = await portal.Get(AddressOf(published));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        foreach (var row in new[]
                 {
                     "行政处罚决定书文号 演工信罚〔2026〕1号", "当事人 虚构化工有限公司第1厂", "当事人类型 法人", "统一社会信用代码 91410400MA0000000Y",
                     "违法行为类型 使用国家明令淘汰的用能设备", "主要违法事实 经查，", "违反的规定 《中华人民共和国节约能源法》第十七条",
                     "处罚依据 《中华人民共和国节约能源法》第七十一条", "处罚种类 警告、罚款", "罚款金额 50000元", "处罚内容 警告，并处罚款人民币五万元。",
                     "处罚机关 演示市工业和信息化局", "处罚决定日期 2026年2月27日", "公示日期 2026年3月2日", "公示截止日期 2029年2月27日",
                 })
        {
            Assert.Contains(row, page.Text);
        }

        Assert.DoesNotContain("更正说明", page.Text);
    }

    [Fact]
    public async Task What_a_decision_does_not_have_leaves_no_empty_row()
    {
        await using var portal = await PortalFixture.Start();
        var published = portal.Publish(change: one => (one.Decision.FineFen, one.Decision.PartyUscc, one.Decision.PublishUntil) = (0, "", ""));

        var page = await portal.Get(AddressOf(published));

        Assert.DoesNotContain("罚款金额", page.Text);
        Assert.Contains("公示截止日期 未设定", page.Text);
        Assert.DoesNotContain("91410400MA0000000Y", page.Html);
    }

    [Fact]
    public async Task A_corrected_text_says_why_and_which_version_it_is()
    {
        await using var portal = await PortalFixture.Start();
        portal.Publish();
        var corrected = portal.Publish(change: one => (one.Version, one.CorrectionReason, one.Decision.FineFen) = (2, "罚款金额录入有误。", 3_000_050));

        var page = await portal.Get(AddressOf(corrected));

        Assert.Contains("更正说明 罚款金额录入有误。 本页是第2版，以本版为准。", page.Text);
        Assert.Contains("30000.50元", page.Text);
        Assert.DoesNotContain("50000元", page.Text);
    }

    [Fact]
    public async Task Hostile_text_stays_text()
    {
        await using var portal = await PortalFixture.Start();
        const string Hostile = "<script>alert(1)</script>\" onload='x' & <b>";
        var published = portal.Publish(change: one => (one.Decision.PartyName, one.Decision.FactsSummary, one.OrganName) = (Hostile, Hostile, Hostile));

        var pages = new[] { await portal.Get(AddressOf(published)), await portal.Get("/"), await portal.Get($"/?q={Uri.EscapeDataString(Hostile)}") };

        Assert.All(pages, page =>
        {
            Assert.DoesNotContain("<script", page.Html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<b>", page.Html);
            Assert.DoesNotContain("onload='", page.Html);
            Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;", page.Html);
        });
    }

    [Fact]
    public async Task The_proof_shows_position_leaf_hash_and_checkpoint_and_hands_out_the_exact_bytes()
    {
        await using var portal = await PortalFixture.Start();
        portal.Publish(7);
        var published = portal.Publish();
        var act = portal.Disclosure.Log.Prove(published.DisclosureId).Acts.Single();

        var page = await portal.Get(AddressOf(published));
        var entry = await portal.Get($"{AddressOf(published)}/entries/1");
        var notice = await portal.Get($"{AddressOf(published)}/notices/1");

        Assert.Contains("在账本中的位置 1 记入时间 2026年3月3日9时30分", page.Text);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData([0, .. entry.Bytes])), page.Html);
        Assert.Contains("ep.test/disclosure 2", page.Text);
        Assert.Contains(portal.Disclosure.Log.VerifierKey, page.Text);
        Assert.Equal(act.Entry.ToByteArray(), entry.Bytes);
        Assert.Equal(act.Notice.ToByteArray(), notice.Bytes);
        Assert.Equal("attachment; filename=\"entry-1.bin\"", entry.Header("Content-Disposition"));
        Assert.DoesNotContain("不要采信", page.Text);
    }

    [Fact]
    public async Task Before_the_public_checkpoint_the_page_says_when_the_proof_will_be_there()
    {
        await using var portal = await PortalFixture.Start();
        var published = portal.Publish();
        portal.Disclosure.Unproven.Add(published.DisclosureId);

        var page = await portal.Get(AddressOf(published));
        var json = await portal.Get($"{AddressOf(published)}/proof.json");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("证明将在一分钟内生成", page.Text);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "30"), (json.Status, json.Header("Retry-After")));
        Assert.Contains("证明将在一分钟内生成，请稍后再试", json.Text);
    }

    [Theory]
    [InlineData("another root")]
    [InlineData("another text")]
    [InlineData("another entry")]
    [InlineData("another key")]
    [InlineData("no entry")]
    [InlineData("no acts")]
    public async Task A_proof_that_does_not_hold_is_not_shown_as_one(string how)
    {
        await using var portal = await PortalFixture.Start();
        portal.Publish(7);
        var published = portal.Publish();
        portal.Disclosure.Tamper = proof => Break(proof, how);

        var page = await portal.Get(AddressOf(published));

        Assert.Contains("请不要采信本页", page.Text);
    }

    [Theory]
    [InlineData(1)] // the correction came between the two answers
    [InlineData(2)] // it came again and again: then it is said, and nothing is asked for ever
    public async Task A_correction_between_the_text_and_its_proof_is_no_alarm(int corrections)
    {
        await using var portal = await PortalFixture.Start();
        var published = portal.Publish();
        var asked = 0;
        portal.Disclosure.AfterFind = _ =>
        {
            if (++asked <= corrections)
            {
                portal.Publish(change: one => (one.Version, one.CorrectionReason, one.Decision.FactsSummary) = (asked + 1, "录入有误。", $"更正后的事实{asked}。"));
            }
        };

        var page = await portal.Get(AddressOf(published));

        Assert.Equal(2, asked);
        Assert.Equal(corrections == 1, !page.Text.Contains("请不要采信", StringComparison.Ordinal));
        Assert.Contains("更正后的事实1。", page.Text);
    }

    [Fact]
    public async Task A_withdrawal_between_the_text_and_its_proof_is_no_alarm_and_shows_no_text()
    {
        await using var portal = await PortalFixture.Start();
        var published = portal.Publish();
        portal.Disclosure.AfterFind = _ =>
        {
            portal.Disclosure.AfterFind = _ => { };
            portal.Disclosure.Withdraw(published, SamplePublication.Note);
        };

        var page = await portal.Get(AddressOf(published));

        Assert.Equal(HttpStatusCode.Gone, page.Status);
        AssertSaysNothingOf(published, page);
        Assert.DoesNotContain("请不要采信", page.Text);
    }

    [Fact]
    public async Task A_text_that_is_not_the_proven_one_is_not_shown_as_proven()
    {
        await using var portal = await PortalFixture.Start();
        var published = portal.Publish();
        published.Decision.FineFen++;

        Assert.Contains("请不要采信本页", (await portal.Get(AddressOf(published))).Text);
    }

    [Fact]
    public async Task A_withdrawn_disclosure_is_gone_and_only_its_note_is_left()
    {
        await using var portal = await PortalFixture.Start();
        var published = portal.Publish();
        portal.Disclosure.Withdraw(published, SamplePublication.Note);

        var page = await portal.Get(AddressOf(published));

        Assert.Equal(HttpStatusCode.Gone, page.Status);
        Assert.Contains("撤回原因 行政复议决定 撤回理由 演示市人民政府行政复议决定撤销该行政处罚决定。 撤回日期 2026年5月6日", page.Text);
        Assert.Contains("noindex", page.Html);
        Assert.DoesNotContain("请不要采信", page.Text);
        AssertSaysNothingOf(published, page);
    }

    [Fact]
    public async Task The_files_of_a_withdrawn_or_corrected_disclosure_prove_its_entries_without_the_fallen_texts()
    {
        await using var portal = await PortalFixture.Start();
        var first = portal.Publish();
        portal.Publish(change: one => (one.Version, one.Decision.FactsSummary) = (2, "更正后的事实。"));
        var corrected = portal.Disclosure.Disclosures.Single();
        var json = await portal.Get($"{AddressOf(first)}/proof.json");
        Assert.Equal(["", "更正后的事实。"], Texts(json));

        portal.Disclosure.Withdraw(corrected, SamplePublication.Note);
        json = await portal.Get($"{AddressOf(first)}/proof.json");
        Assert.Equal(["", "", ""], Texts(json));
        Assert.Equal(HttpStatusCode.NotFound, (await portal.Get($"{AddressOf(first)}/notices/0")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await portal.Get($"{AddressOf(first)}/notices/1")).Status);
        Assert.Equal(HttpStatusCode.OK, (await portal.Get($"{AddressOf(first)}/notices/2")).Status);
    }

    [Fact]
    public async Task A_proof_that_has_not_caught_up_with_a_withdrawal_does_not_bring_the_text_back()
    {
        await using var portal = await PortalFixture.Start();
        var published = portal.Publish();
        portal.Disclosure.Withdraw(published, SamplePublication.Note);
        portal.Disclosure.Tamper = proof => proof.Acts.RemoveAt(1);

        Assert.Equal([""], Texts(await portal.Get($"{AddressOf(published)}/proof.json")));
        Assert.Equal(HttpStatusCode.NotFound, (await portal.Get($"{AddressOf(published)}/notices/0")).Status);
        AssertSaysNothingOf(published, await portal.Get(AddressOf(published)));
    }

    [Fact]
    public async Task The_checker_we_hand_out_agrees_with_a_proof_and_finds_a_changed_one()
    {
        Needs.Tool(File.Exists("/usr/bin/python3") && File.Exists("/usr/bin/openssl"), "the checker of disclosures needs python3 and openssl");
        await using var portal = await PortalFixture.Start();
        portal.Publish(7);
        portal.Publish(8);
        var published = portal.Publish();
        using var folder = new TestFolder();
        var checker = Path.Combine(folder.Path, "check-disclosure.py");
        var page = await portal.Get("/verify");
        var link = page.Links.Single(one => one.EndsWith(".py", StringComparison.Ordinal));
        await File.WriteAllBytesAsync(checker, (await portal.Get(link)).Bytes, Ct);
        Assert.Contains($"（{(await File.ReadAllLinesAsync(checker, Ct)).Length}行Python程序", page.Text);

        var proof = GetDisclosureProofResponse.Parser.ParseJson((await portal.Get($"{AddressOf(published)}/proof.json")).Html);
        var right = await Check(proof);
        Assert.True(right.Code == 0, right.Printed);
        Assert.Contains("全部相符", right.Printed);
        Assert.Contains("当事人：虚构化工有限公司第1厂", right.Printed);
        Assert.Contains("记入时间 2026-03-04 09:30:00（北京时间）", right.Printed);
        Assert.Contains("罚款金额：50000元", right.Printed);

        foreach (var how in new[] { "another root", "another text", "another entry", "another key" })
        {
            var changed = proof.Clone();
            Break(changed, how);
            var wrong = await Check(changed);
            Assert.True(wrong.Code == 1, $"{how}: {wrong.Printed}");
        }

        // V2: a key that was copied wrongly, cut off, or is another log's accuses nobody.
        foreach (var key in new[] { proof.VerifierKey[..^3], proof.VerifierKey.Replace('+', '-'), Mistyped(proof.VerifierKey), KeyOfAnotherLog, "" })
        {
            var unknown = await Check(new(proof) { VerifierKey = key });
            Assert.True(unknown.Code == 2, $"{key}: {unknown.Printed}");
            Assert.Contains("无法核对", unknown.Printed);
        }

        async Task<(int Code, string Printed)> Check(GetDisclosureProofResponse shown)
        {
            var file = Path.Combine(folder.Path, "proof.json");
            await File.WriteAllTextAsync(file, JsonFormatter.ToDiagnosticString(shown), Ct);
            using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", [checker, file, shown.VerifierKey]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var printed = await python.StandardOutput.ReadToEndAsync(Ct) + await python.StandardError.ReadToEndAsync(Ct);
            await python.WaitForExitAsync(Ct);
            return (python.ExitCode, printed);
        }
    }

    private static string KeyOfAnotherLog { get; } =
        new NoteKey("ep.example/elsewhere", NoteKeyType.Log, new Ed25519Signer(new byte[Ed25519Signer.SeedSize]).PublicKey).ToString();

    /// <summary>The key with another letter near its end.</summary>
    private static string Mistyped(string key) => $"{key[..^5]}{(key[^5] == 'A' ? 'B' : 'A')}{key[^4..]}";

    [Fact]
    public async Task The_newest_public_checkpoint_is_handed_on_as_it_is()
    {
        await using var portal = await PortalFixture.Start();
        portal.Publish();

        var note = await portal.Get("/checkpoint");

        Assert.Equal(portal.Disclosure.Log.Head.ToString(), note.Html);
        Assert.Equal("text/plain; charset=utf-8", note.Header("Content-Type"));
    }

    [Fact]
    public async Task The_hashes_under_it_lie_where_a_monitor_looks_for_them_and_the_entries_do_not()
    {
        await using var portal = await PortalFixture.Start();
        portal.Publish(1);
        portal.Publish(2);

        var tile = await portal.Get("/tile/0/000.p/2");

        Assert.Equal(portal.Disclosure.Log.Tile(0, 0, 2)!, tile.Bytes);
        foreach (var path in new[] { "/tile/0/000", "/tile/0/001.p/1", "/tile/0/0", "/tile/64/000", "/tile/entries/000.p/2", "/tile/", "/tile/0/000.p/2/" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await portal.Get(path)).Status);
        }
    }

    private static void Break(GetDisclosureProofResponse proof, string how)
    {
        var act = proof.Acts[^1];
        switch (how)
        {
            case "another root":
                act.InclusionProof[0] = ByteString.CopyFrom(new byte[32]);
                break;
            case "another text":
                act.Notice = ByteString.CopyFrom([.. act.Notice.ToByteArray()[..^1], (byte)(act.Notice[^1] ^ 1)]);
                break;
            case "another entry":
                act.Entry = ByteString.CopyFromUtf8(act.Entry.ToStringUtf8().Replace("pds-gxj", "pds-gxx", StringComparison.Ordinal));
                break;
            case "another key":
                proof.VerifierKey = FakeDisclosureLog.StrangersKey;
                break;
            case "no entry":
                act.Entry = ByteString.Empty;
                break;
            default:
                proof.Acts.Clear();
                break;
        }
    }

    /// <summary>The facts in each act's notice; empty where there is no notice or it is no publication.</summary>
    private static IEnumerable<string> Texts(ShownPage json) => GetDisclosureProofResponse.Parser.ParseJson(json.Html).Acts
        .Select(act => NoticePart.Parser.ParseFrom(act.Notice))
        .Select(part => part.Type == DisclosurePublished.Descriptor.FullName ? DisclosurePublished.Parser.ParseFrom(part.Body).Decision.FactsSummary : "");

    private static void AssertSaysNothingOf(PublicDisclosure published, ShownPage page)
    {
        var decision = published.Decision;
        Assert.All(
            new[] { decision.PartyName, decision.PartyUscc, decision.Violation, "电动机", decision.ArticleBroken, decision.ArticleApplied, decision.Penalty, "50,000", "罚款" },
            text => Assert.DoesNotContain(text, page.Html));
    }

    private static string AddressOf(PublicDisclosure disclosure) => $"/disclosures/{disclosure.DisclosureId}";
}
