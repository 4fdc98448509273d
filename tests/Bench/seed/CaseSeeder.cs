using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Cases;

namespace EnforcementPlatform.Bench.Seed;

/// <summary>Writes cases under investigation: clue, filing, identity shown, rights told, then records of acts.</summary>
/// <param name="officer">First handler.</param>
/// <param name="partner">Second handler.</param>
/// <param name="lead">Files the case.</param>
internal sealed class CaseSeeder(Clerk officer, Clerk partner, Clerk lead, IOfficers officers, LawInForce law)
{
    /// <summary>Entries before the first record of an act.</summary>
    private const int Beginning = 4;

    /// <summary>A case of so many entries.</summary>
    public async Task<CaseState> Write(int entries, CancellationToken ct)
    {
        var id = Guid.CreateVersion7().ToString();
        var people = await Handlers(ct);
        await RegisterClue(id, ct);
        await FileCase(id, people, ct);
        await ShowIdentity(id, people, ct);
        var state = await TellRights(id, people, ct);
        for (var entry = Beginning; entry < entries; entry++)
        {
            state = await RecordAct(id, people, ct);
        }

        return state;
    }

    private async Task<ImmutableArray<Officer>> Handlers(CancellationToken ct)
    {
        var today = ShanghaiTime.DateOf(TimeProvider.System.GetUtcNow());
        return [await officers.Find(officer.Actor.PersonId, today, ct), await officers.Find(partner.Actor.PersonId, today, ct)];
    }

    private Task RegisterClue(string id, CancellationToken ct)
    {
        var request = new RegisterClueRequest { Source = ClueSource.Inspection, Summary = Wording.Clue, PartyKind = PartyKind.LegalPerson, Party = Wording.Party };
        return officer.Keep(id, nameof(RegisterClue), request, (state, act) => new(state.RegisterClue(act, request)), ct);
    }

    private Task FileCase(string id, ImmutableArray<Officer> people, CancellationToken ct)
    {
        var request = new FileCaseRequest
        {
            CaseId = id,
            Department = lead.Actor.Department,
            HandlerIds = { people.Select(one => one.PersonId) },
            Cause = Wording.Cause,
            ViolationEndedOn = $"{ShanghaiTime.DateOf(TimeProvider.System.GetUtcNow()):yyyy-MM-dd}",
        };
        return lead.Keep(id, nameof(FileCase), request, (state, act) => new(state.FileCase(act, request, people, law)), ct);
    }

    private Task ShowIdentity(string id, ImmutableArray<Officer> people, CancellationToken ct)
    {
        var request = new ShowIdentityRequest { CaseId = id, Text = Wording.Text };
        return officer.Keep(id, nameof(ShowIdentity), request, (state, act) => new(state.ShowIdentity(act, request, people)), ct);
    }

    private Task<CaseState> TellRights(string id, ImmutableArray<Officer> people, CancellationToken ct)
    {
        var request = new TellRightsRequest { CaseId = id, Text = Wording.Text };
        return officer.Keep(id, nameof(TellRights), request, (state, act) => new(state.TellRights(act, request, people)), ct);
    }

    private Task<CaseState> RecordAct(string id, ImmutableArray<Officer> people, CancellationToken ct)
    {
        var request = new RecordActRequest { CaseId = id, Kind = RecordKind.SiteInspection, Text = Wording.Text };
        return officer.Keep(id, nameof(RecordAct), request, (state, act) => new(state.RecordAct(act, request, people, [], law)), ct);
    }
}
