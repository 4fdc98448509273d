using EnforcementPlatform.Contracts.Records;
using Google.Protobuf.WellKnownTypes;

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
            Authority = System.Enum.Parse<EditionAuthority>(edition.Authority.ToString()),
            Sector = edition.Sector ?? "",
            ValidFrom = Day.Write(edition.ValidFrom),
            ValidTo = Day.Write(edition.ValidTo),
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
