using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Disclosure;

/// <summary>
/// Keeps the list of officers. The notice names nobody, so name and numbers are asked of records; who never held a certificate is passed over
/// without being asked about, and what is listed already is not told again.
/// </summary>
internal sealed class OnOfficerChanged(Streams<OfficerState> officers, IRecords records, TimeProvider clock) : INoticeHandler<PersonChanged>
{
    public async Task Handle(PersonChanged told, HandlerRun run)
    {
        var before = await officers.Load(told.PersonId, run.Ct);
        if (!before.Exists && told.Certificates.Count == 0)
        {
            return;
        }

        // What records says now is never older than the notice; a later notice will find it listed already.
        var person = await records.Person(told.PersonId, run.Ct);
        var listed = Listing.Of(person, await records.Organ(told.Organ, run.Ct), ShanghaiTime.DateOf(clock.GetUtcNow()));
        if (!before.Shows(listed))
        {
            await run.Act(officers, told.PersonId, (_, _) => ValueTask.FromResult(OfficerState.Note(listed, told.Version)));
        }
    }
}
