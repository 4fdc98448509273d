namespace EnforcementPlatform.Bench.Privacy;

/// <summary>Classes of personal data by which recall and precision are reported.</summary>
internal static class PrivacyClass
{
    /// <summary>Citizen identity numbers of 18 and 15 digits, passports, permits of residents of Hong Kong, Macao and Taiwan and of foreigners.</summary>
    public const string Identity = "identity";

    /// <summary>Numbers of bank cards, and bank accounts named as such.</summary>
    public const string Bank = "bank";

    /// <summary>Mobile numbers and landlines.</summary>
    public const string Telephone = "telephone";

    public const string Plate = "plate";

    public const string Email = "email";

    /// <summary>Accounts of WeChat, QQ and Alipay.</summary>
    public const string Account = "account";

    /// <summary>Name of a person who is not the party.</summary>
    public const string Name = "name";

    /// <summary>Where a person lives or is registered.</summary>
    public const string Address = "address";

    public static readonly IReadOnlyList<string> All = [Identity, Bank, Telephone, Plate, Email, Account, Name, Address];
}
