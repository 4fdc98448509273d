using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Google.Protobuf;

namespace EnforcementPlatform.Disclosure;

/// <summary>
/// The fold: what each fact makes of the disclosure. Facts are taken as they are; no rule is asked again, and the stage follows from the
/// fact, never from <see cref="DisclosureLifecycle"/>: what was once allowed stays readable when the table is tightened.
/// </summary>
internal sealed partial record DisclosureState
{
    public static DisclosureState Apply(DisclosureState state, IMessage fact, Recorded entry) => fact switch
    {
        // The annulment may have been told first.
        DecisionNoted f => state with
        {
            Stage = state.Annulment is null ? DisclosureStage.Due : DisclosureStage.Lapsed,
            Issued = DecisionOf(f, entry),
        },
        DecisionAnnulled f => (state.Published is null ? state : state.Tells(PublicActKind.Annulled, entry)) with
        {
            Stage = state.Published is null ? DisclosureStage.Lapsed : DisclosureStage.ToWithdraw,
            Annulment = new(f.Ground, IsoDay.Parse(f.AnnulledOn)),
        },
        TextDrafted f => state.With(f, entry),
        TextPublished f => state.Tells(PublicActKind.Published, entry).With(f, entry),
        TextWithdrawn f => state.Tells(PublicActKind.Withdrawn, entry) with
        {
            Stage = DisclosureStage.Withdrawn,
            Withdrawal = new(
                f.WithdrawnBy, entry.At, entry.PersonalOf<WrittenText>(f.ReasonPart), f.HasOverruleReasonPart ? entry.PersonalOf<WrittenText>(f.OverruleReasonPart) : null),
        },
        TextWithheld f => state with
        {
            Stage = DisclosureStage.Withheld,
            Withholding = new(f.WithheldBy, entry.At, entry.PersonalOf<WrittenText>(f.ReasonPart)),
        },
        DeliveryNoted f => state.Knows(f) ? state : state.With(f),

        // So they were kept before their place was: without it, and only where they were news. Ledgers hold them for ever.
        DeliveryChanged f => state.With(new DeliveryNoted { Origin = "", Position = -1, Told = f }),
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    private static string KeyOf(DeliveryChanged told) => $"{told.Destination} {told.Version:D9} {(int)told.Operation}";

    private DisclosureState Tells(PublicActKind kind, Recorded entry) => this with { PublicActs = PublicActs.Add(new(kind, entry.Position)) };

    private static NotedDecision DecisionOf(DecisionNoted f, Recorded entry) => new(
        f.Number,
        IsoDay.Parse(f.DecidedOn),
        f.OrganName,
        f.OrganUscc,
        f.Department,
        f.Terms,
        f.PartyKind,
        [.. f.HandlerIds],
        f.ReconsiderationOrgan,
        f.Court,
        entry.PersonalOf<DecisionParts>(f.SourcePart));

    private DisclosureState With(DeliveryNoted noted) => this with { Deliveries = Deliveries.SetItem(KeyOf(noted.Told), noted) };

    private DisclosureState With(TextDrafted f, Recorded entry)
    {
        var version = new WrittenVersion(f.Version, entry.PersonalOf<DraftedText>(f.TextPart), f.DrafterId, entry.At);
        var replaces = Versions.Length >= f.Version;
        return this with
        {
            Stage = f.Version == 1 ? DisclosureStage.Drafted : DisclosureStage.Correcting,
            Versions = replaces ? Versions.SetItem(f.Version - 1, version) : Versions.Add(version),
        };
    }

    private DisclosureState With(TextPublished f, Recorded entry)
    {
        var reason = f.HasLateReasonPart ? entry.PersonalOf<WrittenText>(f.LateReasonPart) : null;
        var published = Versions[f.Version - 1] with
        {
            Publication = new(f.PublisherId, entry.At, reason, f.HasOverruleReasonPart ? entry.PersonalOf<WrittenText>(f.OverruleReasonPart) : null),
        };
        return this with { Stage = DisclosureStage.Published, Versions = Versions.SetItem(f.Version - 1, published) };
    }
}
