using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<GetDraftResponse> GetDraft(GetDraftRequest request, ServerCallContext context)
    {
        new Check().Id(request.CaseId, "case_id").ThrowIfAny();
        var draft = (await cases.Read(request, context)) is { Draft: not null } state ? state : throw CaseFaults.DraftMissing.Now();
        var file = await files.Load(request.CaseId, context.CancellationToken);
        return new() { Draft = draft.DraftMessage(await LawOf(context), ledger.Clock.GetUtcNow(), file), Content = draft.Draft!.Content.Require() };
    }
}
