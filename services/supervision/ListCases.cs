using System.Data.Common;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Supervision;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using Grpc.Core;
using ListCasesRequest = EnforcementPlatform.Contracts.Supervision.ListCasesRequest;
using ListCasesResponse = EnforcementPlatform.Contracts.Supervision.ListCasesResponse;

namespace EnforcementPlatform.Supervision;

internal sealed partial class SupervisionRpcs
{
    /// <summary>Newest first; a page goes on before the position of the last case shown. What the party owes counts for no office.</summary>
    public override async Task<ListCasesResponse> ListCases(ListCasesRequest request, ServerCallContext context)
    {
        new Check()
            .OptionalEnum(request.Stage, "stage")
            .Department(request.Department)
            .Page(request.PageSize, request.PageToken)
            .ThrowIfAny();
        var before = PageToken.Read(request, length: 1) is [long position] ? position : long.MaxValue;
        var (size, today) = (PageToken.SizeOf(request.PageSize), Today);
        var stage = request.Stage == CaseStage.Unspecified ? SqlPart.Always : new SqlPart($"stage = {request.Stage}");
        var faulty = request.WithFaults ? Faulty(context.Actor().Organ, today) : SqlPart.Always;
        Sql query = $"""
            SELECT position, case_id, department, stage, filed_on, missing,
                {Count(new($"party = 0 AND due >= {today}"))}, {Count(new($"party = 0 AND due < {today}"))}, {Count(new($"blocked = 1"))},
                {Count(new($"party = 1 AND due < {today}"))},
                coalesce((SELECT min(due) FROM obligations o
                    WHERE o.case_id = cases.case_id AND standing = {Standing.Open} AND party = 0 AND due >= {today} AND due < {ObligationsView.NoDay}), '')
            FROM cases
            WHERE position < {before} AND {stage} AND {InDepartment(request.Department)} AND {Visible.For(context.Rpc(), context.Actor())} AND {faulty}
            ORDER BY position DESC LIMIT {size + 1}
            """;
        var found = await views.Read(ObligationsView.ViewName, context, db => db.List(query, Row));
        return new()
        {
            Cases = { found.Take(size).Select(one => one.Overview) },
            NextPageToken = found.Length > size ? PageToken.After(request, found[size - 1].Position) : "",
            JudgedOn = IsoDay.Write(today),
        };
    }

    /// <summary>Found from what is undone in the organ, which is little, not from its cases, which are many.</summary>
    private static SqlPart Faulty(string organ, DateOnly today) => new($"""
        (missing > 0 OR case_id IN (SELECT o.case_id FROM obligations o
            WHERE o.organ = {organ} AND o.undone = 1 AND o.due < {today} AND o.standing = {Standing.Open} AND o.party = 0))
        """);

    /// <summary>Open obligations of the case in the row.</summary>
    private static SqlPart Count(SqlPart condition) =>
        new($"(SELECT count(*) FROM obligations o WHERE o.case_id = cases.case_id AND standing = {Standing.Open} AND {condition})");

    private static (long Position, CaseOverview Overview) Row(DbDataReader row) => (row.GetInt64(0), new()
    {
        CaseId = row.GetString(1),
        Department = row.GetString(2),
        Stage = Enum.Parse<CaseStage>(row.GetString(3)),
        FiledOn = row.GetString(4),
        MissingStages = row.GetInt32(5),
        Due = row.GetInt32(6),
        Overdue = row.GetInt32(7),
        Blocked = row.GetInt32(8),
        PartyOverdue = row.GetInt32(9),
        NextDue = row.GetString(10),
    });
}
