using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Disclosure;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Integration.Review;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Disclosure;

/// <summary>A decision from its issue to its withdrawal through real clients, and what anybody sees of it.</summary>
public sealed class A_disclosed_decision(DisclosureFixture suite) : IClassFixture<DisclosureFixture>
{
    private static readonly Party Citizen = new() { Name = "欧阳试一", IdNumber = "11010519491231002X", Address = "某市某区某路12号", Contact = "0375-2666666" };

    [Fact]
    public async Task Is_due_by_itself_drafted_by_a_handler_published_by_another_and_found()
    {
        var one = await DisclosedCase.Due(suite);
        Assert.Equal(("PUB_PENALTY", false, "查明的事实", "某公司"), (one.Disclosure.PublishBy.Rule, one.Disclosure.PublishBy.Overdue, one.Disclosure.Source.Content.FactsFound, one.Disclosure.Source.PartyName));
        Assert.Null(await one.Shown());

        await one.Draft(facts: "唯一的松花江流域销售未备案");
        Assert.Null(await one.Shown());
        await one.Publish();
        await one.AwaitPublic();

        var shown = (await one.Shown())!;
        Assert.Equal((PublicState.Published, one.Case.Case.Decision.Number, "某公司", 100_000_00L), (shown.State, shown.Decision.DocumentNumber, shown.Decision.PartyName, shown.Decision.FineFen));
        foreach (var query in new[] { "松花江", "松花", "松", "唯一的松花江流域", "松花江 某公司", one.Case.Case.Decision.Number, "松花江　备案" })
        {
            Assert.Equal([one.Id], (await Search(query)).Disclosures.Select(found => found.DisclosureId).Where(id => id == one.Id));
        }

        Assert.Equal((1, 0L), ((int)(await Search("松花江")).Total, (await Search("松花江 长江")).Total));
        Assert.Equal(0, (await Search("花松")).Total);
        Assert.Equal(0, (await Search("！？")).Total);
    }

    [Fact]
    public async Task Is_not_published_by_who_drafted_it()
    {
        var one = await DisclosedCase.Due(suite);
        await one.Draft(by: DisclosureFixture.Publisher);

        Assert.Equal("DISCLOSURE_PUBLISHER_NOT_DRAFTER", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => one.Publish()));
        Assert.Null(await one.Shown());
    }

    /// <summary>未成年人保护法 103.</summary>
    [Fact]
    public async Task E31_Is_withheld_where_its_party_is_under_eighteen_and_from_nobody_else()
    {
        var minor = await DisclosedCase.Due(suite, PartyKind.Citizen, ReviewedCase.Minor);
        Assert.Equal(DisclosureFaults.PartyUnderAge.Reason, await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => minor.Draft()));

        await minor.Withhold();

        Assert.Equal((DisclosureStage.Withheld, "当事人未满十八周岁"), (minor.Disclosure.Stage, minor.Disclosure.Withholding.Reason));
        Assert.Null(await minor.Shown());
        var company = await DisclosedCase.Due(suite);
        Assert.Equal("DISCLOSURE_WITHHOLDING_UNFOUNDED", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => company.Withhold()));
    }

    [Fact]
    public async Task Shows_a_citizens_surname_and_nothing_else_of_them()
    {
        var one = await DisclosedCase.Due(suite, PartyKind.Citizen, Citizen);
        var refused = await Assert.ThrowsAsync<RpcException>(() => suite.Disclosures(ReviewedCase.First).DraftDisclosureAsync(
            one.DraftOf("欧阳试一住某市某区某路12号，电话（0375）266 6666，身份证１１０１０５１９４９１２３１００２Ｘ")).ResponseAsync);

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        var violations = refused.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations;
        Assert.Equal(["IDENTITY_NUMBER", "PARTY_ADDRESS", "PARTY_CONTACT", "PARTY_NAME", "PARTY_NUMBER"], violations.Select(found => found.Reason).Distinct().Order());
        Assert.All(violations, found => Assert.Equal("text.facts_summary", found.Field));
        Assert.DoesNotContain("266", string.Concat(violations.Select(found => found.Description)), StringComparison.Ordinal);

        await one.Draft();
        await one.Publish();
        await one.AwaitPublic();
        Assert.Equal(("欧阳**", ""), ((await one.Shown())!.Decision.PartyName, (await one.Shown())!.Decision.PartyUscc));
        Assert.DoesNotContain("试一", Published(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_corrected_with_a_public_reason_and_leaves_no_byte_of_the_text_before()
    {
        var one = await DisclosedCase.Published(suite, facts: "旧版摘要鄱阳湖以北仓库");

        await one.Draft(facts: "新版摘要洞庭湖以南仓库", reason: "原摘要地点有误");
        Assert.Equal("旧版摘要鄱阳湖以北仓库", (await one.Shown())!.Decision.FactsSummary);
        await one.Publish();
        await one.AwaitPublic();

        var shown = (await one.Shown())!;
        Assert.Equal((2, "原摘要地点有误", "新版摘要洞庭湖以南仓库"), (shown.Version, shown.CorrectionReason, shown.Decision.FactsSummary));
        Assert.Equal((0L, 1L), ((await Search("鄱阳湖")).Total, (await Search("洞庭湖")).Total));
        await ReviewFixture.Eventually(() => Task.FromResult(!Published().Contains("鄱阳", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Is_withdrawn_when_the_decision_falls_and_leaves_the_note_alone()
    {
        var one = await DisclosedCase.Published(suite, facts: "青海湖畔储存点超量储存");
        Assert.Equal("DISCLOSURE_WRONG_STAGE", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => one.Withdraw()));

        await one.Annul(DisclosureStage.ToWithdraw);
        Assert.Equal(("PUB_WITHDRAW", 1L), (one.Disclosure.WithdrawBy.Rule, (await Search("青海湖")).Total));
        await one.Withdraw();

        await ReviewFixture.Eventually(async () => (await one.Shown())!.State == PublicState.Withdrawn);
        var note = (await one.Shown())!;
        Assert.Equal((AnnulmentGround.Reconsideration, "复议机关撤销了该处罚决定", one.Case.Case.Decision.Number), (note.Withdrawal.Ground, note.Withdrawal.PublicReason, note.DocumentNumber));
        Assert.Null(note.Decision);
        Assert.Equal((0L, 0L), ((await Search("青海湖")).Total, (await Search(note.DocumentNumber)).Total));
        await ReviewFixture.Eventually(() => Task.FromResult(!Published().Contains("青海", StringComparison.Ordinal)));
        Assert.Equal([TextState.Withdrawn], (await one.Read()).Versions.Select(version => version.State));
        Assert.Empty(await suite.Services.GetRequiredKeyedService<Kernel.Views.RoleViews>(ServiceRole.Disclosure).RebuildAndCompare(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Lapses_when_the_decision_falls_before_it_was_published()
    {
        var one = await DisclosedCase.Due(suite);
        await one.Draft();
        await one.Annul(DisclosureStage.Lapsed);

        Assert.Equal("DISCLOSURE_WRONG_STAGE", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => one.Publish()));
        Assert.Null(await one.Shown());
    }

    [Fact]
    public async Task Is_proven_to_anybody_by_the_ledger_library_alone()
    {
        var one = await DisclosedCase.Published(suite);
        await one.Draft(facts: "更正后的摘要", reason: "原摘要有误");
        await one.Publish();
        await one.AwaitPublic();

        var proof = await Proof(one.Id);

        Assert.Equal((suite.VerifierKey, 2), (proof.VerifierKey, proof.Acts.Count));
        Assert.Equal(["公示", "更正公示（第2版）"], proof.Acts.Select(act => act.Title));
        var head = await suite.AnybodysLedger.GetCheckpointAsync(new());
        var policy = TrustPolicy.Of(NoteKey.Parse(proof.VerifierKey));
        foreach (var act in proof.Acts)
        {
            Assert.Equal(proof.Acts[0].Checkpoint, act.Checkpoint);
            var checkpoint = policy.Open(Encoding.UTF8.GetBytes(act.Checkpoint)).Checkpoint;
            var leaf = Leaf.Hash(act.Entry.ToByteArray());
            Assert.True(TreeProof.VerifyInclusion(TreeHash.Sha256, act.Position, checkpoint.Size, leaf, [.. act.InclusionProof.Select(hash => hash.ToByteArray())], checkpoint.Root));
            Assert.False(TreeProof.VerifyInclusion(TreeHash.Sha256, act.Position + 1, checkpoint.Size, leaf, [.. act.InclusionProof.Select(hash => hash.ToByteArray())], checkpoint.Root));
        }

        // It is the head that anybody is served, or an older one where a minute ended just now.
        Assert.True(policy.Open(head.Note.ToByteArray()).Checkpoint.Size >= policy.Open(Encoding.UTF8.GetBytes(proof.Acts[0].Checkpoint)).Checkpoint.Size);
        var newest = proof.Acts[1];
        var digest = EntryCodec.Decode(newest.Entry.ToByteArray()).Parts[newest.Part];
        Assert.True(Commitment.Verify(digest, newest.Salt.Span, newest.Notice.Span));
        Assert.Equal("更正后的摘要", DisclosurePublished.Parser.ParseFrom(NoticePart.Parser.ParseFrom(newest.Notice).Body).Decision.FactsSummary);
        Assert.True(proof.Acts[0].Salt.IsEmpty && proof.Acts[0].Notice.IsEmpty, "a text that is public no more is not opened");
    }

    [Fact]
    public async Task Reveals_nothing_of_what_is_not_published_to_anybody()
    {
        var due = await DisclosedCase.Due(suite);
        var drafted = await DisclosedCase.Due(suite);
        await drafted.Draft();

        foreach (var id in new[] { due.Id, drafted.Id, ReviewedCase.NewId() })
        {
            Assert.Equal("DISCLOSURE_UNKNOWN", await ReviewedCase.Refusal(StatusCode.NotFound, () => suite.Anybody.GetPublicDisclosureAsync(new() { DisclosureId = id }).ResponseAsync));
            Assert.Equal("DISCLOSURE_UNKNOWN", await ReviewedCase.Refusal(StatusCode.NotFound, () => suite.Anybody.GetDisclosureProofAsync(new() { DisclosureId = id }).ResponseAsync));
        }

        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(suite.Http, "/v1/disclosure/public/decisions"), TestContext.Current.CancellationToken);
        Assert.False(answer.Headers.Contains("ep-after"), "how far the ledger is tells when something unpublished happens");
    }

    [Fact]
    public async Task Is_searched_over_JSON_in_pages_with_filters_and_an_exact_total()
    {
        var ids = new List<string>();
        for (var number = 0; number < 3; number++)
        {
            ids.Add((await DisclosedCase.Published(suite, facts: "三峡库区分页检索样本")).Id);
        }

        var first = await Json("query=三峡库区&page_size=2");
        var rest = await Json($"query=三峡库区&page_size=2&page_token={first["nextPageToken"]}");
        Assert.Equal("3", (string)first["total"]!);
        Assert.Equal(((IEnumerable<string>)ids).Reverse(), first["disclosures"]!.AsArray().Concat(rest["disclosures"]!.AsArray()).Select(one => (string)one!["disclosureId"]!));
        Assert.Equal("", (string?)rest["nextPageToken"] ?? "");

        var today = $"{ShanghaiTime.DateOf(DateTimeOffset.UtcNow):yyyy-MM-dd}";
        Assert.Equal((3L, 0L, 0L, 3L), (
            (await Search("三峡库区", from: today, to: today)).Total,
            (await Search("三峡库区", to: "2026-01-01")).Total,
            (await Search("三峡库区", organ: "pds-yszy")).Total,
            (await Search("三峡库区", organ: "pds-gxj")).Total));
        Assert.Equal("INVALID_FIELDS", await ReviewedCase.Refusal(StatusCode.InvalidArgument, () => Search(new string('水', 101))));
        Assert.Equal("INVALID_FIELDS", await ReviewedCase.Refusal(StatusCode.InvalidArgument, () => Search("库区", from: "2026-13-01")));
        Assert.True((await Search("")).Total >= 3);
    }

    [Fact]
    public async Task Is_shown_until_its_last_day()
    {
        var tomorrow = $"{ShanghaiTime.DateOf(DateTimeOffset.UtcNow).AddDays(1):yyyy-MM-dd}";
        var one = await DisclosedCase.Due(suite);
        Assert.Equal("DISCLOSURE_TERM_OVER", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => one.Draft(until: "2026-01-01")));

        await one.Draft(until: tomorrow);
        await one.Publish();
        await one.AwaitPublic();

        Assert.Equal(tomorrow, (await one.Shown())!.Decision.PublishUntil);
        var (lastDay, over) = (suite.PublicOn(tomorrow), suite.PublicOn("2199-01-01"));
        Assert.Equal(one.Id, (await lastDay.GetPublicDisclosure(new() { DisclosureId = one.Id }, suite.Nobody)).Disclosure.DisclosureId);
        Assert.Equal("DISCLOSURE_UNKNOWN", (await Assert.ThrowsAsync<Kernel.Fault>(() => over.GetPublicDisclosure(new() { DisclosureId = one.Id }, suite.Nobody))).Type.Reason);
        Assert.DoesNotContain((await over.SearchDisclosures(new() { PageSize = 200 }, suite.Nobody)).Disclosures, shown => shown.DisclosureId == one.Id);
    }

    [Fact]
    public async Task Is_given_to_the_service_disclosure_alone_with_what_its_digests_commit_to()
    {
        var decided = (await DisclosedCase.Due(suite, PartyKind.Citizen, Citizen)).Case.Case;
        var undecided = (await ReviewedCase.Told(suite)).Id;
        var asDisclosure = new CaseService.CaseServiceClient(suite.Services.GetRequiredService<Kernel.Peers>().To(ServiceRole.Records, ServiceRole.Disclosure));

        var given = await asDisclosure.GetDecisionForDisclosureAsync(new() { CaseId = decided.CaseId });

        Assert.Equal((decided.Organ, decided.Decision.Number), (given.Organ, given.Number));
        Assert.Equal(decided.Decision.DraftDigest.ToByteArray(), Commitment.Compute(given.DecisionSalt.Span, given.DecisionCommitted.Span));
        Assert.Equal(Citizen, Party.Parser.ParseFrom(PersonalPart.Parser.ParseFrom(given.PartyCommitted).Body));
        Assert.Equal("DECISION_MISSING", await ReviewedCase.Refusal(StatusCode.NotFound, () => asDisclosure.GetDecisionForDisclosureAsync(new() { CaseId = undecided }).ResponseAsync));
        Assert.Equal("NOT_PERMITTED", await ReviewedCase.Refusal(StatusCode.PermissionDenied, () => suite.Cases(ReviewedCase.First).GetDecisionForDisclosureAsync(new() { CaseId = decided.CaseId }).ResponseAsync));
    }

    [Fact]
    public async Task Is_asked_of_records_which_must_know_it()
    {
        var told = await ReviewedCase.Told(suite);
        var records = suite.Services.GetRequiredService<IRecords>();

        foreach (var id in new[] { told.Id, ReviewedCase.NewId() })
        {
            var fault = await Assert.ThrowsAsync<Kernel.Fault>(() => records.Decision(new() { CaseId = id }, TestContext.Current.CancellationToken).AsTask());
            Assert.Equal("DISCLOSURE_DECISION_NOT_FOUND", fault.Type.Reason);
        }
    }

    [Fact]
    public async Task Is_answered_again_not_done_again()
    {
        var one = await DisclosedCase.Due(suite);
        var request = one.DraftOf("重复的请求");

        var first = await suite.Disclosures(ReviewedCase.First).DraftDisclosureAsync(request);
        Assert.Equal(first, await suite.Disclosures(ReviewedCase.First).DraftDisclosureAsync(request));
        Assert.Equal("ETAG_STALE", await ReviewedCase.Refusal(StatusCode.Aborted, () => one.Draft(facts: "旧的版本标记")));
    }

    [Fact]
    public async Task Is_seen_and_changed_by_whom_it_concerns_alone()
    {
        var one = await DisclosedCase.Published(suite);
        await one.Annul(DisclosureStage.ToWithdraw);
        foreach (var reader in new[] { ReviewedCase.First, ReviewedCase.Lead, ReviewedCase.Head, DisclosureFixture.Publisher, "jian.congzhou" })
        {
            Assert.Equal(one.Id, (await suite.Disclosures(reader).GetDisclosureAsync(new() { DisclosureId = one.Id })).Disclosure.DisclosureId);
            await ReviewFixture.Eventually(async () => (await suite.Disclosures(reader).ListDisclosuresAsync(new() { Stage = DisclosureStage.ToWithdraw })).Disclosures
                .Any(line => line.DisclosureId == one.Id && line.Due.Rule == "PUB_WITHDRAW"));
        }

        // Another organ's people are not told that it exists; another department's, and those without the duty, are refused.
        foreach (var (stranger, toRead, toDraft) in new[]
        {
            ("lu.chengping", StatusCode.NotFound, StatusCode.NotFound),
            ("kang.lingyi", StatusCode.NotFound, StatusCode.PermissionDenied),
            (ReviewedCase.LegalLead, StatusCode.PermissionDenied, StatusCode.PermissionDenied),
            (ReviewedCase.Archivist, StatusCode.PermissionDenied, StatusCode.PermissionDenied),
            ("qiao.anlan", StatusCode.PermissionDenied, StatusCode.PermissionDenied),
        })
        {
            Assert.Equal(toRead, await Status(() => suite.Disclosures(stranger).GetDisclosureAsync(new() { DisclosureId = one.Id }).ResponseAsync));
            Assert.Equal(toDraft, await Status(() => one.Draft(stranger)));
            Assert.DoesNotContain(await Listed(stranger), line => line.DisclosureId == one.Id);
        }

        foreach (var other in new[] { "lu.chengping", "kang.lingyi", ReviewedCase.LegalLead, ReviewedCase.First, ReviewedCase.Lead, ReviewedCase.Head, "jian.congzhou" })
        {
            Assert.Equal(StatusCode.PermissionDenied, await Status(() => one.Publish(other)));
            Assert.Equal(StatusCode.PermissionDenied, await Status(() => one.Withdraw(by: other)));
        }
    }

    private static async Task<StatusCode> Status(Func<Task> attempt) => (await Assert.ThrowsAsync<RpcException>(attempt)).StatusCode;

    private async Task<IReadOnlyList<DisclosureSummary>> Listed(string by)
    {
        try
        {
            return (await suite.Disclosures(by).ListDisclosuresAsync(new())).Disclosures;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.PermissionDenied)
        {
            return [];
        }
    }

    /// <summary>Not ready until the public checkpoint has moved, on the minute.</summary>
    private async Task<GetDisclosureProofResponse> Proof(string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            try
            {
                return await suite.Anybody.GetDisclosureProofAsync(new() { DisclosureId = id });
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.Unavailable)
            {
                Assert.Equal("PROOF_NOT_READY", refused.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason);
                await Task.Delay(250, patience.Token);
            }
        }
    }

    private async Task<SearchDisclosuresResponse> Search(string query, string organ = "", string from = "", string to = "") =>
        await suite.Anybody.SearchDisclosuresAsync(new() { Query = query, Organ = organ, DecidedFrom = from, DecidedTo = to });

    private async Task<JsonNode> Json(string query)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(suite.Http, $"/v1/disclosure/public/decisions?{query}"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Every byte of the public view's files as text.</summary>
    private string Published()
    {
        var all = new StringBuilder();
        foreach (var file in suite.PublicFiles)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            all.Append(reader.ReadToEnd());
        }

        return all.ToString();
    }
}
