using System.Text;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Story;

/// <summary>
/// 公开证明: anybody proves from public answers alone when and what was published and withdrawn, with the library of the stand-alone verifier.
/// </summary>
internal sealed class PublicProofChapter : IChapter
{
    /// <summary>The public head moves on the minute.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(75);

    public string Title => "十六、公开证明";

    public async Task Play(Scene scene)
    {
        var proof = new GetDisclosureProofResponse();
        await scene.Step(Player.Anybody, "取得公示与撤回的证明（公开校验点定时更新）", async () =>
        {
            var answer = await scene.Eventually(async () =>
            {
                proof = await scene.Public.GetDisclosureProofAsync(new() { DisclosureId = scene.Case.CaseId }, cancellationToken: scene.Ct);
                return $"{proof.Acts.Count}项";
            }, error => Refusal.Of(error).Reason == "PROOF_NOT_READY", LongestWait);
            return answer;
        });
        await scene.Step(Player.Anybody, "自行核验证明", () => Task.FromResult(Verified(scene, proof)));
    }

    private static string Verified(Scene scene, GetDisclosureProofResponse proof)
    {
        var policy = TrustPolicy.Of(NoteKey.Parse(proof.VerifierKey));
        Expect.Equal(3, proof.Acts.Count, "证明的项数");
        foreach (var act in proof.Acts)
        {
            Expect.True(IsUnderHead(act, policy), $"第{act.Position}条应在签名的校验点之内");
        }

        var (published, annulled, withdrawn) = (proof.Acts[0], proof.Acts[1], proof.Acts[2]);
        Expect.True(published.Notice.IsEmpty && published.Salt.IsEmpty, "已撤回的内容不应再提供");
        Expect.True(NoticePart.Parser.ParseFrom(annulled.Notice).Type == DisclosedDecisionAnnulled.Descriptor.FullName, "撤销时应立即标明");
        var committed = EntryCodec.Decode(withdrawn.Entry.Span).Parts[withdrawn.Part];
        Expect.True(Commitment.Verify(committed, withdrawn.Salt.Span, withdrawn.Notice.Span), "撤回的内容应与账本一致");
        var told = DisclosureWithdrawn.Parser.ParseFrom(NoticePart.Parser.ParseFrom(withdrawn.Notice).Body);
        Expect.Equal(scene.Case.CaseId, told.DisclosureId, "所证明的公示");
        return "公示和撤回均在签名的校验点之内，撤回的理由与账本一致";
    }

    /// <summary>The head is signed by the log, and the path leads from the entry's leaf to its root.</summary>
    private static bool IsUnderHead(ProvenAct act, TrustPolicy policy)
    {
        var head = policy.Open(Encoding.UTF8.GetBytes(act.Checkpoint)).Checkpoint;
        return TreeProof.VerifyInclusion(
            TreeHash.Sha256, act.Position, head.Size, Leaf.Hash(act.Entry.Span), [.. act.InclusionProof.Select(hash => hash.ToByteArray())], head.Root);
    }
}
