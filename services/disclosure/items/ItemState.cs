using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Google.Protobuf;

namespace EnforcementPlatform.Disclosure;

/// <summary>
/// An enforcement item, folded from <c>items/&lt;uuid&gt;</c>. Every version stays with its first day, so what was in force on a day can be
/// told for ever. What may be done is said once in <see cref="ItemLifecycle"/>; the stage follows from the facts, never from that table:
/// what was once allowed stays readable when the table is tightened.
/// </summary>
internal sealed partial record ItemState : StreamState, IFold<ItemState>
{
    public static ItemState Empty { get; } = new();

    public ItemStage Stage { get; init; }

    public string Code { get; init; } = "";

    public string OrganName { get; init; } = "";

    public ImmutableArray<KeptVersion> Versions { get; init; } = [];

    /// <summary>Last day in force; null while it lasts.</summary>
    public DateOnly? EndsOn { get; init; }

    /// <summary>Null while it lasts.</summary>
    public Personal<WrittenText>? EndReason { get; init; }

    /// <summary>The version that was published last; null when none ever was.</summary>
    public KeptVersion? Published => Versions.LastOrDefault(one => one.PublishedAt is not null);

    public static ItemState Apply(ItemState state, IMessage fact, Recorded entry) => fact switch
    {
        ItemWritten f => state.With(f, entry),
        ItemReviewedOutside f => state.Newest(one => one with { Approval = entry.PersonalOf<OutsideApproval>(f.ApprovalPart) }) with
        {
            Stage = f.Approved ? ItemStage.Approved : ItemStage.Objected,
        },
        ItemVersionPublished f => state.Newest(one => one with
        {
            PublisherId = f.PublisherId,
            PublishedAt = entry.At,
            Position = entry.Position,
        }) with
        {
            Stage = ItemStage.Published,
        },
        ItemClosed f => state with
        {
            Stage = ItemStage.Ended,
            EndsOn = IsoDay.Parse(f.EffectiveTo),
            EndReason = entry.PersonalOf<WrittenText>(f.ReasonPart),
        },
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => Relation.None;

    /// <summary>Last day of a version: the day before the next published one begins, or the end of the item.</summary>
    public DateOnly? LastDayOf(KeptVersion version) =>
        Versions.FirstOrDefault(one => one.Number > version.Number && one.PublishedAt is not null)?.From.AddDays(-1) ?? EndsOn;

    /// <summary><see cref="DisclosureFaults.ItemWrongStage"/> where the lifecycle does not allow the action.</summary>
    private void Require(ItemAction action)
    {
        if (ItemLifecycle.Next(Stage, action) is null)
        {
            throw DisclosureFaults.ItemWrongStage.With(("stage", Words.Of(Stage)), ("action", Words.Of(action)));
        }
    }

    private ItemState Newest(Func<KeptVersion, KeptVersion> change) => this with { Versions = Versions.SetItem(Versions.Length - 1, change(Versions[^1])) };

    private ItemState With(ItemWritten f, Recorded entry)
    {
        var version = new KeptVersion(f.Version, entry.PersonalOf<ItemText>(f.TextPart), IsoDay.Parse(f.EffectiveFrom), f.WriterId);
        return this with
        {
            Stage = ItemStage.Written,
            Code = f.Code,
            OrganName = f.OrganName,
            Versions = Versions.Length >= f.Version ? Versions.SetItem(f.Version - 1, version) : Versions.Add(version),
        };
    }
}

/// <summary>A version of an item.</summary>
/// <param name="From">First day in force.</param>
/// <param name="WriterId">Empty for the set-up.</param>
internal sealed record KeptVersion(int Number, Personal<ItemText> Text, DateOnly From, string WriterId)
{
    /// <summary>Opinion of the authority outside; null before.</summary>
    public Personal<OutsideApproval>? Approval { get; init; }

    public string PublisherId { get; init; } = "";

    /// <summary>Null before it was published.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Position of the entry that published it; meaningless before.</summary>
    public long Position { get; init; }
}
