using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class DisclosureRpcs
{
    public override async Task<WithholdDisclosureResponse> WithholdDisclosure(WithholdDisclosureRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.DisclosureId, request.Etag, request.RequestId)
            .Text(request.Reason, "reason", max: 500, min: 2)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await disclosures.Act(
            request,
            context,
            (state, act) => state.WithholdDisclosure(act, request.Reason),
            state => new WithholdDisclosureResponse { Disclosure = Show(state, law) });
    }
}

internal sealed partial record DisclosureState
{
    /// <summary>
    /// 不予公开: the only lawful end where the party was under eighteen on the day of the decision (未成年人保护法 103; 行政处罚法 50). Where no
    /// number tells a citizen's day of birth, the publisher settles it and says in the reason how the age is known. Everybody else's decision is
    /// published (行政处罚法 48; 国办发〔2018〕118号). The reason is kept in a personal part; what is told says only that the time limit ended,
    /// and when.
    /// </summary>
    public Decision WithholdDisclosure(IActContext act, string reason)
    {
        Require(DisclosureAction.WithholdText);
        if (!PartyToShow().MayBeUnderAgeOn(Issued!.DecidedOn))
        {
            throw DisclosureFaults.WithholdingUnfounded.Now();
        }

        return Decision
            .Of(new TextWithheld { WithheldBy = act.Actor.PersonId, ReasonPart = 0 })
            .WithPersonal(new WrittenText { Text = reason })
            .WithNotice(new DisclosureWithheld { DisclosureId = Id, WithheldOn = IsoDay.Write(act.Today) })
            .Citing(Citing.Of(DisclosureRules.PartyOfAge));
    }
}
