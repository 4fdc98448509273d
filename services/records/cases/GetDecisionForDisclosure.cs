using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Google.Protobuf;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    /// <summary>
    /// For the service disclosure alone (rights table): text and party with the salts of their commitments, so that it checks both against the
    /// notice, writes the public text from them and never needs the case itself.
    /// </summary>
    public override async Task<GetDecisionForDisclosureResponse> GetDecisionForDisclosure(
        GetDecisionForDisclosureRequest request, ServerCallContext context)
    {
        new Check().Id(request.CaseId, "case_id").ThrowIfAny();
        var state = await cases.Read(request, context);
        var penalty = state.RequireDecision();
        var decision = await Open(state.Draft!.Content.Source, context);
        var party = await Open(state.Party!.Source, context);
        return new()
        {
            Organ = state.Organ,
            Number = penalty.Number,
            DecisionCommitted = ByteString.CopyFrom(decision.Bytes),
            DecisionSalt = ByteString.CopyFrom(decision.Salt),
            PartyCommitted = ByteString.CopyFrom(party.Bytes),
            PartySalt = ByteString.CopyFrom(party.Salt),
        };
    }

    private ValueTask<OpenedPart> Open(Personal part, ServerCallContext context) => ledger.ReadPart(part.Position, part.Part, context);
}

internal sealed partial record CaseState
{
    /// <summary>The decision, fallen or not; refused where none was issued.</summary>
    public IssuedPenalty RequireDecision() => Penalty ?? throw CaseFaults.DecisionMissing.Now();
}
