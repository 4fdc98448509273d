using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Law;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Disclosure;

/// <summary>The item as the organ's staff see it.</summary>
internal sealed partial record ItemState
{
    public Item ToMessage() => new()
    {
        ItemId = Id,
        Organ = Organ,
        OrganName = OrganName,
        Code = Code,
        Etag = Etag,
        Stage = Stage,
        Versions = { Versions.Select(Message) },
        EndReason = EndReason?.OrNull?.Text ?? "",
        UpdatedAt = At.ToTimestamp(),
    };

    private ItemVersion Message(KeptVersion one) => new()
    {
        Version = one.Number,
        Text = one.Text.OrNull,
        EffectiveFrom = IsoDay.Write(one.From),
        EffectiveTo = one.PublishedAt is not null && LastDayOf(one) is { } last ? IsoDay.Write(last) : "",
        WriterId = one.WriterId,
        Approval = one.Approval?.OrNull,
        PublisherId = one.PublisherId,
        PublishedAt = one.PublishedAt?.ToTimestamp(),
    };
}
