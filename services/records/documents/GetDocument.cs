using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class DocumentRpcs
{
    public override async Task<GetDocumentResponse> GetDocument(GetDocumentRequest request, ServerCallContext context)
    {
        new Check().Id(request.DocumentId, "document_id").ThrowIfAny();
        var document = await documents.Load(request.DocumentId, context.CancellationToken);
        if (!document.Exists)
        {
            throw KernelFaults.NotFound.Now();
        }

        await cases.Read(new ListDocumentsRequest { CaseId = document.CaseId }, context);
        return new() { Document = document.ToMessage(), Html = document.Page!.Require().Html };
    }
}
