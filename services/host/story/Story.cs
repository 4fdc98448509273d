using EnforcementPlatform.Host.Verify;

namespace EnforcementPlatform.Host.Story;

/// <summary>The chapters, in their order.</summary>
internal static class Story
{
    public static IReadOnlyList<IChapter> Chapters(Cast cast, IReadOnlyList<VerifiableRole> ledgers) =>
    [
        new FilingChapter(cast),
        new InvestigationChapter(cast),
        new EvidenceChapter(cast),
        new AmendmentChapter(cast),
        new DocumentsChapter(cast),
        new ConclusionChapter(cast),
        new HearingRightChapter(cast),
        new GateChapter(cast),
        new ReviewChapter(cast),
        new DecisionChapter(cast),
        new DisclosureChapter(cast),
        new DeliveryChapter(cast),
        new PerformanceChapter(cast),
        new OversightChapter(cast),
        new AnnulmentChapter(cast),
        new PublicProofChapter(),
        new OutsidersChapter(cast),
        new ProofChapter(cast, ledgers),
    ];
}
