namespace EnforcementPlatform.Law;

/// <summary>
/// How the caller stands to the thing an rpc touches. The service works it out from its own facts, never from the request.
/// For a thing about to be made, it is the relation the caller will have to it.
/// </summary>
[Flags]
public enum Relation
{
    None = 0,

    /// <summary>The thing belongs to the caller's organ.</summary>
    Organ = 1,

    /// <summary>The thing belongs to the caller's department.</summary>
    Department = 2,

    /// <summary>The caller is a handler (承办人) of the case.</summary>
    Handler = 4,

    /// <summary>The caller, as a person, wrote the draft.</summary>
    Drafter = 8,

    /// <summary>The caller was assigned: to this review, this check, this task.</summary>
    Assigned = 16,

    /// <summary>The thing is the caller's own: account, person.</summary>
    Self = 32,

    /// <summary>The caller registered the clue, and nobody has filed it as a case yet; from then on the handlers take over.</summary>
    Registrant = 64,
}
