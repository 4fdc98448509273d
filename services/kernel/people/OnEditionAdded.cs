using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel.Feed;

namespace EnforcementPlatform.Kernel.People;

/// <summary>Keeps the editions that an organ adopted.</summary>
internal sealed class OnEditionAdded(Streams<EditionsCopy> editions) : INoticeHandler<EditionAdded>
{
    public Task Handle(EditionAdded added, HandlerRun run) =>
        run.Act(editions, added.Organ, (_, _) => new(Decision.Of(added)));
}
