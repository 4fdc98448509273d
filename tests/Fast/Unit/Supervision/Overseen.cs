using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Contracts.Supervision;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Supervision;
using EnforcementPlatform.Supervision.Facts;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Edition = EnforcementPlatform.Law.Edition;

namespace EnforcementPlatform.Tests.Fast.Unit.Supervision;

/// <summary>What supervision knows of one case, told notice by notice, without any ledger. Immutable, so that a test can branch.</summary>
internal sealed record Overseen
{
    public const string CaseId = "00000000-0000-7000-8000-0000000000c1";
    public const string Organ = "pds-gxj";
    public const string Minbao = "minbao";
    public const string Legal = "zhengce";
    public const string First = "00000000-0000-7000-8000-000000000001";

    public OversightState State { get; init; } = OversightState.Empty;

    public Editions Law { get; init; } = Editions.Default;

    /// <summary>A case that records tells of. Days as yyyy-MM-dd.</summary>
    public static CaseProgressed Told(long version, CaseStage stage, Action<CaseProgressed>? more = null)
    {
        var told = new CaseProgressed { CaseId = CaseId, Version = version, Department = Minbao, Stage = stage, HandlerIds = { First } };
        more?.Invoke(told);
        return told;
    }

    /// <summary>Filed on Monday, 2 November 2026.</summary>
    public static Overseen Filed(CaseStage stage = CaseStage.Investigating, Action<CaseProgressed>? more = null) =>
        new Overseen().Case(2, stage, told => (told.FiledOn, _) = ("2026-11-02", told.Also(more)));

    /// <summary>Filed, decided on a day.</summary>
    public static Overseen Decided(string on = "2026-11-20", Action<CaseProgressed>? more = null) =>
        Filed(CaseStage.Decided, told => (told.DecidedOn, told.Cleared, _) = (on, true, told.Also(more)));

    public static ReviewProgressed Reviewed(long version, ReviewStage stage, Action<ReviewProgressed>? more = null)
    {
        var told = new ReviewProgressed
        {
            CaseId = CaseId, Version = version, Department = Minbao, LegalDepartment = Legal, Stage = stage, Round = 1, StartedOn = "2026-11-02",
        };
        more?.Invoke(told);
        return told;
    }

    public static DeliveryChanged Sent(DeliveryState state, int version = 1, DeliveryOperation operation = DeliveryOperation.Publish, string due = "2026-12-02", string at = "2026-11-30") => new()
    {
        DisclosureId = CaseId, Destination = "city", Version = version, Operation = operation, State = state, Due = due, Attempts = 1, ChangedAt = Noon(at),
    };

    public Overseen Case(long version, CaseStage stage, Action<CaseProgressed>? more = null) => Hear(new CaseNoted { Told = Told(version, stage, more) });

    public Overseen Review(long version, ReviewStage stage, Action<ReviewProgressed>? more = null) => Hear(new ReviewNoted { Told = Reviewed(version, stage, more) });

    public Overseen FileGrew(long version) => Hear(new FileNoted { Told = new() { CaseId = CaseId, FileVersion = version } });

    public Overseen Withheld(string on) => Hear(new WithholdingNoted { WithheldOn = on });

    public Overseen Published(string on, int version = 1, string until = "") => Hear(new PublicationNoted { Version = version, PublishedOn = on, PublishUntil = until });

    public Overseen Withdrawn(string on, int version = 1) => Hear(new WithdrawalNoted { Version = version, WithdrawnOn = on });

    public Overseen Delivery(DeliveryChanged told, long? position = null) =>
        Hear(new DeliveryNoted { Source = new() { Origin = "ep.test/gateway", Position = position ?? State.Version }, Told = told });

    /// <summary>The organ adopts its own days for the legal review.</summary>
    public Overseen WithReviewDays(int days) => this with
    {
        Law = Law.With(new Edition
        {
            Key = EditionKeys.LegalReviewDays,
            Position = 1,
            Authority = Authority.Organ,
            ValidFrom = new(2026, 1, 1),
            RecordedAt = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero),
            Source = new(new Instrument("法制审核办法", SourceMark.Pending, "平工信〔2026〕8号")),
            Parameters = Law.At(EditionKeys.LegalReviewDays, new(2026, 11, 2)).Parameters.SetItem("working_days", $"{days}"),
        }),
    };

    public Overseen Hear(IMessage fact) => this with
    {
        State = OversightState.Apply(State, fact, Entry) with { Stream = $"oversight/{CaseId}", Version = State.Version + 1, Organ = Organ },
    };

    /// <summary>All obligations on a day.</summary>
    public ImmutableArray<Obligation> On(string day) => [.. Obligations.Of(State, Law).Select(owed => owed.ToMessage(CaseId, DateOnly.Parse(day)))];

    /// <summary>The one obligation of a rule on a day; null where nothing is owed.</summary>
    public Obligation? Owes(string rule, string day) => On(day).SingleOrDefault(owed => owed.Rule == rule);

    private static readonly Recorded Entry = new(0, [], DateTimeOffset.UnixEpoch, new Envelope(), [], ImmutableSortedDictionary<string, string>.Empty);

    private static Timestamp Noon(string day) => DateTimeOffset.Parse($"{day}T12:00:00+08:00").ToTimestamp();
}

internal static class Telling
{
    /// <summary>Says more.</summary>
    public static CaseProgressed Also(this CaseProgressed told, Action<CaseProgressed>? more)
    {
        more?.Invoke(told);
        return told;
    }
}
