using System.Data.Common;
using System.Globalization;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Kernel.Views;

namespace EnforcementPlatform.Gateway.Work;

/// <summary>Finds work in the role's view, which is made of the ledger: so a restart goes on where the process before it ended.</summary>
internal sealed class ViewedWork(RoleViews views) : IWork
{
    public async ValueTask<IReadOnlyList<DueDelivery>> Find(
        string destination, DateTimeOffset now, DateTimeOffset lostBefore, int most, long seen, CancellationToken ct)
    {
        await views.WaitFor(DeliveriesView.ViewName, seen, ct);
        Sql query = $"""
            SELECT id, state, calm, due, queued_at, hurried_at FROM deliveries
            WHERE destination = {destination} AND under_way = 1 AND not_before <= {now} AND (state <> {DeliveryState.Sending} OR changed_at <= {lostBefore})
            ORDER BY calm, due, queued_at LIMIT {most}
            """;
        return await views.Read(DeliveriesView.ViewName, db => db.List(query, Row), ct);
    }

    public ValueTask<DateTimeOffset?> NextAt(string destination, DateTimeOffset now, CancellationToken ct)
    {
        Sql query = $"SELECT min(not_before) FROM deliveries WHERE destination = {destination} AND under_way = 1 AND not_before > {now}";
        return views.Read(DeliveriesView.ViewName, db => db.First(query, row => row.IsDBNull(0) ? (DateTimeOffset?)null : Instant(row, 0)), ct);
    }

    private static DueDelivery Row(DbDataReader row) => new(
        row.GetString(0),
        Enum.Parse<DeliveryState>(row.GetString(1)),
        row.GetInt64(2) == 0,
        DateOnly.ParseExact(row.GetString(3), "yyyy-MM-dd", CultureInfo.InvariantCulture),
        Instant(row, 4),
        Instant(row, 5));

    private static DateTimeOffset Instant(DbDataReader row, int column) => DateTimeOffset.Parse(row.GetString(column), CultureInfo.InvariantCulture);
}
