using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class DisclosureRpcs
{
    public override async Task<WithdrawDisclosureResponse> WithdrawDisclosure(WithdrawDisclosureRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.DisclosureId, request.Etag, request.RequestId)
            .Text(request.PublicReason, "public_reason", max: 500, min: 2)
            .Text(request.FlagsReason, "flags_reason", max: 500, min: 0)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await disclosures.Act(
            request,
            context,
            (state, act) => state.WithdrawDisclosure(act, request.PublicReason, request.FlagsReason, law),
            state => new WithdrawDisclosureResponse { Disclosure = Show(state, law) });
    }
}

internal sealed partial record DisclosureState
{
    /// <summary>
    /// 撤回 (行政处罚法 48, second paragraph): only where the decision fell, with a reason that everybody reads. Late is recorded and never
    /// refused; nor does it matter whether the details of the party still exist to compare the reason with.
    /// </summary>
    public Decision WithdrawDisclosure(IActContext act, string publicReason, string flagsReason, Editions law)
    {
        Require(DisclosureAction.WithdrawText);
        var limit = WithdrawBy(law);
        var notice = new DisclosureWithdrawn
        {
            DisclosureId = Id,
            Version = Published!.Number,
            DocumentNumber = Issued!.Number,
            OrganName = Issued.OrganName,
            Ground = Annulment!.Ground,
            PublicReason = publicReason,
            WithdrawnAt = act.Now.ToTimestamp(),
            WithdrawBy = DisclosureClock.Write(limit),
        };
        var overruled = new PersonalDataCheck(PartyIfKept()).Message(notice).Overruled(flagsReason);
        var withdrawn = new TextWithdrawn { Version = Published.Number, WithdrawnBy = act.Actor.PersonId, ReasonPart = 0, Overruled = { overruled } };
        if (flagsReason.Length > 0)
        {
            withdrawn.OverruleReasonPart = 1;
        }

        var decision = Decision
            .Of(withdrawn)
            .WithPersonal(new WrittenText { Text = publicReason })
            .WithNotice(notice)
            .Citing(Citing.Of(DisclosureRules.WithdrawnInTime, limit?.LastDay, act.Today));
        return flagsReason.Length > 0 ? decision.WithPersonal(new WrittenText { Text = flagsReason }) : decision;
    }

    /// <summary>The time limit of the withdrawal; null where nothing was public, or nothing annulled it.</summary>
    public Deadline? WithdrawBy(Editions law) =>
        Annulment is { } fell && Published is not null ? DisclosureClock.Derive(DisclosureClock.Withdraw, fell.On, law) : null;

    private ShownParty? PartyIfKept() =>
        Issued!.Parts.OrNull is { } parts && ShownDecision.PartyOf(parts) is { } party ? new(Issued.IsOfCitizen, party) : null;
}
