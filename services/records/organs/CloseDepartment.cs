using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class OrganRpcs
{
    public override Task<CloseDepartmentResponse> CloseDepartment(CloseDepartmentRequest request, ServerCallContext context)
    {
        new Check()
            .Key(request.Code, "code", 40)
            .Etag(request.Etag)
            .RequestId(request.RequestId)
            .Key(request.Department, "department", 40)
            .Date(request.LastDay, "last_day")
            .ThrowIfAny();
        return organs.Act(
            request,
            context,
            (state, act) => state.CloseDepartment(request.Department, IsoDay.Parse(request.LastDay), act.Today),
            state => new CloseDepartmentResponse { Organ = state.ToMessage() });
    }
}

internal sealed partial record OrganState
{
    /// <summary>Who serves there stays until moved: the register cannot say where they go.</summary>
    public Decision CloseDepartment(string department, DateOnly lastDay, DateOnly today)
    {
        RequireDepartment(department);
        RegisterDay.RequireBetween(Departments[department].Names[^1].From, lastDay, today, "last_day");
        return Departments.Values.Count(one => one.Closed is null) > 1
            ? Decision.Of(new DepartmentClosed { Code = department, LastDay = IsoDay.Write(lastDay) })
            : throw OrganFaults.DepartmentIsLast.Now();
    }
}
