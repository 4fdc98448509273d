using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Common;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<RecordActResponse> RecordAct(RecordActRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Enum(request.Kind, "kind")
            .That(request.Kind is not (RecordKind.IdentityShown or RecordKind.RightsTold), "kind", "OWN_STEP", "亮证和权利义务告知有专门的操作，请使用该操作记录。")
            .Record(request.Text)
            .OptionalId(request.HearingHostId, "hearing_host_id")
            .That((request.Kind == RecordKind.Hearing) == (request.HearingHostId.Length > 0), "hearing_host_id", "HEARING_HOST", "听证笔录应当写明主持人，其他笔录不填主持人。")
            .Occurrence(request.Occurred)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            async (state, act) => state.RecordAct(
                act, request, await OfficersOn(state.Handlers, request.Occurred, act), await OfficersOn(HostsOf(request), request.Occurred, act), law),
            state => new RecordActResponse { Case = Show(state, law) });
    }

    private static IEnumerable<string> HostsOf(RecordActRequest request) => request.HearingHostId.Length > 0 ? [request.HearingHostId] : [];
}

internal sealed partial record CaseState
{
    /// <summary>A 笔录 of the investigation or the hearing; it counts once the second handler has confirmed it (行政处罚法 42, 55).</summary>
    public Decision RecordAct(IActContext act, RecordActRequest request, ImmutableArray<Officer> handlers, ImmutableArray<Officer> hosts, LawInForce law)
    {
        Require(CaseFacts.ActionOf(request.Kind));
        var at = Occurred.Claimed(act, request.Occurred);
        RequireIdentityShown(at);
        RequireRightsTold(at);
        if (CaseFacts.ActionOf(request.Kind) == CaseAction.RecordHearing)
        {
            RequireHearing(request, hosts, ShanghaiTime.DateOf(at), law);
        }

        return Keep(act, request.Kind, request.Text, request.Occurred, handlers, hosts);
    }

    private Decision Keep(
        IActContext act, RecordKind kind, RecordText text, Occurrence? occurred, ImmutableArray<Officer> handlers, ImmutableArray<Officer> hosts = default)
    {
        var at = CaseFacts.ActionOf(kind) == CaseAction.RecordHearing
            ? Occurred.State(act, occurred, Telling!.HearingRequestedAt!.Value, "当事人要求听证")
            : Occurred.State(act, occurred, DateTimeOffset.MinValue, "");
        RequireServing(handlers, Department, ShanghaiTime.DateOf(at));
        ImmutableArray<Officer> led = hosts.IsDefault ? [] : hosts;
        return Decision
            .Of(new RecordKept
            {
                Number = Records.Length + 1,
                Kind = kind,
                RecordedBy = act.Actor.PersonId,
                CosignerId = Handlers.First(id => id != act.Actor.PersonId),
                HearingHostId = led.SingleOrDefault()?.PersonId ?? "",
                TextPart = 0,
                Judged = { handlers.Concat(led).Select(Named) },
            })
            .WithPersonal(text)
            .Citing(Citing.Of(PenaltyRules.TwoOfficers), Citing.Of(PenaltyRules.OfficersCertified));
    }

    private void RequireIdentityShown(DateTimeOffset actAt) =>
        PenaltyRules.IdentityShown.Require(new(EarliestOf(RecordKind.IdentityShown), actAt));

    private void RequireRightsTold(DateTimeOffset actAt)
    {
        if (!(EarliestOf(RecordKind.RightsTold) <= actAt))
        {
            throw CaseFaults.RightsNotTold.Now();
        }
    }

    /// <summary>A hearing follows a request, a notice seven working days before it, and is led by somebody else (行政处罚法 64).</summary>
    private void RequireHearing(RecordActRequest request, ImmutableArray<Officer> hosts, DateOnly day, LawInForce law)
    {
        if (!Telling!.HearingRequested)
        {
            throw CaseFaults.HearingNotRequested.Now();
        }

        if (request.Kind == RecordKind.HearingNotice)
        {
            return;
        }

        // A notice given before the party asked, or asked again, is no notice of this hearing.
        var notice = Records.Skip(Telling.RecordsBefore).FirstOrDefault(record =>
            record.Kind == RecordKind.HearingNotice && record.Status == RecordStatus.Confirmed && record.When.OccurredAt >= Telling.HearingRequestedAt);
        var held = new HearingHeldFacts(
            notice?.OccurredOn ?? DateOnly.MaxValue, law.Derive("HEARING_NOTIFY", day).SafeLastDay, request.HearingHostId, [.. Involved]);
        PenaltyRules.HearingNotified.Require(held);
        PenaltyRules.HearingHostNotHandler.Require(held);
        if (!hosts.All(host => host.Organ == Organ && host.Duties.Overlaps(HostDuties)))
        {
            throw CaseFaults.HearingHostNotServing.With(("date", $"{day:yyyy年M月d日}"));
        }
    }

    /// <summary>Who serves in the organ's enforcement: whom the organ may name as host (行政处罚法 64(4)). An administrator of the system does not.</summary>
    private static readonly ImmutableArray<Duty> HostDuties = [Duty.HandleCase, Duty.LeadDepartment, Duty.ReviewLegality, Duty.DecideCase];

    private DateTimeOffset? EarliestOf(RecordKind kind) =>
        Records.Where(record => record.Kind == kind && record.Status != RecordStatus.Voided).Min(record => (DateTimeOffset?)record.When.OccurredAt);
}
