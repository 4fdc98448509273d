using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<CloseInvestigationResponse> CloseInvestigation(CloseInvestigationRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Text(request.Report, "report", max: 20_000)
            .Occurrence(request.Occurred)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            (state, act) => state.CloseInvestigation(act, request),
            state => new CloseInvestigationResponse { Case = Show(state, law) });
    }
}

internal sealed partial record CaseState
{
    /// <summary>调查终结 (行政处罚法 57): everything was done by two, with certificates shown and rights told.</summary>
    public Decision CloseInvestigation(IActContext act, CloseInvestigationRequest request)
    {
        Require(CaseAction.CloseInvestigation);
        Occurred.State(act, request.Occurred, FiledAt!.Value, "立案");
        RequireSoundInvestigation();
        return Decision.Of(new InvestigationClosed { ReportPart = 0 }).WithPersonal(new WrittenText { Text = request.Report });
    }

    private void RequireSoundInvestigation()
    {
        if (MissingOfInvestigation().Any())
        {
            throw IncompleteInvestigation();
        }
    }

    /// <summary>The refusal that names what is missing.</summary>
    public Fault IncompleteInvestigation() => CaseFaults.InvestigationIncomplete.With(("missing", string.Join("、", MissingOfInvestigation())));

    /// <summary>Asked again before the decision: a record may have been voided since.</summary>
    public IEnumerable<string> MissingOfInvestigation()
    {
        if (!HasConfirmed(RecordKind.IdentityShown))
        {
            yield return "经确认的亮证记录";
        }

        if (!HasConfirmed(RecordKind.RightsTold))
        {
            yield return "经确认的权利义务告知记录";
        }

        if (!HasConfirmed(RecordKind.SiteInspection, RecordKind.Inquiry))
        {
            yield return "经确认的调查笔录";
        }

        if (!HasConfirmed(RecordKind.EvidenceExtraction, RecordKind.Sampling))
        {
            yield return "经确认的取证记录";
        }

        foreach (var record in Records.Where(one => one.Status == RecordStatus.PendingCosign))
        {
            yield return $"第{record.Number}号记录的第二名执法人员确认";
        }

        foreach (var amendment in Amendments.Where(one => one.Verdict == AmendmentVerdict.Unspecified))
        {
            yield return $"第{amendment.RecordNumber}号记录更正或者作废的审批";
        }
    }
}
