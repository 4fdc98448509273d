using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class PeopleRpcs
{
    public override async Task<RegisterPersonResponse> RegisterPerson(RegisterPersonRequest request, ServerCallContext context)
    {
        PersonState.CheckRegistration(request);
        var organ = await organs.Load(context.Actor().Organ, context.CancellationToken);
        var personId = NewId.At(ledger.Clock);
        return await people.Create(
            request,
            context,
            personId,
            KernelFaults.Contended,
            (_, _) =>
            {
                organ.RequireOpen();
                return ValueTask.FromResult(PersonState.Register(personId, organ, request));
            },
            state => new RegisterPersonResponse { Person = state.ToMessage() });
    }
}

internal sealed partial record PersonState
{
    public static void CheckRegistration(RegisterPersonRequest request) => new Check()
        .RequestId(request.RequestId)
        .Text(request.Name, "name", 50, min: 2)
        .Text(request.Title, "title", 50)
        .Key(request.Department, "department", 40)
        .That(Enum.IsDefined(request.ReviewQualification), "review_qualification", "ENUM", "不是可选的取值。")
        .ThrowIfAny();

    public static Decision Register(string personId, OrganState organ, RegisterPersonRequest request)
    {
        organ.RequireDepartment(request.Department);
        var after = Empty with
        {
            Department = request.Department,
            InEstablishment = request.InEstablishment,
            ReviewQualification = request.ReviewQualification,
        };
        return Decision
            .Of(new PersonRegistered { Department = request.Department, InEstablishment = request.InEstablishment, Personal = 0, ReviewQualification = (int)request.ReviewQualification })
            .WithPersonal(new PersonIdentity { Name = request.Name, Title = request.Title })
            .WithNotice(after.ToNotice(personId, organ.Id, version: 1));
    }
}
