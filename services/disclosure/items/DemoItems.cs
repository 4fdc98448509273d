using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Disclosure;

/// <summary>
/// Three published items of the demonstration's bureau, through the same decisions as everybody. The powers are the words of their articles
/// (《民用爆炸物品安全管理条例》 44, 45, 49); the opinion of 司法局 is invented and says so. Every step has a command id of its own, so a second start adds nothing.
/// </summary>
internal sealed class DemoItems(ServiceLedger ledger, Streams<ItemState> items, IRecords records, Installation installation) : IDemoData
{
    private const string Method = "enforcement.disclosure/DemoItems";
    private const string OrganCode = "pds-gxj";
    private const int MostAttempts = 30;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);

    private static readonly (string Id, string Code, ItemText Text)[] Planned =
    [
        ("0190a000-0000-7000-8000-000000000044", "CF-0001", Of(
            "对未经许可生产、销售民用爆炸物品的行政处罚",
            "查处本市行政区域内未经许可生产、销售民用爆炸物品的行为。",
            "责令停止非法生产、销售活动，处10万元以上50万元以下的罚款，并没收非法生产、销售的民用爆炸物品及其违法所得。",
            "《民用爆炸物品安全管理条例》第四十四条第三款")),
        ("0190a000-0000-7000-8000-000000000045", "CF-0002", Of(
            "对民用爆炸物品生产、销售企业违反许可和安全管理规定的行政处罚",
            "监督检查民用爆炸物品生产、销售企业，查处超出许可、违反安全技术规程、未按规定备案等行为。",
            "责令限期改正，处10万元以上50万元以下的罚款；逾期不改正的，责令停产停业整顿；情节严重的，吊销《民用爆炸物品生产许可证》或者《民用爆炸物品销售许可证》。",
            "《民用爆炸物品安全管理条例》第四十五条")),
        ("0190a000-0000-7000-8000-000000000049", "CF-0003", Of(
            "对违反民用爆炸物品储存管理规定的行政处罚",
            "监督检查民用爆炸物品储存，查处未按规定设置技术防范设施、账物不符、超量储存等行为。",
            "责令限期改正，可以并处5万元以上20万元以下的罚款；逾期不改正的，责令停产停业整顿；情节严重的，吊销许可证。",
            "《民用爆炸物品安全管理条例》第四十九条")),
    ];

    /// <summary>The texts, for the comparison with their articles.</summary>
    internal static IEnumerable<ItemText> Texts => Planned.Select(one => one.Text);

    public async Task<IReadOnlyList<DemoAccount>> Prepare(CancellationToken ct)
    {
        var organ = await OrganOf(ct);
        if (!organ.Demonstration)
        {
            throw new SettingsException([$"Platform:DemoData：“{organ.Name}”是正式登记的机关，不能为其装入演示数据。请去掉 --demo（或Platform:DemoData）。"]);
        }

        installation.FoundDemonstration();
        foreach (var (id, code, text) in Planned)
        {
            var added = new AddItemRequest { Code = code, Text = text, EffectiveFrom = "2026-01-01" };
            await Step(id, "add", added, async (state, act) =>
                state.AddItem(act, added, organ.Name, (await act.Take(ItemState.StreamOfCode(ledger.Keys, OrganCode, code)))[0]), ct);
            var opinion = new OutsideApproval
            {
                Authority = "演示市司法局",
                Verdict = ItemVerdict.Approved,
                Number = "演司审〔2025〕0号（演示）",
                GivenOn = "2025-12-20",
                Opinion = "同意公布（演示数据，意见为虚构）。",
            };
            await Step(id, "approve", opinion, (state, act) => new(state.RecordApproval(act, opinion)), ct);
            await Step(id, "publish", new PublishItemRequest { ItemId = id }, (state, act) => new(state.PublishItem(act, flagsReason: "")), ct);
        }

        return [];
    }

    /// <summary>
    /// True when the ledger holds what a demonstration published: the first step of the first item was kept. A damaged row under that command is one of
    /// a demonstration, too.
    /// </summary>
    public async ValueTask<bool> AreKept(CancellationToken ct)
    {
        try
        {
            return (await ledger.Store.LookUp(CommandOf("add", Planned[0].Id), "", ct)).KeptAt is not null;
        }
        catch (LedgerDamagedException)
        {
            return true;
        }
    }

    /// <summary>Records may still be starting, on a busy machine or in a process of its own.</summary>
    private async Task<Organ> OrganOf(CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await records.Organ(OrganCode, ct);
            }
            catch (Fault fault) when (fault.Type == KernelFaults.PeerUnavailable && attempt < MostAttempts)
            {
                await Task.Delay(BetweenAttempts, ledger.Clock, ct);
            }
        }
    }

    private Task Step(string id, string step, Google.Protobuf.IMessage request, Func<ItemState, IActContext, ValueTask<Decision>> decide, CancellationToken ct)
    {
        var actor = new Actor { PersonId = "", AccountId = ledger.Role, Organ = OrganCode, Department = "", Service = ledger.Role };
        return items.Run(id, CommandOf(step, id), actor, Method, request, decide, ct);
    }

    private string CommandOf(string step, string id) => CommandId.OfHandler(ledger.Role, 0, 0, nameof(DemoItems), $"{step}/{id}");

    private static ItemText Of(string name, string responsibility, string authority, string basis) =>
        new() { Name = name, Kind = EnforcementKind.Penalty, Responsibility = responsibility, Authority = authority, LegalBasis = basis };
}
