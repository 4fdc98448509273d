using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;

namespace EnforcementPlatform.Records;

/// <summary>An organ that enforces the law, folded from <c>organs/&lt;code&gt;</c>.</summary>
internal sealed partial record OrganState : StreamState, IFold<OrganState>
{
    public string Name { get; init; } = "";

    public string Uscc { get; init; } = "";

    public OrganNature Nature { get; init; }

    /// <summary>机关代字: the first word of every document number, e.g. 平工信.</summary>
    public string DocumentWord { get; init; } = "";

    public string Area { get; init; } = "";

    /// <summary>Printed in every decision (行政处罚法第五十九条第一款第五项).</summary>
    public string ReconsiderationOrgan { get; init; } = "";

    /// <summary>Printed in every decision.</summary>
    public string Court { get; init; } = "";

    public ImmutableSortedDictionary<string, string> Departments { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public static OrganState Empty { get; } = new();

    public static OrganState Apply(OrganState state, IMessage fact, Recorded entry) => fact switch
    {
        OrganRegistered registered => new()
        {
            Name = registered.Name,
            Uscc = registered.Uscc,
            Nature = (OrganNature)registered.Nature,
            DocumentWord = registered.DocumentWord,
            Area = registered.Area,
            ReconsiderationOrgan = registered.ReconsiderationOrgan,
            Court = registered.Court,
            Departments = registered.Departments.ToImmutableSortedDictionary(one => one.Code, one => one.Name, StringComparer.Ordinal),
        },
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => Relation.None;

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

    public Contracts.Records.Organ ToMessage()
    {
        var message = new Contracts.Records.Organ
        {
            Code = Id,
            Name = Name,
            Uscc = Uscc,
            Nature = Nature,
            DocumentWord = DocumentWord,
            Area = Area,
            ReconsiderationOrgan = ReconsiderationOrgan,
            Court = Court,
            Etag = Etag,
        };
        message.Departments.Add(Departments.Select(one => new Department { Code = one.Key, Name = one.Value }));
        return message;
    }
}
