using System.Text;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Tests.Fast.Integration.Review;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Disclosure;

/// <summary>Everything shown is what its proof opens, whatever somebody writes into the file by which it is found; and it says what a citizen has to know.</summary>
public sealed class What_the_public_is_shown(DisclosureFixture suite) : IClassFixture<DisclosureFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task T4_The_file_by_which_it_is_found_holds_no_text_that_is_shown()
    {
        var one = await DisclosedCase.Published(suite, facts: "长江中游某储存点未按规定备案");

        Assert.Equal("长江中游某储存点未按规定备案", (await one.Shown())!.Decision.FactsSummary);
        Assert.DoesNotContain("长江中游某储存点", Files(), StringComparison.Ordinal);
        Assert.DoesNotContain("壹拾万元整", Files(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("another decision")]
    [InlineData("no entry")]
    [InlineData("no notice")]
    [InlineData("another organ")]
    public async Task T4_A_row_altered_by_hand_shows_nothing_else_and_is_made_anew(string how)
    {
        var one = await DisclosedCase.Published(suite, facts: "原来公示的摘要");
        var other = await DisclosedCase.Published(suite, facts: "别的公示的摘要");
        Alter(how switch
        {
            "another decision" => $"UPDATE decisions SET (position, part) = (SELECT position, part FROM decisions WHERE disclosure_id = '{other.Id}') WHERE disclosure_id = '{one.Id}'",
            "no entry" => $"UPDATE decisions SET position = 9999999 WHERE disclosure_id = '{one.Id}'",
            "no notice" => $"UPDATE decisions SET part = 0 WHERE disclosure_id = '{one.Id}'",
            _ => $"UPDATE decisions SET organ = 'pds-yszy' WHERE disclosure_id = '{one.Id}'",
        });

        await OnlyEver(one, shown => Assert.Equal("原来公示的摘要", shown.Decision.FactsSummary));
        await Tries(async () =>
            Assert.Equal(1, (await suite.Anybody.SearchDisclosuresAsync(new() { Query = $"原来公示的摘要 {one.Disclosure.DocumentNumber}", Organ = "pds-gxj" })).Total));
    }

    [Fact]
    public async Task T4_A_text_that_was_corrected_or_withdrawn_does_not_come_back_by_an_altered_row()
    {
        var one = await DisclosedCase.Published(suite, facts: "更正之前的摘要");
        var first = await Proof(one.Id);
        await one.Draft(facts: "更正之后的摘要", reason: "原摘要有误");
        await one.Publish();
        await one.AwaitPublic();
        Alter($"UPDATE decisions SET position = {first.Acts[0].Position}, part = {first.Acts[0].Part} WHERE disclosure_id = '{one.Id}'");
        await OnlyEver(one, shown => Assert.Equal("更正之后的摘要", shown.Decision.FactsSummary));

        await one.Annul(DisclosureStage.ToWithdraw);
        await one.Withdraw();
        await ReviewFixture.Eventually(async () => (await one.Shown())!.State == PublicState.Withdrawn);
        Alter($"UPDATE decisions SET position = {first.Acts[0].Position}, part = {first.Acts[0].Part}, decided_on = '2026-11-28', shown_until = '' WHERE disclosure_id = '{one.Id}'");
        await OnlyEver(one, shown => Assert.Equal((PublicState.Withdrawn, (PublicDecision?)null), (shown.State, shown.Decision)));
    }

    [Fact]
    public async Task T4_A_search_never_lists_what_an_altered_row_names()
    {
        var one = await DisclosedCase.Published(suite, facts: "检索用的第一份摘要");
        var other = await DisclosedCase.Published(suite, facts: "检索用的第二份摘要");
        Alter($"UPDATE decisions SET position = (SELECT position FROM decisions WHERE disclosure_id = '{other.Id}') WHERE disclosure_id = '{one.Id}'");

        await Tries(async () =>
        {
            var found = (await suite.Anybody.SearchDisclosuresAsync(new() { Query = "检索用的" })).Disclosures;
            Assert.Equal(["检索用的第一份摘要", "检索用的第二份摘要"], found.Select(shown => shown.Decision.FactsSummary).Order());
            Assert.Equal(new[] { one.Id, other.Id }.Order(), found.Select(shown => shown.DisclosureId).Order());
        });
    }

    [Fact]
    public async Task T4_Officers_items_and_organs_too_are_shown_from_their_notices_alone()
    {
        await ReviewFixture.Eventually(async () => (await suite.Anybody.ListPublicItemsAsync(new())).Items.Count >= 3);
        var (items, officers, organs) = (await suite.Anybody.ListPublicItemsAsync(new()), await suite.Anybody.ListPublicOfficersAsync(new()), await suite.Anybody.ListPublicOrgansAsync(new()));

        Alter("UPDATE items SET number = number + 100000 WHERE code = 'CF-0003'");
        await Tries(async () => Assert.Equal(items, await suite.Anybody.ListPublicItemsAsync(new())));

        Alter("UPDATE officers SET position = (SELECT max(position) FROM officers), listing = 0 WHERE position = (SELECT min(position) FROM officers)");
        await Tries(async () => Assert.Equal(officers, await suite.Anybody.ListPublicOfficersAsync(new())));

        Alter("UPDATE organs SET (position, part) = (SELECT position, part FROM organs WHERE organ = 'pds-yszy') WHERE organ = 'pds-gxj'");
        await Tries(async () => Assert.Equal(organs, await suite.Anybody.ListPublicOrgansAsync(new())));
    }

    [Fact]
    public async Task V1_A_public_text_names_who_hears_a_reconsideration_and_which_court_a_suit()
    {
        var shown = (await (await DisclosedCase.Published(suite)).Shown())!;

        Assert.Equal(("演示市人民政府", "演示市示例区人民法院", "pds-gxj"), (shown.Decision.ReconsiderationOrgan, shown.Decision.Court, shown.Organ));
    }

    [Fact]
    public async Task V3_A_printed_decision_says_where_it_will_be_public_and_carries_the_key_of_the_proof()
    {
        var one = await ReviewedCase.Decided(suite);

        var issued = await suite.Documents(ReviewedCase.First).IssueDocumentAsync(new()
        {
            RequestId = ReviewedCase.NewId(),
            CaseId = one.Id,
            Template = "penalty-decision",
            Fields = { ["party_views"] = "无", ["performance"] = "自收到决定书之日起十五日内缴纳罚款" },
        });
        var page = (await suite.Documents(ReviewedCase.First).GetDocumentAsync(new() { DocumentId = issued.Document.DocumentId })).Html;

        Assert.Contains(System.Net.WebUtility.HtmlEncode(suite.VerifierKey), page, StringComparison.Ordinal);
        Assert.Contains($"按文号“{one.Case.Decision.Number}”查询", System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task V7_A_decision_is_marked_the_moment_it_is_annulled_and_the_mark_is_proved()
    {
        var one = await DisclosedCase.Published(suite, facts: "将被撤销的决定的摘要");
        Assert.Null((await one.Shown())!.Annulment);

        await one.Annul(DisclosureStage.ToWithdraw);

        var shown = (await one.Shown())!;
        Assert.Equal((PublicState.Published, AnnulmentGround.Reconsideration, one.Disclosure.AnnulledOn), (shown.State, shown.Annulment.Ground, shown.Annulment.AnnulledOn));
        Assert.NotNull((await suite.Anybody.SearchDisclosuresAsync(new() { Query = "将被撤销的决定的摘要" })).Disclosures.Single().Annulment);
        var proof = await Proof(one.Id);
        Assert.Equal(["公示", "标明决定已被撤销"], proof.Acts.Select(act => act.Title));
        var told = DisclosedDecisionAnnulled.Parser.ParseFrom(NoticePart.Parser.ParseFrom(proof.Acts[1].Notice).Body);
        Assert.Equal((one.Id, 1, one.Disclosure.DocumentNumber, AnnulmentGround.Reconsideration, shown.Annulment.AnnulledOn), (told.DisclosureId, told.Version, told.DocumentNumber, told.Ground, told.AnnulledOn));
        Assert.False(proof.Acts[0].Notice.IsEmpty, "the text is still shown");

        await one.Withdraw();
        await ReviewFixture.Eventually(async () => (await one.Shown())!.State == PublicState.Withdrawn);
        Assert.Null((await one.Shown())!.Annulment);
        proof = await Proof(one.Id);
        Assert.Equal([("公示", true), ("标明决定已被撤销", false), ("撤回公示", false)], proof.Acts.Select(act => (act.Title, act.Notice.IsEmpty)));
    }

    [Fact]
    public async Task V10_An_officer_is_listed_with_the_days_of_the_certificate()
    {
        var officer = (await suite.Anybody.ListPublicOfficersAsync(new() { Query = "DEMO-1001" })).Officers.Single();

        Assert.Equal("2030-12-31", officer.ValidTo);
        Assert.Matches("^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", officer.ValidFrom);
    }

    /// <summary>Until the view is made anew it may be refused as behind; whatever is shown is right.</summary>
    private static async Task OnlyEver(DisclosedCase one, Action<PublicDisclosure> isRight) => await Tries(async () => isRight((await one.Shown())!));

    private static Task Tries(Func<Task> holds) => ReviewFixture.Eventually(async () =>
    {
        try
        {
            await holds();
            return true;
        }
        catch (RpcException behind) when (behind.StatusCode == StatusCode.Unavailable)
        {
            return false;
        }
    });

    private async Task<GetDisclosureProofResponse> Proof(string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            try
            {
                return await suite.Anybody.GetDisclosureProofAsync(new() { DisclosureId = id }, cancellationToken: Ct);
            }
            catch (RpcException notReady) when (notReady.StatusCode == StatusCode.Unavailable)
            {
                await Task.Delay(250, patience.Token);
            }
        }
    }

    private string Files() => string.Concat(suite.PublicFiles.Select(file =>
    {
        using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var text = new StreamReader(open, Encoding.UTF8);
        return text.ReadToEnd();
    }));

    private void Alter(string statement)
    {
        using var connection = new SqliteConnection($"Data Source={suite.PublicFiles.Single(file => file.EndsWith(".db", StringComparison.Ordinal))};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        Assert.True(command.ExecuteNonQuery() > 0);
    }
}
