using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Google.Protobuf.WellKnownTypes;
using IsoDay = EnforcementPlatform.Law.IsoDay;

namespace EnforcementPlatform.Records;

/// <summary>An edition on the wire.</summary>
internal static class EditionMessages
{
    public static Edition ToMessage(this AdoptedEdition adopted)
    {
        var message = adopted.Edition.ToMessage();
        message.AwaitsApproval = adopted.AwaitsApproval;
        return message;
    }

    public static Edition ToMessage(this Law.Edition edition)
    {
        var message = new Edition
        {
            Key = edition.Key,
            Position = edition.Position,
            Authority = Namesake<Law.Authority, EditionAuthority>.Of(edition.Authority),
            Sector = edition.Sector ?? "",
            ValidFrom = IsoDay.Write(edition.ValidFrom),
            ValidTo = IsoDay.Write(edition.ValidTo),
            Recorded = Timestamp.FromDateTimeOffset(edition.RecordedAt),
            Source = new()
            {
                Instrument = edition.Source.Instrument.Name,
                Number = edition.Source.Instrument.Number ?? "",
                Article = edition.Source.Article,
                Pending = edition.Source.Instrument.Mark == Law.SourceMark.Pending,
            },
        };
        message.Parameters.Add(edition.Parameters);
        return message;
    }
}
