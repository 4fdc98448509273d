using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Tests.Fast.Integration.Review;
using Grpc.Core;

namespace EnforcementPlatform.Tests.Fast.Integration.Disclosure;

/// <summary>A decided case and its disclosure, step by step, as the last answers showed them.</summary>
internal sealed class DisclosedCase(DisclosureFixture suite, ReviewedCase decided)
{
    public CaseDisclosure Disclosure { get; private set; } = new();

    public string Id => decided.Id;

    public ReviewedCase Case => decided;

    /// <summary>Decided, and known to disclosure.</summary>
    public static async Task<DisclosedCase> Due(DisclosureFixture suite, PartyKind kind = PartyKind.LegalPerson, Party? party = null)
    {
        var one = new DisclosedCase(suite, await ReviewedCase.Decided(suite, kind, party));
        await one.AwaitStage(DisclosureStage.Due);
        return one;
    }

    public static async Task<DisclosedCase> Published(DisclosureFixture suite, PartyKind kind = PartyKind.LegalPerson, Party? party = null, string facts = "未按规定备案销售情况")
    {
        var one = await Due(suite, kind, party);
        await one.Draft(facts: facts);
        await one.Publish();
        await one.AwaitPublic();
        return one;
    }

    public async Task Draft(string by = ReviewedCase.First, string facts = "未按规定备案销售情况", string reason = "", string until = "") =>
        Disclosure = (await suite.Disclosures(by).DraftDisclosureAsync(DraftOf(facts, reason, until))).Disclosure;

    public DraftDisclosureRequest DraftOf(string facts, string reason = "", string until = "") => new()
    {
        DisclosureId = Id,
        Etag = Disclosure.Etag,
        RequestId = ReviewedCase.NewId(),
        Text = new() { Violation = "违反民用爆炸物品销售备案规定", FactsSummary = facts, Penalty = "罚款人民币壹拾万元整", PublishUntil = until },
        CorrectionReason = reason,
    };

    public async Task Publish(string by = DisclosureFixture.Publisher) => Disclosure = (await suite.Disclosures(by).PublishDisclosureAsync(
        new() { DisclosureId = Id, Etag = Disclosure.Etag, RequestId = ReviewedCase.NewId() })).Disclosure;

    public async Task Withhold(string by = DisclosureFixture.Publisher) => Disclosure = (await suite.Disclosures(by).WithholdDisclosureAsync(
        new() { DisclosureId = Id, Etag = Disclosure.Etag, RequestId = ReviewedCase.NewId(), Reason = "当事人未满十八周岁" })).Disclosure;

    public async Task Withdraw(string reason = "复议机关撤销了该处罚决定", string by = DisclosureFixture.Publisher) => Disclosure = (await suite.Disclosures(by).WithdrawDisclosureAsync(
        new() { DisclosureId = Id, Etag = Disclosure.Etag, RequestId = ReviewedCase.NewId(), PublicReason = reason })).Disclosure;

    /// <summary>Annulled in records, and known to be so here.</summary>
    public async Task Annul(DisclosureStage then)
    {
        await decided.Annul();
        await AwaitStage(then);
    }

    /// <summary>A public view that is just made anew, since another test altered it, answers nobody for a moment.</summary>
    public Task AwaitPublic() => ReviewFixture.Eventually(async () =>
    {
        try
        {
            return (await Shown())?.Version == Disclosure.Versions.Count;
        }
        catch (RpcException behind) when (behind.StatusCode == StatusCode.Unavailable)
        {
            return false;
        }
    });

    /// <summary>What anybody sees, or null.</summary>
    public async Task<PublicDisclosure?> Shown()
    {
        try
        {
            return (await suite.Anybody.GetPublicDisclosureAsync(new() { DisclosureId = Id })).Disclosure;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    public async Task<CaseDisclosure> Read(string by = DisclosureFixture.Publisher) =>
        Disclosure = (await suite.Disclosures(by).GetDisclosureAsync(new() { DisclosureId = Id })).Disclosure;

    private Task AwaitStage(DisclosureStage stage) => ReviewFixture.Eventually(async () =>
    {
        try
        {
            return (await Read()).Stage == stage;
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.NotFound or StatusCode.Unavailable)
        {
            return false;
        }
    });
}
