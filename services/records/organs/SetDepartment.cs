using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class OrganRpcs
{
    public override Task<SetDepartmentResponse> SetDepartment(SetDepartmentRequest request, ServerCallContext context)
    {
        new Check()
            .Key(request.Code, "code", 40)
            .Etag(request.Etag)
            .RequestId(request.RequestId)
            .Key(request.Department, "department", 40)
            .Text(request.Name, "name", 50, min: 2)
            .Date(request.From, "from")
            .ThrowIfAny();
        return organs.Act(
            request,
            context,
            (state, act) => state.Set(request, act.Today),
            state => new SetDepartmentResponse { Organ = state.ToMessage() });
    }
}

internal sealed partial record OrganState
{
    public Decision Set(SetDepartmentRequest request, DateOnly today)
    {
        RequireOpen();
        if (Departments.ContainsKey(request.Department))
        {
            RequireDepartment(request.Department);
        }

        var earliest = Departments.TryGetValue(request.Department, out var known) ? known.Names[^1].From : DateOnly.MinValue;
        RegisterDay.RequireBetween(earliest, IsoDay.Parse(request.From), today);
        return Departments.Count < MostDepartments || known is not null
            ? Decision.Of(new DepartmentSet { Code = request.Department, Name = request.Name, From = request.From })
            : throw KernelFaults.EntryTooLarge.Now();
    }
}
