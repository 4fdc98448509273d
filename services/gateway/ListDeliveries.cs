using System.Data.Common;
using System.Globalization;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EnforcementPlatform.Gateway;

internal sealed partial class DeliveryRpcs
{
    private static readonly RelationFilter Visible = new() { Organ = actor => $"organ = {actor.Organ}" };

    /// <summary>Newest first; a page goes on before the position of the last delivery shown.</summary>
    public override async Task<ListDeliveriesResponse> ListDeliveries(ListDeliveriesRequest request, ServerCallContext context)
    {
        new Check()
            .OptionalEnum(request.State, "state")
            .Destination(request.Destination)
            .Page(request.PageSize, request.PageToken)
            .ThrowIfAny();
        var before = PageToken.Read(request, length: 1) is [long position] ? position : long.MaxValue;
        var size = PageToken.SizeOf(request.PageSize);
        var visible = Visible.For(context.Rpc(), context.Actor());
        var state = request.State == DeliveryState.Unspecified ? SqlPart.Always : new SqlPart($"state = {request.State}");
        var destination = request.Destination.Length == 0 ? SqlPart.Always : new SqlPart($"destination = {request.Destination}");
        Sql query = $"""
            SELECT position, id, destination, disclosure_id, document_number, version, operation, state, due, attempts, changed_at FROM deliveries
            WHERE position < {before} AND {state} AND {destination} AND {visible}
            ORDER BY position DESC LIMIT {size + 1}
            """;
        var found = await views.Read(DeliveriesView.ViewName, context, db => db.List(query, Row));
        return new()
        {
            Deliveries = { found.Take(size).Select(one => one.Summary) },
            NextPageToken = found.Length > size ? PageToken.After(request, found[size - 1].Position) : "",
        };
    }

    private static (long Position, DeliverySummary Summary) Row(DbDataReader row) => (row.GetInt64(0), new()
    {
        DeliveryId = row.GetString(1),
        Destination = row.GetString(2),
        DisclosureId = row.GetString(3),
        DocumentNumber = row.GetString(4),
        Version = row.GetInt32(5),
        Operation = System.Enum.Parse<DeliveryOperation>(row.GetString(6)),
        State = System.Enum.Parse<DeliveryState>(row.GetString(7)),
        Due = row.GetString(8),
        Attempts = row.GetInt32(9),
        ChangedAt = DateTimeOffset.Parse(row.GetString(10), CultureInfo.InvariantCulture).ToTimestamp(),
    });
}
