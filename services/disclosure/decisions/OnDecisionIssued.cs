using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;

namespace EnforcementPlatform.Disclosure;

/// <summary>
/// Begins the disclosure of a decision and its time limit. The text is fetched, checked against the notice and kept; told again, nobody is
/// asked again.
/// </summary>
internal sealed class OnDecisionIssued(Streams<DisclosureState> disclosures, IRecords records) : INoticeHandler<DecisionIssued>
{
    public async Task Handle(DecisionIssued issued, HandlerRun run)
    {
        if ((await disclosures.Load(issued.CaseId, run.Ct)).Issued is not null)
        {
            return;
        }

        var shown = await records.Decision(issued, run.Ct);
        await run.Act(disclosures, issued.CaseId, (state, _) => ValueTask.FromResult(state.NoteDecision(issued, shown)));
    }
}

internal sealed partial record DisclosureState
{
    /// <summary>Kept whether or not the decision has fallen already: an annulment may have been told first.</summary>
    public Decision NoteDecision(DecisionIssued issued, ShownDecision shown)
    {
        Require(DisclosureAction.NoteDecision);
        return Decision
            .Of(new DecisionNoted
            {
                Number = issued.Number,
                DecidedOn = issued.DecidedOn,
                OrganName = shown.Organ.Name,
                OrganUscc = shown.Organ.Uscc,
                Department = issued.Department,
                Terms = issued.Terms,
                PartyKind = issued.PartyKind,
                HandlerIds = { issued.HandlerIds },
                SourcePart = 0,
                ReconsiderationOrgan = shown.Organ.ReconsiderationOrgan,
                Court = shown.Organ.Court,
            })
            .WithPersonal(shown.Parts)
            .WithValue("number", issued.Number);
    }
}
