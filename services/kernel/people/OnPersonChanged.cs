using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel.Feed;

namespace EnforcementPlatform.Kernel.People;

/// <summary>Keeps what records tells of a person: each notice carries the whole state.</summary>
internal sealed class OnPersonChanged(Streams<PersonCopy> people) : INoticeHandler<PersonChanged>
{
    public Task Handle(PersonChanged told, HandlerRun run) =>
        run.Act(people, told.PersonId, (_, _) => new(Decision.Of(told)));
}
