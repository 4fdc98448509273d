using System.Data.Common;
using System.Globalization;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EnforcementPlatform.Review;

internal sealed partial class ReviewRpcs
{
    private static readonly RelationFilter Visible = new()
    {
        Organ = actor => $"organ = {actor.Organ}",
        Department = actor => $"legal_department = {actor.Department}",
        Assigned = actor => $"reviewer_id = {actor.PersonId}",
        Handler = actor => $"EXISTS (SELECT 1 FROM review_handlers h WHERE h.person_id = {actor.PersonId} AND h.case_id = reviews.case_id)",
    };

    /// <summary>Newest submission first; a page goes on before the position of the last review shown.</summary>
    public override async Task<ListReviewsResponse> ListReviews(ListReviewsRequest request, ServerCallContext context)
    {
        new Check()
            .OptionalEnum(request.Stage, "stage")
            .Page(request.PageSize, request.PageToken)
            .ThrowIfAny();
        var before = PageToken.Read(request, length: 1) is [long position] ? position : long.MaxValue;
        var size = PageToken.SizeOf(request.PageSize);
        var visible = Visible.For(context.Rpc(), context.Actor());
        var stage = request.Stage == ReviewStage.Unspecified ? SqlPart.Always : new SqlPart($"stage = {request.Stage}");
        Sql query = $"""
            SELECT position, case_id, department, stage, reviewer_id, rounds, submitted_at FROM reviews
            WHERE position < {before} AND {stage} AND {visible}
            ORDER BY position DESC LIMIT {size + 1}
            """;
        var found = await views.Read(ReviewsView.ViewName, context, db => db.List(query, Row));
        return new()
        {
            Reviews = { found.Take(size).Select(one => one.Summary) },
            NextPageToken = found.Length > size ? PageToken.After(request, found[size - 1].Position) : "",
        };
    }

    private static (long Position, ReviewSummary Summary) Row(DbDataReader row) => (row.GetInt64(0), new()
    {
        CaseId = row.GetString(1),
        Department = row.GetString(2),
        Stage = System.Enum.Parse<ReviewStage>(row.GetString(3)),
        ReviewerId = row.GetString(4),
        Rounds = row.GetInt32(5),
        SubmittedAt = DateTimeOffset.Parse(row.GetString(6), CultureInfo.InvariantCulture).ToTimestamp(),
    });
}
