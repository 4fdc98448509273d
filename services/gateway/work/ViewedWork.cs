using System.Data.Common;
using System.Globalization;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Gateway.Work;

/// <summary>Finds work in the role's view, which is made of the ledger: so a restart goes on where the process before it ended.</summary>
internal sealed class ViewedWork(RoleViews views) : IWork
{
    public async ValueTask<IReadOnlyList<DueDelivery>> Find(string destination, WorkSought sought, CancellationToken ct)
    {
        await views.WaitFor(DeliveriesView.ViewName, sought.Seen, ct);

        // Left to itself SQLite takes the index that is in order, and looks through all that wait, each second, for the few that are hurried.
        Sql hurried = $"""
            SELECT id, state, calm, due, queued_at, hurried_at FROM deliveries INDEXED BY deliveries_hurried
            WHERE destination = {destination} AND hurried = 1 AND under_way = 1 AND not_before <= {sought.Now}
            ORDER BY calm, due, queued_at LIMIT {sought.Most}
            """;
        Sql all = $"""
            SELECT id, state, calm, due, queued_at, NULL FROM deliveries
            WHERE destination = {destination} AND under_way = 1 AND not_before <= {sought.Now}
                AND (state <> {DeliveryState.Sending} OR changed_at <= {sought.LostBefore})
            ORDER BY calm, due, queued_at LIMIT {sought.Most}
            """;
        return await views.Read<IReadOnlyList<DueDelivery>>(
            DeliveriesView.ViewName, db => [.. db.List(hurried, Row).Concat(db.List(all, Row)).DistinctBy(one => one.Id)], ct);
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
        IsoDay.Parse(row.GetString(3)),
        Instant(row, 4),
        row.IsDBNull(5) ? null : Instant(row, 5));

    private static DateTimeOffset Instant(DbDataReader row, int column) => DateTimeOffset.Parse(row.GetString(column), CultureInfo.InvariantCulture);
}
