using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<FileCaseResponse> FileCase(FileCaseRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Key(request.Department, "department", max: 40)
            .Handlers(request.HandlerIds)
            .Text(request.Cause, "cause", max: 200)
            .Date(request.ViolationEndedOn, "violation_ended_on")
            .Occurrence(request.Occurred)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            async (state, act) => state.FileCase(act, request, await OfficersOn(request.HandlerIds, request.Occurred, act), law),
            state => new FileCaseResponse { Case = Show(state, law) });
    }
}

internal sealed partial record CaseState
{
    /// <summary>立案, approved by the leader who calls it (行政处罚法 54). From this day the 90 days run (60).</summary>
    public Decision FileCase(IActContext act, FileCaseRequest request, ImmutableArray<Officer> handlers, LawInForce law)
    {
        Require(CaseAction.FileCase);
        var filedOn = ShanghaiTime.DateOf(Occurred.State(act, request.Occurred, ReceivedAt, "案件来源登记"));
        RequireHandlers(act, handlers, request.Department, filedOn);
        var limitation = new LimitationFacts(
            IsoDay.Parse(request.ViolationEndedOn), ShanghaiTime.DateOf(ReceivedAt), request.Harmful);
        PenaltyRules.WithinLimitation.Require(limitation);
        PenaltyRules.PartyNotUnder14.Require(AgeOfParty(limitation.ActEnded));
        return Decision
            .Of(new CaseFiled
            {
                Department = request.Department,
                Handlers = { handlers.Select(Named) },
                ApproverId = act.Actor.PersonId,
                CausePart = 0,
                ViolationEndedOn = request.ViolationEndedOn,
                Harmful = request.Harmful,
            })
            .WithPersonal(new WrittenText { Text = request.Cause })
            .Citing(Citing.Of(PenaltyRules.TwoOfficers), Citing.Of(PenaltyRules.WithinLimitation, limitation), Citing.Of(law.Derive("PENALTY_DECIDE", filedOn), filedOn));
    }

    private static NamedHandler Named(Officer officer) => new() { PersonId = officer.PersonId, PersonVersion = officer.Version };

    /// <summary>Two different, certified officers of the department, neither of them the one who approves.</summary>
    private void RequireHandlers(IActContext act, ImmutableArray<Officer> handlers, string department, DateOnly day)
    {
        RequireServing(handlers, department, day);
        if (handlers.Any(one => one.PersonId == act.Actor.PersonId))
        {
            throw CaseFaults.ApproverIsHandler.Now();
        }
    }

    /// <summary>Two different officers of the department, who hold certificate and duty on the day of the act.</summary>
    private void RequireServing(ImmutableArray<Officer> officers, string department, DateOnly day)
    {
        RequireCertified(officers, day);
        var other = officers.ToList().FindIndex(one => one.Organ != Organ || one.Department != department || !one.Duties.Contains(Duty.HandleCase));
        if (other >= 0)
        {
            throw CaseFaults.HandlerOfOtherDepartment.With(("ordinal", $"{other + 1}"), ("person", officers[other].PersonId), ("date", IsoDay.Write(day)));
        }
    }

    private static void RequireCertified(ImmutableArray<Officer> officers, DateOnly day)
    {
        var facts = new ActFacts(ActType.Penalty, day, [.. officers.Select(one => one.Facts)]);
        PenaltyRules.OfficersCertified.Require(facts);
        PenaltyRules.TwoOfficers.Require(facts);
    }
}
