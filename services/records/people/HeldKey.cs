using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;

namespace EnforcementPlatform.Records;

/// <summary>
/// Who holds a key that only one thing may hold, folded from <c>unique/&lt;hmac&gt;</c>: the account of an issuer's subject, a user name,
/// a certificate number. The key itself cannot be read from it.
/// </summary>
internal sealed record HeldKeyState : StreamState, IFold<HeldKeyState>
{
    /// <summary>Key of the stream that holds it: an account or a person; empty once it is free again.</summary>
    public string Holder { get; init; } = "";

    /// <summary>Person behind an account, also behind the last one; empty otherwise.</summary>
    public string PersonId { get; init; } = "";

    public static HeldKeyState Empty { get; } = new();

    public static HeldKeyState Apply(HeldKeyState state, IMessage fact, Recorded entry) => fact switch
    {
        KeyHeld held => new() { Holder = held.Holder, PersonId = held.PersonId },
        KeyReleased => state with { Holder = "" },
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => Relation.None;
}
