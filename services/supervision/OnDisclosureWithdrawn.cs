using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using EnforcementPlatform.Supervision.Facts;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Supervision;

/// <summary>Keeps when what was published was withdrawn.</summary>
internal sealed class OnDisclosureWithdrawn(Streams<OversightState> oversight) : INoticeHandler
{
    public string Publisher => ServiceRole.Disclosure;

    public MessageDescriptor NoticeType => DisclosureWithdrawn.Descriptor;

    public HandlerStart Start => HandlerStart.FromBeginning;

    public Task Handle(Notice notice, HandlerRun run)
    {
        var told = (DisclosureWithdrawn)notice.Body;
        return oversight.Note(run, told.DisclosureId, known => known.KnowsWithdrawal(told.Version), new WithdrawalNoted
        {
            Source = Noting.SourceOf(notice),
            Version = told.Version,
            WithdrawnOn = IsoDay.Write(told.WithdrawnAt.ToDateTimeOffset()),
        });
    }
}
