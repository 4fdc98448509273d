using EnforcementPlatform.Law;

namespace EnforcementPlatform.Bench.Privacy;

/// <summary>What disclosure asks before a text is public.</summary>
internal sealed class OurDetector : IPrivacyDetector
{
    public IReadOnlyList<string> ClassesFoundIn(string text) => [.. PersonalData.Find(text).Select(one => ClassOf(one.Kind)).Distinct()];

    private static string ClassOf(PersonalDataKind kind) => kind switch
    {
        PersonalDataKind.IdentityNumber or PersonalDataKind.OldIdentityNumber or PersonalDataKind.TravelDocument or PersonalDataKind.PossibleDocument => PrivacyClass.Identity,
        PersonalDataKind.BankCard or PersonalDataKind.BankAccount => PrivacyClass.Bank,
        PersonalDataKind.MobileNumber or PersonalDataKind.Landline => PrivacyClass.Telephone,
        PersonalDataKind.Email => PrivacyClass.Email,
        PersonalDataKind.Account => PrivacyClass.Account,
        PersonalDataKind.Plate => PrivacyClass.Plate,
        PersonalDataKind.HomeAddress => PrivacyClass.Address,
        PersonalDataKind.PersonName => PrivacyClass.Name,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
