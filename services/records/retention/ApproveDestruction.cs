using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Cases;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf.Collections;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class RetentionRpcs
{
    public override async Task<ApproveDestructionResponse> ApproveDestruction(ApproveDestructionRequest request, ServerCallContext context)
    {
        RetentionState.Check(new Check().RequestId(request.RequestId).Id(request.CaseId, "case_id"), request.Parts, request.Basis, request.PaperNumber);
        var file = await cases.Read(request, context);
        var subject = DestructionSubject.Of(request);
        return await retentions.Add(
            request,
            context,
            request.CaseId,
            file,
            async (state, act) =>
            {
                await parts.Require(request.CaseId, subject.Places, act.Ct);
                return state.Approve(subject, file, act.Actor, act.Today);
            },
            state => new ApproveDestructionResponse { Retention = state.ToMessage(request.CaseId) });
    }
}

internal sealed partial record RetentionState
{
    private const int MostParts = 100;

    public static void Check(Check check, RepeatedField<PartReference> parts, DestructionBasis basis, string paperNumber)
    {
        check
            .Count(parts, "parts", 1, MostParts)
            .That(parts.All(one => one.Position >= 0), "parts.position", "PLACE", "应为记录位置（从0起）。")
            .That(parts.All(one => one.Part >= 1), "parts.part", "PLACE", "应为记录中个人信息部分的序号（从1起）。")
            .That(parts.Distinct().Count() == parts.Count, "parts", "DISTINCT", "同一部分不得重复列出。")
            .Enum(basis, "basis")
            .Text(paperNumber, "paper_number", 100, min: 2)
            .ThrowIfAny();
    }

    /// <summary>One of the two approvals: 承办机构负责人 and 审计管理员, each in their own duty.</summary>
    public Decision Approve(DestructionSubject subject, CaseState file, Actor actor, DateOnly today)
    {
        RequireNoHold();
        if (subject.Basis == DestructionBasis.RetentionEnded && !HasEnded(file, today))
        {
            throw RetentionFaults.NotEnded.With(("term", TermOf(file)));
        }

        var duty = actor.Duties.Contains(Duty.ApproveDestruction) ? Duty.ApproveDestruction : Duty.LeadDepartment;
        if (PlanOf(subject)?.Approvals.Any(one => one.PersonId == actor.PersonId || one.Duty == duty) == true)
        {
            throw RetentionFaults.ApprovedAlready.Now();
        }

        var fact = new DestructionApproved { Basis = (int)subject.Basis, PaperNumber = subject.PaperNumber, Duty = duty.ToString() };
        fact.Parts.Add(subject.ToFacts());
        return Decision.Of(fact);
    }

    private static bool HasEnded(CaseState file, DateOnly today) =>
        file.Stage == CaseStage.Archived && YearsOf(file.RetentionClass) is { } years && ShanghaiTime.DateOf(file.ArchivedAt!.Value).AddYears(years) < today;

    /// <summary>Years from archiving (来源待核); null for a dossier that is kept for ever, or has no class yet.</summary>
    private static int? YearsOf(RetentionClass kept) => kept switch
    {
        RetentionClass.TenYears => 10,
        RetentionClass.ThirtyYears => 30,
        _ => null,
    };

    private static string TermOf(CaseState file) => file.RetentionClass switch
    {
        RetentionClass.Unspecified => "案卷尚未归档",
        RetentionClass.Permanent => "该案卷为永久保管",
        _ => $"须归档满{YearsOf(file.RetentionClass)}年",
    };

    private void RequireNoHold()
    {
        if (OnHold)
        {
            throw RetentionFaults.OnHold.Now();
        }
    }
}
