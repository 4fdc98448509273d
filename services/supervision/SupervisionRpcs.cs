using EnforcementPlatform.Contracts.Supervision;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.People;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Supervision;

/// <summary>The rpcs of enforcement.supervision.v1.SupervisionService, one file each. Reads only. Here: what they need.</summary>
internal sealed partial class SupervisionRpcs(Streams<OversightState> oversight, CopiedEditions editions, RoleViews views, TimeProvider clock)
    : SupervisionService.SupervisionServiceBase
{
    private static readonly RelationFilter Visible = new()
    {
        Organ = actor => $"organ = {actor.Organ}",
        Department = actor => $"({actor.Department} <> '' AND (department = {actor.Department} OR legal_department = {actor.Department}))",
    };

    /// <summary>What is overdue is judged by the day in Shanghai on which it is asked.</summary>
    private DateOnly Today => ShanghaiTime.DateOf(clock.GetUtcNow());

    private static SqlPart InDepartment(string department) => department.Length == 0 ? SqlPart.Always : new($"department = {department}");
}
