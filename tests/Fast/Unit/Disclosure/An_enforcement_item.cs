using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Disclosure;
using Facts = EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Unit.Records.Cases;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Disclosure;

public sealed class An_enforcement_item
{
    private static readonly Dictionary<ItemAction, Func<ItemWorld, ItemWorld>> Attempts = new()
    {
        [ItemAction.AddItem] = world => world.Add(),
        [ItemAction.ReviseItem] = world => world.Revise(),
        [ItemAction.RecordApproval] = world => world.Review(),
        [ItemAction.RecordObjection] = world => world.Review(ItemVerdict.Objected),
        [ItemAction.PublishItem] = world => world.Publish(),
        [ItemAction.EndItem] = world => world.End(),
    };

    [Fact]
    public void Every_stage_answers_every_action_as_agreed()
    {
        var table =
            from stage in Enum.GetValues<ItemStage>()
            from action in Enum.GetValues<ItemAction>()
            select $"{stage,-12} {action,-16} {ItemLifecycle.Next(stage, action)?.ToString() ?? "-"}";

        Verified.Matches("ItemLifecycle", string.Join('\n', table));
    }

    [Fact]
    public void The_fold_goes_where_the_table_says_and_what_the_table_forbids_is_refused()
    {
        Assert.Equal(Enum.GetValues<ItemStage>(), ItemWorld.EveryStage().Select(world => world.State.Stage).Order());
        Assert.Equal(Enum.GetValues<ItemAction>(), Attempts.Keys.Order());
        foreach (var world in ItemWorld.EveryStage())
        {
            foreach (var (action, attempt) in Attempts)
            {
                if (ItemLifecycle.Next(world.State.Stage, action) is { } next)
                {
                    Assert.Equal((world.State.Stage, action, next), (world.State.Stage, action, attempt(world).State.Stage));
                }
                else
                {
                    Refused.With(DisclosureFaults.ItemWrongStage, () => attempt(world));
                }
            }
        }
    }

    [Fact]
    public void Is_published_only_once_the_authority_outside_approved_it_and_by_somebody_else()
    {
        Refused.With(DisclosureFaults.ItemWrongStage, () => ItemWorld.Written().Publish());
        Refused.With(DisclosureFaults.ItemWrongStage, () => ItemWorld.Written().Review(ItemVerdict.Objected).Publish());
        Refused.With(DisclosureFaults.PublisherIsDrafter, () => ItemWorld.Written().Review().Publish(ItemWorld.Writer));

        var item = ItemWorld.Published().Kept[^1].Notices.OfType<ItemPublished>().Single().Item;
        Assert.Equal(("CF-0009", 1, "平顶山市司法局", "平司审〔2026〕9号", "2026-01-01"), (item.Code, item.Version, item.ApprovedBy, item.ApprovalNumber, item.EffectiveFrom));
    }

    [Fact]
    public void Tells_for_ever_what_was_in_force_on_a_day()
    {
        var revised = ItemWorld.Published().Revise("2026-12-01", "新名称").Review().Publish();
        var ended = revised.End("2027-06-30");

        Assert.Equal([null, 1, 1, 2, 2], new[] { "2025-12-31", "2026-01-01", "2026-11-30", "2026-12-01", "2030-01-01" }.Select(day => InForce(revised, day)));
        Assert.Equal([1, 2, 2, null], new[] { "2026-11-30", "2026-12-01", "2027-06-30", "2027-07-01" }.Select(day => InForce(ended, day)));
        Assert.Equal(["2026-11-30", "2027-06-30"], ended.State.ToMessage().Versions.Select(one => one.EffectiveTo));

        // What is written and not published changes nothing yet.
        Assert.Equal(1, InForce(ItemWorld.Published().Revise("2026-12-01"), "2027-01-01"));
    }

    [Fact]
    public void Goes_on_in_time_and_never_back()
    {
        Refused.With(DisclosureFaults.ItemNotAfterPrevious, () => ItemWorld.Published().Revise("2026-01-01"));
        Refused.With(DisclosureFaults.ItemEndsTooEarly, () => ItemWorld.Published().End("2025-12-31"));
        Assert.Equal(1, InForce(ItemWorld.Published().End("2026-11-02"), "2026-11-02"));
        Refused.With(DisclosureFaults.ApprovalInFuture, () => ItemWorld.Written().Review(on: "2026-11-03"));
    }

    /// <summary>今天 is 2 November 2026: what the public was shown of a day that is over is not changed any more.</summary>
    [Fact]
    public void Is_never_changed_for_a_day_that_is_over()
    {
        Refused.With(DisclosureFaults.ItemEndsInPast, () => ItemWorld.Published().End("2026-11-01"));
        Refused.With(DisclosureFaults.ItemTakesEffectInPast, () => ItemWorld.Published().Revise("2026-11-01").Review().Publish());

        Assert.Equal(1, InForce(ItemWorld.Published().Revise("2026-11-02").Review().Publish(), "2026-11-01"));
        Assert.Equal(2, InForce(ItemWorld.Published().Revise("2026-11-02").Review().Publish(), "2026-11-02"));
        Assert.Equal(ItemStage.Ended, ItemWorld.Written().End("2026-11-01").State.Stage); // nobody was shown anything
    }

    [Fact]
    public void Holds_nobodys_data_and_a_code_of_its_own()
    {
        Refused.With(DisclosureFaults.PersonalDataFound, () => new ItemWorld().Add(name: "联系11010519491231002X"));
        Refused.With(DisclosureFaults.PersonalDataFound, () => ItemWorld.Written().Revise(name: "联系11010519491231002X"));
        Refused.With(DisclosureFaults.PersonalDataFound, () => ItemWorld.Written().Review(opinion: "同意，11010519491231002X"));
        Refused.With(DisclosureFaults.PersonalDataFound, () => ItemWorld.Published().End(reason: "依据11010519491231002X"));
        Refused.With(DisclosureFaults.PersonalDataFlagged, () => ItemWorld.Published().End(reason: "电话13800138000"));
        Refused.With(DisclosureFaults.ItemCodeTaken, () => new ItemWorld().Add(codeVersion: 2));
    }

    [Fact]
    public void F38_What_is_flagged_is_published_with_a_reason_that_is_kept()
    {
        var approved = new ItemWorld().Add(name: "举报电话0375-2961234").Review();
        Refused.With(DisclosureFaults.PersonalDataFlagged, () => approved.Publish());

        var fact = (Facts.ItemVersionPublished)approved.Publish(flags: "本机关对外公布的举报电话").Kept[^1].Facts[0].Body;
        Assert.Equal(("item.name", "LANDLINE", 4, 12), (fact.Overruled[0].Field, fact.Overruled[0].Rule, fact.Overruled[0].Start, fact.Overruled[0].Length));
        Assert.True(fact.HasOverruleReasonPart);

        var ended = (Facts.ItemClosed)ItemWorld.Published().End(reason: "由0375-2961234答复", flags: "本机关对外公布的电话").Kept[^1].Facts[0].Body;
        Assert.Equal(("reason", 1), (ended.Overruled[0].Field, ended.OverruleReasonPart));
    }

    [Fact]
    public void Ends_in_silence_where_it_was_never_published()
    {
        Assert.Empty(ItemWorld.Written().End().Kept[^1].Notices);
        Assert.Single(ItemWorld.Published().End().Kept[^1].Notices);
    }

    private static int? InForce(ItemWorld world, string day) => world.State.ToMessage().Versions.SingleOrDefault(one => one.PublishedAt is not null
        && string.CompareOrdinal(one.EffectiveFrom, day) <= 0 && (one.EffectiveTo.Length == 0 || string.CompareOrdinal(day, one.EffectiveTo) <= 0))?.Version;
}

/// <summary>An item without a ledger.</summary>
internal sealed record ItemWorld
{
    public const string Writer = "00000000-0000-7000-8000-000000000003";

    public ItemState State { get; init; } = ItemState.Empty;

    public ImmutableArray<Decision> Kept { get; init; } = [];

    public static ItemWorld Written() => new ItemWorld().Add();

    public static ItemWorld Published() => Written().Review().Publish();

    public static ImmutableArray<ItemWorld> EveryStage() =>
        [new(), Written(), Written().Review(ItemVerdict.Objected), Written().Review(), Published(), Published().End()];

    public ItemWorld Add(string name = "某项行政处罚", long codeVersion = 1) => Do(Writer, (state, act) => state.AddItem(
        act, new() { Code = "CF-0009", Text = Text(name), EffectiveFrom = "2026-01-01" }, "平顶山市工业和信息化局", new(1, "unique/x", codeVersion)));

    public ItemWorld Revise(string from = "2026-12-01", string name = "某项行政处罚") =>
        Do(Writer, (state, act) => state.ReviseItem(act, new() { Text = Text(name), EffectiveFrom = from }));

    public ItemWorld Review(ItemVerdict verdict = ItemVerdict.Approved, string on = "2026-11-02", string opinion = "同意公布") => Do(Writer, (state, act) => state.RecordApproval(
        act, new() { Authority = "平顶山市司法局", Verdict = verdict, Number = "平司审〔2026〕9号", GivenOn = on, Opinion = opinion }));

    public ItemWorld Publish(string by = DisclosureWorld.Publisher, string flags = "") => Do(by, (state, act) => state.PublishItem(act, flags));

    public ItemWorld End(string on = "2027-06-30", string reason = "依据已废止", string flags = "") =>
        Do(DisclosureWorld.Publisher, (state, act) => state.EndItem(act, new() { EffectiveTo = on, Reason = reason, FlagsReason = flags }));

    private ItemWorld Do(string person, Func<ItemState, IActContext, Decision> decide)
    {
        var now = new DateTimeOffset(2026, 11, 2, 1, 0, 0, TimeSpan.Zero);
        var decision = decide(State, Acting.As(person, now));
        var recorded = PureAct.Recorded(decision, Kept.Length, now);
        var after = decision.Facts.Where(fact => fact.Claim == 0).Aggregate(State, (state, fact) => ItemState.Apply(state, fact.Body, recorded));
        return this with
        {
            State = after with { Stream = "items/0190a000-0000-7000-8000-000000000001", Version = Kept.Length + 1, Organ = DisclosureWorld.Organ, At = now },
            Kept = Kept.Add(decision),
        };
    }

    private static ItemText Text(string name) =>
        new() { Name = name, Kind = EnforcementKind.Penalty, Responsibility = "监督检查", Authority = "罚款", LegalBasis = "《民用爆炸物品安全管理条例》第四十五条" };
}
