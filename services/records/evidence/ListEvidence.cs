using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class EvidenceRpcs
{
    public override async Task<ListEvidenceResponse> ListEvidence(ListEvidenceRequest request, ServerCallContext context)
    {
        new Check().Id(request.CaseId, "case_id").Page(request.PageSize, request.PageToken).ThrowIfAny();
        await cases.Read(request, context);
        var page = await views.Read(request, request.PageSize, context, OfCase, (after, most) =>
            RegistersView.ItemsOf(request.CaseId, RegistersView.Evidence, after, most));
        var response = new ListEvidenceResponse { NextPageToken = page.Next };
        response.Evidence.Add(page.States.Select(one => one.ToMessage()));
        return response;

        async ValueTask<EvidenceState?> OfCase(string id) =>
            await evidence.Load(id, context.CancellationToken) is var item && item.CaseId == request.CaseId ? item : null;
    }
}
