using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records;

/// <summary>Fills an empty installation with invented organs, persons and accounts. The password is the same for all and is printed: never on an installation in use.</summary>
internal sealed class DemoData(Bootstrap bootstrap) : IDemoData
{
    public async Task<IReadOnlyList<DemoAccount>> Prepare(CancellationToken ct)
    {
        if (!await bootstrap.MayApply(ct))
        {
            throw new InvalidOperationException("账本中已有正式数据，不能装入演示数据。请关闭 Platform:DemoData，或改用空的数据目录。");
        }

        var plan = InstallationPlan.Demo();
        await bootstrap.Apply(plan, initial: false, ct);
        return [.. plan.People.Select(person => new DemoAccount(
            plan.Organs.First(organ => organ.Code == person.Organ).Name,
            person.Name,
            string.Join("、", person.Posts.Select(Posts.ChineseName)),
            person.UserName,
            plan.Password))];
    }
}
