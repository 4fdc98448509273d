using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Google.Protobuf;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    /// <summary>For the service review alone (rights table): with salt and bytes it computes the digest itself, and keeps the text.</summary>
    public override async Task<GetDraftForReviewResponse> GetDraftForReview(GetDraftForReviewRequest request, ServerCallContext context)
    {
        new Check().Id(request.CaseId, "case_id").ThrowIfAny();
        var file = await files.Load(request.CaseId, context.CancellationToken);
        var state = await cases.Read(request, context);
        if (state.Draft is null)
        {
            throw CaseFaults.DraftMissing.Now();
        }

        var content = state.Draft.Content;
        var committed = await ledger.ReadPart(content.Source.Position, content.Source.Part, context);
        return new()
        {
            Draft = state.DraftMessage(await organs.LawOf(state.Organ, context.CancellationToken), ledger.Clock.GetUtcNow()),
            Content = content.Require(),
            HandlerIds = { state.Involved },
            Organ = state.Organ,
            Department = state.Department,
            CaseVersion = state.Version,
            Salt = ByteString.CopyFrom(committed.Salt),
            Committed = ByteString.CopyFrom(committed.Bytes),
            ActingHandlerIds = { state.Handlers },
            PartyTold = state.Telling is not null,
            PartyAnswered = state.Telling?.Responses.IsEmpty == false,
            HearingHeld = state.HearingWasHeld,
            FileVersion = file.Version,
        };
    }
}
