using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records;

/// <summary>Fills an empty installation with invented organs, persons and accounts. The password is the same for all and is printed: never on an installation in use.</summary>
internal sealed class DemoData(Bootstrap bootstrap, Installation installation) : IDemoData
{
    public async Task<IReadOnlyList<DemoAccount>> Prepare(CancellationToken ct)
    {
        await bootstrap.RequireNotInUse(ct);
        var plan = InstallationPlan.Demo();
        await bootstrap.Apply(plan, Bootstrap.DemonstrationMethod, initial: false, ct);
        installation.FoundDemonstration();
        return [.. plan.People.Select(person => new DemoAccount(
            plan.Organs.First(organ => organ.Code == person.Organ).Name,
            person.Name,
            string.Join("、", person.Posts.Select(Posts.ChineseName)),
            person.UserName,
            plan.Password))];
    }
}
