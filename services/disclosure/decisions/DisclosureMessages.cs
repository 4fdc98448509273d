using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Law;
using Google.Protobuf.WellKnownTypes;
using Deadline = EnforcementPlatform.Law.Deadline;
using Limit = EnforcementPlatform.Contracts.Records.Deadline;

namespace EnforcementPlatform.Disclosure;

/// <summary>The disclosure as its readers see it: one message, made of the state and the calendar.</summary>
internal sealed partial record DisclosureState
{
    /// <summary>Time limits are judged as of <paramref name="now"/>, unless they were met before.</summary>
    public CaseDisclosure ToMessage(Editions law, DateTimeOffset now) => new()
    {
        DisclosureId = Id,
        Organ = Organ,
        OrganName = Issued?.OrganName ?? "",
        Department = Issued?.Department ?? "",
        Etag = Etag,
        Stage = Stage,
        DocumentNumber = Issued?.Number ?? "",
        DecidedOn = Issued is null ? "" : IsoDay.Write(Issued.DecidedOn),
        Terms = Issued?.Terms,
        HandlerIds = { Issued?.Handlers ?? [] },
        Source = Issued is null ? null : SourceMessage(),
        PublishBy = Publication(law, now),
        Versions = { Versions.Select(Message) },
        Annulment = Annulment?.Ground ?? AnnulmentGround.Unspecified,
        AnnulledOn = Annulment is null ? "" : IsoDay.Write(Annulment.On),
        WithdrawBy = Withdrawing(law, now),
        Withdrawal = Withdrawal is null ? null : Message(Withdrawal),
        Withholding = Withholding is null ? null : Message(Withholding),
        Deliveries = { Deliveries.Values.Select(noted => Message(noted.Told)) },
        UpdatedAt = At.ToTimestamp(),
    };

    /// <summary>One line of a list.</summary>
    public DisclosureSummary ToSummary(Editions law, DateTimeOffset now) => new()
    {
        DisclosureId = Id,
        Department = Issued?.Department ?? "",
        Stage = Stage,
        DocumentNumber = Issued?.Number ?? "",
        DecidedOn = Issued is null ? "" : IsoDay.Write(Issued.DecidedOn),
        Due = Withdrawing(law, now) ?? Publication(law, now),
    };

    /// <summary>What is lawfully not published, or fell before it was, is not overdue any more from then on.</summary>
    private Limit? Publication(Editions law, DateTimeOffset now) => PublishBy(law) is { } limit
        ? Message(limit, Issued!.DecidedOn, Versions.FirstOrDefault()?.Publication?.At ?? Withholding?.At ?? (Annulment is { } fell ? Earlier(now, ShanghaiTime.StartOf(fell.On)) : now))
        : null;

    private Limit? Withdrawing(Editions law, DateTimeOffset now) =>
        WithdrawBy(law) is { } limit ? Message(limit, Annulment!.On, Withdrawal?.At ?? now) : null;

    private static DateTimeOffset Earlier(DateTimeOffset first, DateTimeOffset second) => first < second ? first : second;

    private static Limit Message(Deadline derived, DateOnly start, DateTimeOffset doneOrNow) => new()
    {
        Rule = derived.Rule.Key,
        Start = IsoDay.Write(start),
        Due = IsoDay.Write(derived.LastDay),
        Provisional = derived.Provisional,
        Overdue = derived.IsMissedAt(doneOrNow),
        Explanation = derived.Explanation.ToChinese(),
    };

    /// <summary>What the drafter needs, and no more: a number, an address or a telephone of the party serves nobody here.</summary>
    private DecisionSource SourceMessage()
    {
        var party = PartyIfKept();
        return new()
        {
            PartyKind = Issued!.PartyKind,
            PartyName = party?.Details.Name ?? "",
            PartyUscc = party?.PublicUscc ?? "",
            Content = Issued.Parts.OrNull is { } parts ? ShownDecision.ContentOf(parts) : null,
        };
    }

    private TextVersion Message(WrittenVersion one)
    {
        var text = one.Text.OrNull;
        return new()
        {
            Version = one.Number,
            State = StateOf(one),
            Decision = text?.Decision,
            CorrectionReason = text?.CorrectionReason ?? "",
            DrafterId = one.DrafterId,
            DraftedAt = one.DraftedAt.ToTimestamp(),
            PublisherId = one.Publication?.PublisherId ?? "",
            PublishedAt = one.Publication?.At.ToTimestamp(),
            LateReason = one.Publication?.LateReason?.OrNull?.Text ?? "",
            FlagsReason = one.Publication?.FlagsReason?.OrNull?.Text ?? "",
            Flags = { text is not null && StateOf(one) == TextState.Drafted ? FlagsOf(text) : [] },
        };
    }

    /// <summary>What the publisher will be asked about, so that drafter and publisher see it beforehand.</summary>
    private IEnumerable<TextFlag> FlagsOf(DraftedText text) => new PersonalDataCheck(PartyIfKept())
        .Message(text, FieldOf)
        .Flagged
        .Select(one => new TextFlag { Field = one.Field, Rule = one.Rule, Start = one.Start, Length = one.Length, Description = one.What });

    private TextState StateOf(WrittenVersion one) => one switch
    {
        { Publication: null } => Annulment is null && Withholding is null ? TextState.Drafted : TextState.Lapsed,
        _ when one.Number < Published!.Number => TextState.Corrected,
        _ => Stage == DisclosureStage.Withdrawn ? TextState.Withdrawn : TextState.Public,
    };

    private static Withdrawal Message(GivenWithdrawal given) => new()
    {
        PublicReason = given.Reason.OrNull?.Text ?? "",
        FlagsReason = given.FlagsReason?.OrNull?.Text ?? "",
        WithdrawnBy = given.By,
        WithdrawnAt = given.At.ToTimestamp(),
    };

    private static Withholding Message(GivenWithholding given) => new()
    {
        Reason = given.Reason.OrNull?.Text ?? "",
        WithheldBy = given.By,
        WithheldAt = given.At.ToTimestamp(),
    };

    private static DeliveryReport Message(DeliveryChanged told) => new()
    {
        Destination = told.Destination,
        Version = told.Version,
        Operation = told.Operation,
        State = told.State,
        Due = told.Due,
        Attempts = told.Attempts,
        RefusalCode = told.RefusalCode,
        RefusalField = told.RefusalField,
        RemoteId = told.RemoteId,
        ChangedAt = told.ChangedAt,
    };
}
