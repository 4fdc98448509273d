using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    /// <summary>From the ledger, never from a view; alone among the rpcs it gives what the records say.</summary>
    public override async Task<GetCaseResponse> GetCase(GetCaseRequest request, ServerCallContext context)
    {
        new Check().Id(request.CaseId, "case_id").ThrowIfAny();
        var law = await LawOf(context);
        var state = await cases.Read(request, context);
        var message = state.ToMessage(law, clock.GetUtcNow());
        message.Draft = state.Draft is null ? null : state.DraftMessage(law, clock.GetUtcNow(), await files.Load(request.CaseId, context.CancellationToken));
        foreach (var record in state.Records)
        {
            message.Records[record.Number - 1].Text = record.Text.OrNull;
        }

        return new() { Case = message };
    }
}
