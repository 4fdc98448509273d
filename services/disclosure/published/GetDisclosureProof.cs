using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using Google.Protobuf;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class PublicRpcs
{
    /// <summary>
    /// The entries of all publications, of the annulment and of the withdrawal under the head that anybody is served. A text is opened only where it
    /// is still public; the entry of one that is not proves when it was published, and no more.
    /// </summary>
    public override async Task<GetDisclosureProofResponse> GetDisclosureProof(GetDisclosureProofRequest request, ServerCallContext context)
    {
        new Check().Id(request.DisclosureId, "disclosure_id").ThrowIfAny();
        if (await Find(request.DisclosureId, context.CancellationToken) is null)
        {
            throw DisclosureFaults.Unknown.Now();
        }

        var state = await disclosures.Load(request.DisclosureId, context.CancellationToken);
        var response = new GetDisclosureProofResponse { VerifierKey = proofs.VerifierKey };
        var version = 0;
        foreach (var act in state.PublicActs)
        {
            version += act.Kind == PublicActKind.Published ? 1 : 0;
            response.Acts.Add(await Prove(act, version, state.ShownAt, context.CancellationToken));
        }

        return response;
    }

    private async Task<ProvenAct> Prove(PublicAct act, int version, long? shownAt, CancellationToken ct)
    {
        var proof = proofs.UnderPublicHead(act.Position) ?? throw DisclosureFaults.ProofNotReady.Now();
        var (entry, part, notice) = await ledger.ReadNotice(act.Position, ct);
        var proven = new ProvenAct
        {
            Title = TitleOf(act.Kind, version),
            Position = act.Position,
            Entry = ByteString.CopyFrom(entry),
            InclusionProof = { proof.Path.Select(hash => ByteString.CopyFrom(hash)) },
            Checkpoint = proof.Head.Note.ToString(),
            Part = part,
        };
        if (notice is not null && (act.Kind != PublicActKind.Published || act.Position == shownAt))
        {
            proven.Salt = ByteString.CopyFrom(notice.Salt);
            proven.Notice = ByteString.CopyFrom(notice.Bytes);
        }

        return proven;
    }

    private static string TitleOf(PublicActKind kind, int version) => kind switch
    {
        PublicActKind.Withdrawn => "撤回公示",
        PublicActKind.Annulled => "标明决定已被撤销",
        _ => version == 1 ? "公示" : $"更正公示（第{version}版）",
    };
}
