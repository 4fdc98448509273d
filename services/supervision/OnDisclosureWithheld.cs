using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Supervision.Facts;

namespace EnforcementPlatform.Supervision;

/// <summary>Keeps when it was settled that a decision is not published; the reason stays where it was written.</summary>
internal sealed class OnDisclosureWithheld(Streams<OversightState> oversight) : INoticeHandler<DisclosureWithheld>
{
    public Task Handle(DisclosureWithheld told, HandlerRun run) => oversight.Note(run, told.DisclosureId, known => known.WithheldOn is not null, new WithholdingNoted
    {
        Source = Noting.SourceOf(run.Notice),
        WithheldOn = told.WithheldOn,
    });
}
