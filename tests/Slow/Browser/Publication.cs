using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Story;
using EnforcementPlatform.Law;
using Grpc.Core;
using Xunit;

namespace EnforcementPlatform.Tests.Slow.Browser;

/// <summary>The decision of the story, published and withdrawn by the people of the demonstration through the real services.</summary>
internal sealed class Publication
{
    public const string Facts = "经现场检查，当事人未按规定储存民用爆炸物品。";
    public const string WithdrawalReason = "行政复议决定撤销该行政处罚决定。";

    private readonly Player _head;
    private readonly DisclosureService.DisclosureServiceClient _drafter;
    private readonly DisclosureService.DisclosureServiceClient _publisher;
    private readonly CancellationToken _ct;
    private CaseDisclosure _disclosure = new();

    private Publication(Player officer, Player publisher, Player head, CancellationToken ct)
    {
        _drafter = new(officer.CallsTo(ServiceRole.Disclosure));
        _publisher = new(publisher.CallsTo(ServiceRole.Disclosure));
        (_head, _ct) = (head, ct);
    }

    public string DisclosureId => _disclosure.DisclosureId;

    public string DocumentNumber => _disclosure.DocumentNumber;

    public static async Task<Publication> Of(Func<string, CallInvoker> anybodyTo, CancellationToken ct)
    {
        var people = new Player[3];
        foreach (var (account, i) in new[] { "qin.yanqiu", "liu.yingchuan", "shang.minghui" }.Select((account, i) => (account, i)))
        {
            people[i] = await Player.SignIn(anybodyTo, account, Cast.Password, ct);
        }

        return new(people[0], people[1], people[2], ct);
    }

    public async Task Publish()
    {
        _disclosure = await Until(DisclosureStage.Due);
        var text = new DisclosureText { Violation = "未经许可储存民用爆炸物品", FactsSummary = Facts, Penalty = "罚款人民币十万元。" };
        _disclosure = (await _drafter.DraftDisclosureAsync(new() { DisclosureId = DisclosureId, Etag = _disclosure.Etag, RequestId = NewId(), Text = text }, cancellationToken: _ct)).Disclosure;
        await _publisher.PublishDisclosureAsync(new() { DisclosureId = DisclosureId, Etag = _disclosure.Etag, RequestId = NewId() }, cancellationToken: _ct);
    }

    public async Task Withdraw()
    {
        var file = (await _head.Cases.GetCaseAsync(new() { CaseId = DisclosureId }, cancellationToken: _ct)).Case;
        await _head.Cases.AnnulDecisionAsync(
            new() { CaseId = DisclosureId, Etag = file.Etag, RequestId = NewId(), Ground = AnnulmentGround.Reconsideration, Reason = WithdrawalReason }, cancellationToken: _ct);
        _disclosure = await Until(DisclosureStage.ToWithdraw);
        await _publisher.WithdrawDisclosureAsync(
            new() { DisclosureId = DisclosureId, Etag = _disclosure.Etag, RequestId = NewId(), PublicReason = WithdrawalReason }, cancellationToken: _ct);
    }

    /// <summary>Disclosure hears of it by notice.</summary>
    private async Task<CaseDisclosure> Until(DisclosureStage stage)
    {
        for (var turn = 0; turn < 100; turn++)
        {
            var listed = await _publisher.ListDisclosuresAsync(new() { Stage = stage }, cancellationToken: _ct);
            if (listed.Disclosures is [var found, ..])
            {
                return (await _publisher.GetDisclosureAsync(new() { DisclosureId = found.DisclosureId }, cancellationToken: _ct)).Disclosure;
            }

            await Task.Delay(100, _ct);
        }

        Assert.Fail($"no disclosure is {stage}");
        return new();
    }

    private static string NewId() => Guid.NewGuid().ToString();
}
