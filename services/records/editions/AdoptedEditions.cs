using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using Edition = EnforcementPlatform.Law.Edition;

namespace EnforcementPlatform.Records;

/// <summary>The editions one organ adopted, folded from <c>editions/&lt;organ&gt;</c>, oldest first.</summary>
internal sealed partial record AdoptedEditionsState : StreamState, IFold<AdoptedEditionsState>
{
    public ImmutableArray<Edition> Adopted { get; init; } = [];

    /// <summary>Those that travel with the program and those adopted: what a decision of the organ goes by.</summary>
    public Editions Known { get; private init; } = Editions.Default;

    public static AdoptedEditionsState Empty { get; } = new();

    public static AdoptedEditionsState Apply(AdoptedEditionsState state, IMessage fact, Recorded entry) => fact switch
    {
        EditionAdopted adopted => state.With(Of(adopted, state.Adopted.Length + 1, entry.At)),
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => Relation.None;

    /// <summary>The set is kept with the state: its calendar is read once, not in every act.</summary>
    private AdoptedEditionsState With(Edition edition) => this with { Adopted = Adopted.Add(edition), Known = Known.With(edition) };

    private static Edition Of(EditionAdopted fact, long position, DateTimeOffset recordedAt) => new()
    {
        Key = fact.Key,
        Position = position,
        Authority = Enum.Parse<Authority>(((EditionAuthority)fact.Authority).ToString()),
        Sector = fact.Sector.Length == 0 ? null : fact.Sector,
        ValidFrom = Day.Parse(fact.ValidFrom),
        ValidTo = fact.ValidTo.Length == 0 ? null : Day.Parse(fact.ValidTo),
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
