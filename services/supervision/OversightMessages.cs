using EnforcementPlatform.Contracts.Supervision;
using EnforcementPlatform.Law;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Supervision;

/// <summary>What supervision knows, as its readers see it.</summary>
internal static class OversightMessages
{
    /// <summary>Without the state, which depends on the day.</summary>
    public static Obligation ToMessage(this Owed owed, string caseId) => new()
    {
        CaseId = caseId,
        Rule = owed.Rule.Key,
        Target = owed.Target,
        Title = owed.Rule.Title,
        Article = owed.Rule.Article,
        Start = IsoDay.Write(owed.Start),
        Due = IsoDay.Write(owed.Due),
        Provisional = owed.Provisional,
        MetOn = IsoDay.Write(owed.MetOn),
        Bearer = owed.Bearer,
        Department = owed.Department,
        Explanation = owed.Explanation,
        Blocks = { owed.Blocks },
    };

    /// <summary>As it stands on a day.</summary>
    public static Obligation ToMessage(this Owed owed, string caseId, DateOnly today)
    {
        var message = owed.ToMessage(caseId);
        message.State = owed.On(today);
        return message;
    }

    public static CaseOversight ToMessage(this OversightState state, Editions law, DateOnly today)
    {
        var message = new CaseOversight
        {
            CaseId = state.Id,
            Organ = state.Organ,
            Department = state.Department,
            ReviewStage = state.Review?.Stage ?? default,
            ReviewRound = state.Review?.Round ?? 0,
            Obligations = { Obligations.Of(state, law).Select(owed => owed.ToMessage(state.Id, today)) },
            Disclosure = state.Publications.IsEmpty ? null : DisclosureOf(state),
            Deliveries = { state.Deliveries.Values.Select(Message) },
            UpdatedAt = state.At.ToTimestamp(),
        };
        if (state.Case is { } course)
        {
            Tell(course, message);
            message.Cleared = state.IsCleared;
        }

        return message;
    }

    private static void Tell(CaseCourse course, CaseOversight message)
    {
        message.Stage = course.Stage;
        message.HandlerIds.Add(course.Handlers);
        message.CaseVersion = course.Version;
        message.Pending = course.Pending;
        message.Stages.Add(StageRecords.Of(course).Select(one => new StageOversight
        {
            Stage = one.Stage,
            Record = one.Record,
            Documents = { StageRecords.DutiesOf(one.Stage).Select(duty => new ExpectedDocuments { AnyOf = { duty.AnyOf } }) },
        }));
    }

    private static DisclosureOversight DisclosureOf(OversightState state) => new()
    {
        Version = state.Publications.Keys.Last(),
        PublishedOn = IsoDay.Write(state.FirstPublishedOn),
        PublishUntil = IsoDay.Write(state.Publications.Values.Last().Until),
        WithdrawnOn = IsoDay.Write(state.WithdrawnOn),
    };

    private static DeliveryOversight Message(Delivery delivery) => new()
    {
        Destination = delivery.Destination,
        Version = delivery.Version,
        Operation = delivery.Operation,
        State = delivery.State,
        Due = IsoDay.Write(delivery.Due),
        Attempts = delivery.Attempts,
        RefusalCode = delivery.RefusalCode,
        RefusalField = delivery.RefusalField,
        ChangedAt = delivery.ChangedAt.ToTimestamp(),
    };
}
