using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using Edition = EnforcementPlatform.Law.Edition;

namespace EnforcementPlatform.Records;

/// <summary>An edition an organ adopted.</summary>
/// <param name="AdoptedBy">Person who entered it.</param>
/// <param name="AwaitsApproval">True until a second person approves it, where it needs that.</param>
internal sealed record AdoptedEdition(Edition Edition, string AdoptedBy, bool AwaitsApproval);

/// <summary>The editions one organ adopted, folded from <c>editions/&lt;organ&gt;</c>, oldest first.</summary>
internal sealed partial record AdoptedEditionsState : StreamState, IFold<AdoptedEditionsState>
{
    private Editions? _known;

    public ImmutableArray<AdoptedEdition> Adopted
    {
        get;
        init
        {
            field = value;
            _known = null;
        }
    } = [];

    /// <summary>
    /// Those that travel with the program and those adopted, without those that still wait: what a decision of the organ goes by. Made when
    /// it is first asked for, because no fold goes by what a release knows, and kept with the state: its calendar is read once, not in
    /// every act.
    /// </summary>
    public Editions Known =>
        _known ??= new(Editions.Default.All.Concat(Adopted.Where(one => !one.AwaitsApproval).Select(one => one.Edition)));

    public static AdoptedEditionsState Empty { get; } = new();

    public static AdoptedEditionsState Apply(AdoptedEditionsState state, IMessage fact, Recorded entry) => fact switch
    {
        EditionAdopted adopted => state with
        {
            Adopted = state.Adopted.Add(new(
                Of(adopted, state.Adopted.Length + 1, entry.At), entry.Envelope.Actor?.PersonId ?? "", adopted.AwaitsApproval)),
        },
        EditionApproved approved => state.Approved((int)approved.Edition - 1, entry.At),
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => Relation.None;

    /// <summary>It is known from its approval on: what was decided before went by the editions of before.</summary>
    private AdoptedEditionsState Approved(int index, DateTimeOffset at)
    {
        var approved = Adopted[index] with { AwaitsApproval = false, Edition = Adopted[index].Edition with { RecordedAt = at } };
        return this with { Adopted = Adopted.SetItem(index, approved) };
    }

    private static Edition Of(EditionAdopted fact, long position, DateTimeOffset recordedAt) => new()
    {
        Key = fact.Key,
        Position = position,
        Authority = Namesake<EditionAuthority, Authority>.Of((EditionAuthority)fact.Authority),
        Sector = fact.Sector.Length == 0 ? null : fact.Sector,
        ValidFrom = IsoDay.Parse(fact.ValidFrom),
        ValidTo = fact.ValidTo.Length == 0 ? null : IsoDay.Parse(fact.ValidTo),
        RecordedAt = recordedAt,
        Source = new(new Instrument(fact.Instrument, fact.Pending ? SourceMark.Pending : SourceMark.Verified, fact.Number), fact.Article),
        Parameters = fact.Parameters.ToImmutableSortedDictionary(StringComparer.Ordinal),
    };
}

/// <summary>What an organ goes by, from its own stream at this moment: for decisions.</summary>
internal sealed class OrganRules(Streams<AdoptedEditionsState> editions)
{
    public async ValueTask<Editions> Of(string organ, CancellationToken ct) => (await editions.Load(organ, ct)).Known;
}
