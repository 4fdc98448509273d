using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    /// <summary>For the service review alone (rights table): it compares the digest with the one it was told, and keeps the text itself.</summary>
    public override async Task<GetDraftForReviewResponse> GetDraftForReview(GetDraftForReviewRequest request, ServerCallContext context)
    {
        new Check().Id(request.CaseId, "case_id").ThrowIfAny();
        var state = await cases.Read(request, context);
        if (state.Draft is null)
        {
            throw CaseFaults.DraftMissing.Now();
        }

        return new()
        {
            Draft = state.DraftMessage(),
            Content = state.Draft.Content.Require(),
            HandlerIds = { state.Involved },
            Organ = state.Organ,
            Department = state.Department,
        };
    }
}
