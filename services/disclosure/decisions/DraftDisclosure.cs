using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class DisclosureRpcs
{
    public override async Task<DraftDisclosureResponse> DraftDisclosure(DraftDisclosureRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.DisclosureId, request.Etag, request.RequestId)
            .PublicText(request.Text)
            .Text(request.CorrectionReason, "correction_reason", max: 500, min: request.CorrectionReason.Length > 0 ? 2 : 0)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await disclosures.Act(
            request,
            context,
            (state, act) => state.DraftDisclosure(act, request),
            state => new DraftDisclosureResponse { Disclosure = Show(state, law) });
    }
}

internal sealed partial record DisclosureState
{
    /// <summary>
    /// 拟稿: the first version, or the correction of what is published, which needs a public reason. What the decision says is taken from the
    /// decision; the drafter gives the words.
    /// </summary>
    public Decision DraftDisclosure(IActContext act, DraftDisclosureRequest request)
    {
        var published = Published;
        Require(published is null ? DisclosureAction.DraftText : DisclosureAction.CorrectText);
        if (request.CorrectionReason.Length > 0 != published is not null)
        {
            throw DisclosureFaults.CorrectionReason.Now();
        }

        var text = new DraftedText { Decision = Compose(request.Text), CorrectionReason = request.CorrectionReason };
        RequirePublishable(text, act.Today);
        new PersonalDataCheck(PartyToShow()).Message(text, FieldOf).ThrowIfBlocked();
        if (published?.Text.OrNull?.Decision.Equals(text.Decision) == true)
        {
            throw DisclosureFaults.Unchanged.Now();
        }

        return Decision
            .Of(new TextDrafted { Version = (published?.Number ?? 0) + 1, DrafterId = act.Actor.PersonId, TextPart = 0 })
            .WithPersonal(text);
    }

    /// <summary>The public text: a list of what may be seen, not a decision with something left out.</summary>
    private PublicDecision Compose(DisclosureText text)
    {
        var party = PartyToShow();
        return new()
        {
            DocumentNumber = Issued!.Number,
            OrganName = Issued.OrganName,
            OrganUscc = Issued.OrganUscc,
            PartyKind = Issued.PartyKind,
            PartyName = text.PartyName.Length > 0 ? text.PartyName : party.PublicName,
            PartyUscc = party.PublicUscc,
            Violation = text.Violation,
            FactsSummary = text.FactsSummary,
            ArticleBroken = Issued.Terms.ArticleBroken,
            ArticleApplied = Issued.Terms.ArticleApplied,
            PenaltyKinds = { Issued.Terms.Kinds },
            FineFen = Issued.Terms.FineFen,
            Penalty = text.Penalty,
            DecidedOn = IsoDay.Write(Issued.DecidedOn),
            PublishUntil = text.PublishUntil,
            ReconsiderationOrgan = Issued.ReconsiderationOrgan,
            Court = Issued.Court,
        };
    }

    /// <summary>What draft and publication both ask: a party that may be shown, shown as it may be, and a last day that is not over.</summary>
    private void RequirePublishable(DraftedText text, DateOnly today)
    {
        var (decision, party) = (text.Decision, PartyToShow());
        DisclosureRules.PartyOfAge.Require(new(party.BornOn, Issued!.DecidedOn));
        party.RequireShownAs(decision.PartyName);
        DisclosureRules.PenaltyAsDecided.Require(new(decision.Penalty, Issued!.Terms.FineFen));
        if (decision.PublishUntil.Length > 0 && IsoDay.Parse(decision.PublishUntil) < today)
        {
            throw DisclosureFaults.TermOver.With(("date", decision.PublishUntil));
        }
    }

    /// <summary>The drafter knows the field of the request, not that of the notice.</summary>
    private static string FieldOf(string path) => path.StartsWith("decision.", StringComparison.Ordinal) ? $"text.{path["decision.".Length..]}" : path;

    private ShownParty PartyToShow() => new(Issued!.IsOfCitizen, ShownDecision.PartyOf(Issued.Parts.Require())!);
}
