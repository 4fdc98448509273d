using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial record CaseState
{
    /// <summary>How old the party was when the act ended, as far as its identity number says.</summary>
    private AgeFacts AgeOfParty() => AgeOfParty(ViolationEndedOn);

    private AgeFacts AgeOfParty(DateOnly? actEndedOn) => new(IdentityNumber.BirthDateOf(Party?.OrNull?.IdNumber ?? ""), actEndedOn);
}
