using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;

namespace EnforcementPlatform.Records;

/// <summary>What the register says of an organ from a day on.</summary>
/// <param name="From">First day; that of the registration has none.</param>
/// <param name="Name">Full official name.</param>
/// <param name="DocumentWord">机关代字: the first word of every document number, e.g. 平工信.</param>
/// <param name="ReconsiderationOrgan">Printed in every decision (行政处罚法第五十九条第一款第五项).</param>
/// <param name="Court">Printed in every decision.</param>
internal sealed record OrganEdition(DateOnly From, string Name, string Uscc, string DocumentWord, string Area, string ReconsiderationOrgan, string Court);

/// <summary>A department with its names, each from its first day on, and its last day once it is closed.</summary>
internal sealed record DepartmentState(ImmutableArray<(DateOnly From, string Name)> Names, DateOnly? Closed)
{
    public string Name => Names[^1].Name;

    /// <summary>The name on a day; of a day before the first the first.</summary>
    public string NameOn(DateOnly day) => Names.LastOrDefault(one => one.From <= day, Names[0]).Name;
}

/// <summary>An organ that enforces the law, folded from <c>organs/&lt;code&gt;</c>.</summary>
internal sealed partial record OrganState : StreamState, IFold<OrganState>
{
    /// <summary>What the register said and says, in the order of the days.</summary>
    public ImmutableArray<OrganEdition> Editions { get; init; } = [];

    public OrganNature Nature { get; init; }

    /// <summary>Last day, and who takes over; null while it exists.</summary>
    public (DateOnly LastDay, string Successor)? Ended { get; init; }

    /// <summary>By code; closed ones stay.</summary>
    public ImmutableSortedDictionary<string, DepartmentState> Departments { get; init; } =
        ImmutableSortedDictionary.Create<string, DepartmentState>(StringComparer.Ordinal);

    /// <summary>Name of now; empty for an organ that does not exist.</summary>
    public string Name => Editions.IsEmpty ? "" : Editions[^1].Name;

    /// <summary>Who hears a reconsideration now; empty for an organ that does not exist.</summary>
    public string ReconsiderationOrgan => Editions.IsEmpty ? "" : Editions[^1].ReconsiderationOrgan;

    /// <summary>Which court hears a suit now; empty for an organ that does not exist.</summary>
    public string Court => Editions.IsEmpty ? "" : Editions[^1].Court;

    /// <summary>Word of now; empty for an organ that does not exist.</summary>
    public string DocumentWord => Editions.IsEmpty ? "" : Editions[^1].DocumentWord;

    /// <summary>Invented, for a demonstration.</summary>
    public bool IsDemonstration { get; init; }

    /// <summary>Where it enforced on a day; empty for an organ that does not exist.</summary>
    public string AreaOn(DateOnly day) => Editions.IsEmpty ? "" : Editions.Last(one => one.From <= day).Area;

    public static OrganState Empty { get; } = new();

    public static OrganState Apply(OrganState state, IMessage fact, Recorded entry) => fact switch
    {
        OrganRegistered f => new()
        {
            Editions = [new(DateOnly.MinValue, f.Name, f.Uscc, f.DocumentWord, f.Area, f.ReconsiderationOrgan, f.Court)],
            Nature = (OrganNature)f.Nature,
            IsDemonstration = f.Demonstration,
            Departments = f.Departments.ToImmutableSortedDictionary(
                one => one.Code, one => new DepartmentState([(DateOnly.MinValue, one.Name)], null), StringComparer.Ordinal),
        },
        OrganRevised f => state with { Editions = state.Editions.Add(new(IsoDay.Parse(f.From), f.Name, f.Uscc, f.DocumentWord, f.Area, f.ReconsiderationOrgan, f.Court)) },
        DepartmentSet f => state with
        {
            Departments = state.Departments.SetItem(f.Code, state.Departments.TryGetValue(f.Code, out var known)
                ? known with { Names = known.Names.Add((IsoDay.Parse(f.From), f.Name)) }
                : new([(IsoDay.Parse(f.From), f.Name)], null)),
        },
        DepartmentClosed f => state with { Departments = state.Departments.SetItem(f.Code, state.Departments[f.Code] with { Closed = IsoDay.Parse(f.LastDay) }) },
        OrganEnded f => state with { Ended = (IsoDay.Parse(f.LastDay), f.Successor) },
        DutiesTakenOver => state, // its history says from whom; what it is stays as it was
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => Relation.None;

    /// <summary>Name of a department of now; empty where there is none.</summary>
    public string NameOf(string department) => Departments.TryGetValue(department, out var known) ? known.Name : "";

    /// <summary>What ended takes nothing new.</summary>
    public void RequireOpen()
    {
        if (Ended is var (lastDay, successor))
        {
            throw OrganFaults.OrganHasEnded.With(("day", ChineseDate.Write(lastDay)), ("successor", successor));
        }
    }

    /// <summary>People come only into a department that exists.</summary>
    public void RequireDepartment(string department)
    {
        if (!Departments.TryGetValue(department, out var known))
        {
            throw OrganFaults.DepartmentUnknown.With(("code", department));
        }

        if (known.Closed is { } lastDay)
        {
            throw OrganFaults.DepartmentIsClosed.With(("code", department), ("day", ChineseDate.Write(lastDay)));
        }
    }

    /// <summary>As the register says it of a day.</summary>
    public Contracts.Records.Organ ToMessage(DateOnly day)
    {
        var edition = Editions.LastOrDefault(one => one.From <= day, Editions[0]);
        var message = new Contracts.Records.Organ
        {
            Code = Id,
            Name = edition.Name,
            Uscc = edition.Uscc,
            Nature = Nature,
            DocumentWord = edition.DocumentWord,
            Area = edition.Area,
            ReconsiderationOrgan = edition.ReconsiderationOrgan,
            Court = edition.Court,
            Etag = Etag,
            Ended = IsoDay.Write(Ended?.LastDay),
            Successor = Ended?.Successor ?? "",
            Demonstration = IsDemonstration,
        };
        message.Departments.Add(Departments.Select(one => new Department { Code = one.Key, Name = one.Value.NameOn(day), Closed = IsoDay.Write(one.Value.Closed) }));
        return message;
    }

    /// <summary>As the register says it now.</summary>
    public Contracts.Records.Organ ToMessage() => ToMessage(DateOnly.MaxValue);

    private static OrganRegistered FactOf(RegisterOrganRequest request)
    {
        var fact = new OrganRegistered
        {
            Code = request.Code,
            Name = request.Name,
            Uscc = request.Uscc,
            Nature = (int)request.Nature,
            DocumentWord = request.DocumentWord,
            Area = request.Area,
            ReconsiderationOrgan = request.ReconsiderationOrgan,
            Court = request.Court,
        };
        fact.Departments.Add(request.Departments.Select(one => new DepartmentFact { Code = one.Code, Name = one.Name }));
        return fact;
    }

    /// <summary>A change that the other services must learn of.</summary>
    private Decision Changed(IMessage fact, OrganState after) => Decision.Of(fact).WithNotice(after.ToNotice(Id, Version + 1));

    private OrganChanged ToNotice(string code, long version) => new()
    {
        Organ = code,
        Version = version,
        Name = Name,
        Ended = IsoDay.Write(Ended?.LastDay),
        Successor = Ended?.Successor ?? "",
    };
}
