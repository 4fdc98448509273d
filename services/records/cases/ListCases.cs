using System.Data.Common;
using System.Globalization;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    /// <summary>Records knows of no assignment, so nobody sees a case here by being assigned to its review.</summary>
    private static readonly RelationFilter Visible = new()
    {
        Organ = actor => $"organ = {actor.Organ}",
        Department = actor => $"department = {actor.Department}",
        Handler = actor => $"stage <> {CaseStage.Clue} AND {IsOwn(actor)}",
        Registrant = actor => $"stage = {CaseStage.Clue} AND {IsOwn(actor)}",
    };

    /// <summary>Newest registration first; a page goes on before the position of the last case shown.</summary>
    public override async Task<ListCasesResponse> ListCases(ListCasesRequest request, ServerCallContext context)
    {
        new Check()
            .OptionalEnum(request.Stage, "stage")
            .Page(request.PageSize, request.PageToken)
            .ThrowIfAny();
        var before = PageToken.Read(request, length: 1) is [long position] ? position : long.MaxValue;
        var size = PageToken.SizeOf(request.PageSize);
        var visible = Visible.For(context.Rpc(), context.Actor());
        var among = Among(context.Rpc(), context.Actor());
        var stage = request.Stage == CaseStage.Unspecified ? SqlPart.Always : new SqlPart($"stage = {request.Stage}");
        Sql query = $"""
            SELECT position, case_id, stage, department, handlers, registered_at, number FROM {among}
            WHERE position < {before} AND {stage} AND {visible}
            ORDER BY position DESC LIMIT {size + 1}
            """;
        var found = await views.Read(CasesView.ViewName, context, db => db.List(query, Row));
        return new()
        {
            Cases = { found.Take(size).Select(one => one.Summary) },
            NextPageToken = found.Length > size ? PageToken.After(request, found[size - 1].Position) : "",
        };
    }

    private static SqlPart IsOwn(Actor actor) =>
        new($"EXISTS (SELECT 1 FROM own_cases own WHERE own.person_id = {actor.PersonId} AND own.position = cases.position)");

    /// <summary>
    /// Who sees nothing but cases of their own is shown them from the index of their own: among a hundred thousand of the organ there may be ten.
    /// (CROSS JOIN keeps the order of the loops.)
    /// </summary>
    private static SqlPart Among(string rpc, Actor actor) => RelationFilter.Always(Relation.Handler | Relation.Registrant, rpc, actor)
        ? new($"""
            (SELECT own.position, c.case_id, c.organ, c.department, c.stage, c.handlers, c.registered_at, c.number
            FROM own_cases own CROSS JOIN cases c ON c.case_id = own.case_id WHERE own.person_id = {actor.PersonId}) AS cases
            """)
        : new($"cases");

    private static (long Position, CaseSummary Summary) Row(DbDataReader row) => (row.GetInt64(0), new()
    {
        CaseId = row.GetString(1),
        Stage = System.Enum.Parse<CaseStage>(row.GetString(2)),
        Department = row.GetString(3),
        HandlerIds = { row.GetString(4).Split(' ', StringSplitOptions.RemoveEmptyEntries) },
        RegisteredAt = DateTimeOffset.Parse(row.GetString(5), CultureInfo.InvariantCulture).ToTimestamp(),
        DecisionNumber = row.GetString(6),
    });
}
