using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class AccountRpcs
{
    /// <summary>The caller's own account, person and organ: nothing that a token of somebody else could ask for.</summary>
    public override async Task<GetMeResponse> GetMe(GetMeRequest request, ServerCallContext context)
    {
        var actor = context.Actor();
        var ct = context.CancellationToken;
        var account = await accounts.Load(actor.AccountId, ct);
        var person = await people.Load(actor.PersonId, ct);
        var organ = await organs.Load(actor.Organ, ct);
        var response = new GetMeResponse
        {
            PersonId = person.Id,
            AccountId = account.Id,
            Name = person.Identity?.OrNull?.Name ?? "",
            Title = person.Identity?.OrNull?.Title ?? "",
            Organ = organ.Id,
            OrganName = organ.Name,
            Department = person.Department,
            DepartmentName = organ.NameOf(person.Department),
            PasswordChangeRequired = account.PasswordChangeRequired,
            AccountEtag = account.Etag,
        };
        response.Posts.Add(actor.Posts.Select(post => System.Enum.Parse<Post>(post)));
        response.Duties.Add(actor.Duties.Select(duty => duty.ToString()).Order(StringComparer.Ordinal));
        response.AccountEvents.Add(await Told(account.Happenings, ct));
        return response;
    }

    /// <summary>What happened, with the names of those who did it.</summary>
    private async Task<IEnumerable<AccountEvent>> Told(IEnumerable<AccountHappening> happenings, CancellationToken ct)
    {
        var told = new List<AccountEvent>();
        foreach (var one in happenings)
        {
            var by = one.By.Length == 0 ? PersonState.Empty : await people.Load(one.By, ct);
            told.Add(new() { Kind = one.Kind, At = Timestamp.FromDateTimeOffset(one.At), ByPersonId = one.By, ByName = by.Identity?.OrNull?.Name ?? "", AccountId = one.About });
        }

        return told;
    }
}
