using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class RegisterRpcs
{
    public override Task<AddItemResponse> AddItem(AddItemRequest request, ServerCallContext context)
    {
        new Check()
            .RequestId(request.RequestId)
            .ItemCode(request.Code)
            .ItemText(request.Text)
            .Date(request.EffectiveFrom, "effective_from")
            .ThrowIfAny();
        return items.Create(
            request,
            context,
            key: null,
            KernelFaults.Contended,
            (state, act) => Add(state, act, request),
            state => new AddItemResponse { Item = state.ToMessage() });
    }

    private async ValueTask<Decision> Add(ItemState state, IActContext act, AddItemRequest request)
    {
        var organ = await records.Organ(act.Actor.Organ, act.Ct);
        var taken = await act.Take(ItemState.StreamOfCode(ledger.Keys, act.Actor.Organ, request.Code));
        return state.AddItem(act, request, organ.Name, taken[0]);
    }
}

internal sealed partial record ItemState
{
    /// <summary>A code names one item of an organ for ever: the stream that stands for it is taken once.</summary>
    public static string StreamOfCode(InstallationKeys keys, string organ, string code) => keys.Unique("item-code", organ, code.ToUpperInvariant());

    /// <summary>登记: subject, responsibility, authority and basis (主体、职责、权限、依据), as the notice asks.</summary>
    public Decision AddItem(IActContext act, AddItemRequest request, string organName, Taken code)
    {
        Require(ItemAction.AddItem);
        if (code.Version > 1)
        {
            throw DisclosureFaults.ItemCodeTaken.With(("code", request.Code));
        }

        RequireClean(request.Text);
        return Decision
            .Of(new ItemWritten
            {
                Version = 1,
                Code = request.Code,
                OrganName = organName,
                EffectiveFrom = request.EffectiveFrom,
                WriterId = act.Actor.PersonId,
                TextPart = 0,
            })
            .WithFactOf(code, new ItemCodeTaken())
            .WithPersonal(request.Text);
    }

    /// <summary>What is to be public holds nobody's identity number; about what is flagged the publisher is asked.</summary>
    private static void RequireClean(ItemText text) => new PersonalDataCheck(party: null).Message(text, path => $"text.{path}").ThrowIfBlocked();
}
