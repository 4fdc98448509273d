using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using EnforcementPlatform.Supervision.Facts;

namespace EnforcementPlatform.Supervision;

/// <summary>Keeps when what was published was withdrawn.</summary>
internal sealed class OnDisclosureWithdrawn(Streams<OversightState> oversight) : INoticeHandler<DisclosureWithdrawn>
{
    public Task Handle(DisclosureWithdrawn told, HandlerRun run) => oversight.Note(run, told.DisclosureId, known => known.KnowsWithdrawal(told.Version), new WithdrawalNoted
    {
        Source = Noting.SourceOf(run.Notice),
        Version = told.Version,
        WithdrawnOn = IsoDay.Write(told.WithdrawnAt.ToDateTimeOffset()),
    });
}
