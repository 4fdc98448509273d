using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class PeopleRpcs
{
    private static readonly RelationFilter Visible = new()
    {
        Organ = actor => $"organ = {actor.Organ}",
        Department = actor => $"department = {actor.Department}",
        Self = actor => $"person_id = {actor.PersonId}",
    };

    public override async Task<ListPeopleResponse> ListPeople(ListPeopleRequest request, ServerCallContext context)
    {
        var check = new Check().Page(request.PageSize, request.PageToken);
        (request.Department.Length == 0 ? check : check.Key(request.Department, "department", 40)).ThrowIfAny();
        var visible = Visible.For(context.Rpc(), context.Actor());
        var page = await views.Read(request, request.PageSize, context, id => people.Listed(id, context), (after, most) =>
            $"SELECT position, person_id FROM people WHERE position > {after} AND ({request.Department} = '' OR department = {request.Department}) AND {visible} ORDER BY position LIMIT {most}");
        var response = new ListPeopleResponse { NextPageToken = page.Next };
        response.People.Add(page.States.Select(one => one.ToMessage()));
        return response;
    }
}
