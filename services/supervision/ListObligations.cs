using System.Data.Common;
using EnforcementPlatform.Contracts.Supervision;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using Grpc.Core;

namespace EnforcementPlatform.Supervision;

internal sealed partial class SupervisionRpcs
{
    private const int UsualSoonDays = 7;
    private const int LongestSoonDays = 90;

    /// <summary>Soonest last day first; a page goes on behind the last obligation shown.</summary>
    public override async Task<ListObligationsResponse> ListObligations(ListObligationsRequest request, ServerCallContext context)
    {
        new Check()
            .OptionalEnum(request.Show, "show")
            .That(request.Rule.Length == 0 || ObligationRule.All.Any(rule => rule.Key == request.Rule), "rule", "RULE", "不是受监督的期限规则。")
            .Department(request.Department)
            .OptionalDate(request.DueBefore, "due_before")
            .Range(request.SoonDays, "soon_days", 0, LongestSoonDays)
            .Page(request.PageSize, request.PageToken)
            .ThrowIfAny();
        var after = PageToken.Read(request, length: 4);
        var today = Today;
        var soon = today.AddDays(request.SoonDays == 0 ? UsualSoonDays : request.SoonDays);
        var size = PageToken.SizeOf(request.PageSize);
        var visible = new SqlPart($"{Visible.For(context.Rpc(), context.Actor())} AND {InDepartment(request.Department)}");
        Sql query = $"""
            SELECT due, case_id, rule, target, standing, blocked, message FROM obligations
            WHERE {visible} AND {Showing(request.Show, today, soon)} AND {Matching(request)} AND {Behind(after)}
            ORDER BY due, case_id, rule, target LIMIT {size + 1}
            """;
        Sql counting = CountsBy(visible, today, soon);
        var (found, counts) = await views.Read(
            ObligationsView.ViewName, context, db => (db.List(query, row => Row(row, today)), after.IsEmpty ? db.List(counting, CountOf) : []));
        return new()
        {
            Obligations = { found.Take(size).Select(one => one.Message) },
            NextPageToken = found.Length > size ? PageToken.After(request, found[size - 1].Key) : "",
            Counts = { ObligationRule.All.SelectMany(rule => counts.Where(count => count.Rule == rule.Key)) },
            JudgedOn = IsoDay.Write(today),
        };
    }

    private static SqlPart Showing(ObligationFilter show, DateOnly today, DateOnly soon) => show switch
    {
        ObligationFilter.DueSoon => new($"undone = 1 AND standing = {Standing.Open} AND due >= {today} AND due <= {soon}"),
        ObligationFilter.Overdue => new($"undone = 1 AND standing = {Standing.Open} AND due < {today}"),
        ObligationFilter.Blocked => new($"undone = 1 AND blocked = 1"),
        ObligationFilter.All => SqlPart.Always,
        _ => new($"undone = 1"),
    };

    private static SqlPart Matching(ListObligationsRequest request)
    {
        var rule = request.Rule.Length == 0 ? SqlPart.Always : new SqlPart($"rule = {request.Rule}");
        return request.DueBefore.Length == 0 ? rule : new($"{rule} AND due < {request.DueBefore}");
    }

    private static SqlPart Behind(IReadOnlyList<object> key) =>
        key is [string due, string caseId, string rule, string target] ? new($"(due, case_id, rule, target) > ({due}, {caseId}, {rule}, {target})") : SqlPart.Always;

    private static (object[] Key, Obligation Message) Row(DbDataReader row, DateOnly today)
    {
        var message = Obligation.Parser.ParseFrom(row.GetFieldValue<byte[]>(6));
        message.State = Owed.StateOf(Enum.Parse<Standing>(row.GetString(4)), IsoDay.ParseOptional(message.Due), row.GetInt64(5) == 1, today);
        return ([row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)], message);
    }

    private static Sql CountsBy(SqlPart visible, DateOnly today, DateOnly soon) => $"""
        SELECT rule,
            sum(standing = {Standing.Open} AND due >= {today}),
            sum(standing = {Standing.Open} AND due >= {today} AND due <= {soon}),
            sum(standing = {Standing.Open} AND due < {today}),
            sum(blocked),
            sum(standing = {Standing.Waiting}),
            sum(standing = {Standing.Met}),
            sum(standing = {Standing.MetLate})
        FROM obligations WHERE {visible} GROUP BY rule
        """;

    private static RuleCount CountOf(DbDataReader row)
    {
        var rule = ObligationRule.Find(row.GetString(0));
        return new()
        {
            Rule = rule.Key,
            Title = rule.Title,
            Article = rule.Article,
            Due = row.GetInt32(1),
            DueSoon = row.GetInt32(2),
            Overdue = row.GetInt32(3),
            Blocked = row.GetInt32(4),
            Waiting = row.GetInt32(5),
            Met = row.GetInt32(6),
            MetLate = row.GetInt32(7),
        };
    }
}
