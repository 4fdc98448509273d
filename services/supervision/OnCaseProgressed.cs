using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Supervision.Facts;

namespace EnforcementPlatform.Supervision;

/// <summary>Keeps where a case stands.</summary>
internal sealed class OnCaseProgressed(Streams<OversightState> oversight) : INoticeHandler<CaseProgressed>
{
    public Task Handle(CaseProgressed told, HandlerRun run) =>
        oversight.Note(run, told.CaseId, known => known.Knows(told), new CaseNoted { Source = Noting.SourceOf(run.Notice), Told = told });
}
