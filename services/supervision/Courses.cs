using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Law;
using EnforcementPlatform.Supervision.Facts;

namespace EnforcementPlatform.Supervision;

/// <summary>The course of a case, as records told it last.</summary>
internal sealed record CaseCourse(long Version, string Department, CaseStage Stage, ImmutableArray<string> Handlers, ImmutableHashSet<RecordingStage> Recorded)
{
    public DateOnly? FiledOn { get; init; }

    public DateOnly? DecidedOn { get; init; }

    /// <summary>The day of effect, from which the party's time runs.</summary>
    public DateOnly? ServedOn { get; init; }

    /// <summary>The day on which it was announced; null for other modes of service.</summary>
    public DateOnly? AnnouncedOn { get; init; }

    /// <summary>When the fine was paid in full.</summary>
    public DateOnly? PaidOn { get; init; }

    /// <summary>When nothing of the penalty was outstanding any more.</summary>
    public DateOnly? PerformedOn { get; init; }

    public DateOnly? ClosedOn { get; init; }

    public DateOnly? ArchivedOn { get; init; }

    public DateOnly? AnnulledOn { get; init; }

    /// <summary>True while a passed review stands for the current draft, as far as the case's own stream tells; see <see cref="OversightState.IsCleared"/>.</summary>
    public bool Cleared { get; init; }

    /// <summary>Version of the case's file that the reviewer of that pass knew.</summary>
    public long ReviewedFile { get; init; }

    /// <summary>True while a record waits for the second officer or an amendment for approval.</summary>
    public bool Pending { get; init; }

    public bool Fined { get; init; }

    public static CaseCourse Of(CaseProgressed told) => new(told.Version, told.Department, told.Stage, [.. told.HandlerIds], [.. told.Recorded])
    {
        FiledOn = IsoDay.ParseOptional(told.FiledOn),
        DecidedOn = IsoDay.ParseOptional(told.DecidedOn),
        ServedOn = IsoDay.ParseOptional(told.ServedOn),
        AnnouncedOn = IsoDay.ParseOptional(told.AnnouncedOn),
        PaidOn = IsoDay.ParseOptional(told.PaidOn),
        PerformedOn = IsoDay.ParseOptional(told.PerformedOn),
        ClosedOn = IsoDay.ParseOptional(told.ClosedOn),
        ArchivedOn = IsoDay.ParseOptional(told.ArchivedOn),
        AnnulledOn = IsoDay.ParseOptional(told.AnnulledOn),
        Cleared = told.Cleared,
        ReviewedFile = told.ReviewedFileVersion,
        Pending = told.Pending,
        Fined = told.Fined,
    };
}

/// <summary>The course of a legal review, as review told it last.</summary>
/// <param name="StartedOn">Day from which the time limit runs.</param>
/// <param name="Rests">Times with the handlers that have ended, both days included.</param>
internal sealed record ReviewCourse(
    long Version,
    string Department,
    string LegalDepartment,
    ReviewStage Stage,
    int Round,
    DateOnly StartedOn,
    ImmutableArray<(DateOnly From, DateOnly To)> Rests)
{
    public bool Extended { get; init; }

    /// <summary>Day of the opinion on the current round; null before.</summary>
    public DateOnly? ConcludedOn { get; init; }

    public static ReviewCourse Of(ReviewProgressed told) => new(
        told.Version,
        told.Department,
        told.LegalDepartment,
        told.Stage,
        told.Round,
        IsoDay.Parse(told.StartedOn),
        [.. told.Rests.SelectMany(Ended)])
    {
        Extended = told.Extended,
        ConcludedOn = IsoDay.ParseOptional(told.ConcludedOn),
    };

    /// <summary>What the time limit rested for.</summary>
    public ImmutableArray<Pause> Pauses => [.. Rests.Select(rest => ReviewDeadline.Rest(rest.From, rest.To))];

    /// <summary>None while it lasts, and where the draft came back on the very day of its return.</summary>
    private static IEnumerable<(DateOnly From, DateOnly To)> Ended(ReviewRest rest) =>
        IsoDay.ParseOptional(rest.From) is { } from && IsoDay.ParseOptional(rest.To) is { } to && from <= to ? [(from, to)] : [];
}

/// <summary>One version of what was published.</summary>
/// <param name="Until">Last day on which it is shown; null where none was set.</param>
internal sealed record Publication(DateOnly PublishedOn, DateOnly? Until);

/// <summary>The newest withdrawal.</summary>
/// <param name="Version">Version that was public until then.</param>
internal sealed record Withdrawal(int Version, DateOnly WithdrawnOn);

/// <summary>One delivery to an upper-level platform, as the gateway told it last.</summary>
/// <param name="Due">Last day on which it is in time; null where the gateway names none.</param>
/// <param name="Origin">The gateway's ledger.</param>
/// <param name="Position">Place of the notice in it.</param>
internal sealed record Delivery(
    string Destination, int Version, DeliveryOperation Operation, DeliveryState State, DateOnly? Due, DateTimeOffset ChangedAt, string Origin, long Position)
{
    public int Attempts { get; init; }

    public string RefusalCode { get; init; } = "";

    public string RefusalField { get; init; } = "";

    /// <summary>What tells deliveries of one case apart.</summary>
    public string Key => $"{Destination}.{(Operation == DeliveryOperation.Withdraw ? "withdraw" : "publish")}.{Version}";

    /// <summary>True where it is of a later version to the same destination, or withdraws the same version.</summary>
    public bool Replaces(Delivery other) =>
        Destination == other.Destination && (Version, Operation == DeliveryOperation.Withdraw).CompareTo((other.Version, other.Operation == DeliveryOperation.Withdraw)) > 0;

    /// <summary>
    /// True where it tells of a later moment of the same delivery. Within a ledger its order says so, whatever the clock said: two changes may fall in
    /// one millisecond, and a clock may be set back. Of two ledgers (the gateway's was made anew) nothing but the time can tell.
    /// </summary>
    public bool IsNewerThan(Delivery? other) => other is null || (Origin == other.Origin ? Position > other.Position : ChangedAt > other.ChangedAt);

    public static Delivery Of(DeliveryChanged told, Source source) => new(
        told.Destination, told.Version, told.Operation, told.State, IsoDay.ParseOptional(told.Due), told.ChangedAt.ToDateTimeOffset(), source.Origin, source.Position)
    {
        Attempts = told.Attempts,
        RefusalCode = told.RefusalCode,
        RefusalField = told.RefusalField,
    };

    public static Delivery Of(DeliveryNoted noted) => Of(noted.Told, noted.Source);
}
