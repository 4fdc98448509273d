using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class DocumentRpcs
{
    public override async Task<ListDocumentsResponse> ListDocuments(ListDocumentsRequest request, ServerCallContext context)
    {
        new Check().Id(request.CaseId, "case_id").Page(request.PageSize, request.PageToken).ThrowIfAny();
        await cases.Read(request, context);
        var page = await views.Read(request, request.PageSize, context, OfCase, (after, most) =>
            RegistersView.ItemsOf(request.CaseId, RegistersView.Documents, after, most));
        var response = new ListDocumentsResponse { NextPageToken = page.Next };
        response.Documents.Add(page.States.Select(one => one.ToMessage()));
        return response;

        async ValueTask<DocumentState?> OfCase(string id) =>
            await documents.Load(id, context.CancellationToken) is var item && item.CaseId == request.CaseId ? item : null;
    }
}
