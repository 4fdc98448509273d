using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Supervision.Facts;

namespace EnforcementPlatform.Supervision;

/// <summary>Keeps which version of a case's file a reviewer must have known. What was added is not told.</summary>
internal sealed class OnCaseFileGrew(Streams<OversightState> oversight) : INoticeHandler<CaseFileGrew>
{
    public Task Handle(CaseFileGrew told, HandlerRun run) =>
        oversight.Note(run, told.CaseId, known => known.Knows(told), new FileNoted { Source = Noting.SourceOf(run.Notice), Told = told });
}
