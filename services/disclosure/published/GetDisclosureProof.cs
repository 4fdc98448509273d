using System.Data.Common;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using Google.Protobuf;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class PublicRpcs
{
    /// <summary>
    /// The entries of all publications and of the withdrawal under the head that anybody is served. A notice is opened only where its text is
    /// still public; the entry of one that is not proves when it was published, and no more.
    /// </summary>
    public override async Task<GetDisclosureProofResponse> GetDisclosureProof(GetDisclosureProofRequest request, ServerCallContext context)
    {
        new Check().Id(request.DisclosureId, "disclosure_id").ThrowIfAny();
        Sql query = $"""
            SELECT acts.position, acts.part, acts.withdrawal, acts.version, decisions.version, decisions.text IS NULL
            FROM acts JOIN decisions USING (disclosure_id)
            WHERE disclosure_id = {request.DisclosureId} AND (decisions.withdrawal IS NOT NULL OR {Shown()})
            ORDER BY acts.position
            """;
        var acts = await views.Read(PublicView.ViewName, db => db.List(query, ActOf), context.CancellationToken);
        if (acts.IsEmpty)
        {
            throw DisclosureFaults.Unknown.Now();
        }

        var response = new GetDisclosureProofResponse { VerifierKey = proofs.VerifierKey };
        foreach (var act in acts)
        {
            response.Acts.Add(await Prove(act, context.CancellationToken));
        }

        return response;
    }

    private async Task<ProvenAct> Prove(PublicAct act, CancellationToken ct)
    {
        var proof = proofs.UnderPublicHead(act.Position) ?? throw DisclosureFaults.ProofNotReady.Now();
        var (entry, notice) = await ledger.ReadNotice(act.Position, act.Part, ct);
        var proven = new ProvenAct
        {
            Title = act.Title,
            Position = act.Position,
            Entry = ByteString.CopyFrom(entry),
            InclusionProof = { proof.Path.Select(hash => ByteString.CopyFrom(hash)) },
            Checkpoint = proof.Head.Note.ToString(),
            Part = act.Part,
        };
        if (act.IsPublic && notice is not null)
        {
            proven.Salt = ByteString.CopyFrom(notice.Salt);
            proven.Notice = ByteString.CopyFrom(notice.Bytes);
        }

        return proven;
    }

    private static PublicAct ActOf(DbDataReader row)
    {
        var (isWithdrawal, version) = (row.GetInt64(2) != 0, row.GetInt32(3));
        var isPublic = isWithdrawal || (version == row.GetInt32(4) && row.GetInt64(5) == 0);
        return new(row.GetInt64(0), row.GetInt32(1), isWithdrawal ? "撤回公示" : version == 1 ? "公示" : $"更正公示（第{version}版）", isPublic);
    }

    /// <summary>One act of the proof.</summary>
    /// <param name="IsPublic">True where what it told is still public.</param>
    private sealed record PublicAct(long Position, int Part, string Title, bool IsPublic);
}
