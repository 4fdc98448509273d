using EnforcementPlatform.Law;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>
/// The rights table as a condition on a list's rows: the same relations that decide about one thing decide which things are listed.
/// A relation for which the list has no condition is never fulfilled.
/// </summary>
/// <example>
/// <code>
/// private static readonly RelationFilter Visible = new()
/// {
///     Organ = actor => $"c.organ = {actor.Organ}",
///     Department = actor => $"c.department = {actor.Department}",
///     Handler = actor => $"EXISTS (SELECT 1 FROM handlers h WHERE h.case_id = c.case_id AND h.person_id = {actor.PersonId})",
/// };
/// …
/// db.List($"SELECT … FROM cases c WHERE {Visible.For(context.Rpc(), actor)} AND c.stage = {stage} ORDER BY …", row => …)
/// </code>
/// </example>
public sealed class RelationFilter
{
    /// <summary>The row belongs to the actor's organ.</summary>
    public Func<Actor, Sql>? Organ { get; init; }

    /// <summary>The row belongs to the actor's department.</summary>
    public Func<Actor, Sql>? Department { get; init; }

    /// <summary>The actor handles the case.</summary>
    public Func<Actor, Sql>? Handler { get; init; }

    /// <summary>The actor wrote the draft.</summary>
    public Func<Actor, Sql>? Drafter { get; init; }

    /// <summary>The actor was assigned.</summary>
    public Func<Actor, Sql>? Assigned { get; init; }

    /// <summary>The row is the actor's own.</summary>
    public Func<Actor, Sql>? Self { get; init; }

    /// <summary>The actor registered it, and nobody has taken it over yet.</summary>
    public Func<Actor, Sql>? Registrant { get; init; }

    /// <summary>The condition for an actor who calls an rpc; false for one who may see nothing.</summary>
    public SqlPart For(string rpc, Actor actor) => Joined(
        Rights.RelationsFor(rpc, actor.Duties).Select(required => AllOf(required, actor)).OfType<SqlPart>(),
        (left, right) => new($"{left} OR {right}"),
        new($"1 = 0"));

    /// <summary>True when whatever the actor may see by this rpc stands in one of the relations: then the list may be looked up by them.</summary>
    public static bool Always(Relation relations, string rpc, Actor actor) =>
        Rights.RelationsFor(rpc, actor.Duties).All(required => (required & relations) != Relation.None);

    /// <summary>All relations that one row of the table requires; null when the list cannot tell one of them.</summary>
    private SqlPart? AllOf(Relation required, Actor actor)
    {
        var conditions = Enum.GetValues<Relation>()
            .Where(relation => relation != Relation.None && required.HasFlag(relation))
            .Select(relation => ConditionOf(relation)?.Invoke(actor))
            .ToArray();
        return conditions.Contains(null)
            ? null
            : Joined(conditions.Select(condition => new SqlPart(condition!)), (left, right) => new($"{left} AND {right}"), SqlPart.Always);
    }

    private static SqlPart Joined(IEnumerable<SqlPart> parts, Func<SqlPart, SqlPart, SqlPart> join, SqlPart none)
    {
        var all = parts.ToArray();
        return all.Length == 0 ? none : new($"({all.Aggregate(join)})");
    }

    private Func<Actor, Sql>? ConditionOf(Relation relation) => relation switch
    {
        Relation.Organ => Organ,
        Relation.Department => Department,
        Relation.Handler => Handler,
        Relation.Drafter => Drafter,
        Relation.Assigned => Assigned,
        Relation.Self => Self,
        Relation.Registrant => Registrant,
        _ => null,
    };
}
