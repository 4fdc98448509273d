using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Law;
using Google.Protobuf;
using Edition = EnforcementPlatform.Law.Edition;

namespace EnforcementPlatform.Kernel.People;

/// <summary>
/// The rules of an organ as another service knows them. Folded from <c>editions/&lt;organ&gt;</c> of that service's own ledger, where
/// <see cref="OnEditionAdded"/> keeps what records told.
/// </summary>
public sealed record EditionsCopy : StreamState, IFold<EditionsCopy>
{
    public static EditionsCopy Empty { get; } = new();

    private Editions? _known;

    /// <summary>What records told, oldest first.</summary>
    public ImmutableArray<Edition> Told
    {
        get;
        private init
        {
            field = value;
            _known = null;
        }
    } = [];

    /// <summary>
    /// Those that travel with the program and those told. Made when it is first asked for, because no fold goes by what a release knows,
    /// and kept with the state: its calendar is read once, not in every act.
    /// </summary>
    public Editions Known => _known ??= new(Editions.Default.All.Concat(Told));

    public static EditionsCopy Apply(EditionsCopy state, IMessage fact, Recorded entry) => fact switch
    {
        EditionAdded added => state with { Told = state.Told.Add(Of(added.Edition)) },
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => Relation.None;

    private static Edition Of(Contracts.Records.Edition told) => new()
    {
        Key = told.Key,
        Position = told.Position,
        Authority = Namesake<EditionAuthority, Authority>.Of(told.Authority),
        Sector = told.Sector.Length == 0 ? null : told.Sector,
        ValidFrom = IsoDay.Parse(told.ValidFrom),
        ValidTo = told.ValidTo.Length == 0 ? null : IsoDay.Parse(told.ValidTo),
        RecordedAt = told.Recorded.ToDateTimeOffset(),
        Source = new(
            new Instrument(told.Source.Instrument, told.Source.Pending ? SourceMark.Pending : SourceMark.Verified, told.Source.Number),
            told.Source.Article),
        Parameters = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, told.Parameters),
    };
}
