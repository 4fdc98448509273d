namespace EnforcementPlatform.Ledger;

/// <summary>The names of <see cref="PartKind"/> in an entry.</summary>
internal static class PartKinds
{
    public static ReadOnlySpan<byte> Json(PartKind kind) => kind switch
    {
        PartKind.Facts => "\"facts\""u8,
        PartKind.Personal => "\"personal\""u8,
        PartKind.Notice => "\"notice\""u8,
        _ => throw new EntryFormatException("dig.p", "is not a kind of part"),
    };

    public static PartKind Parse(string name) => name switch
    {
        "facts" => PartKind.Facts,
        "personal" => PartKind.Personal,
        "notice" => PartKind.Notice,
        _ => throw new EntryFormatException("dig.p", "is not a kind of part"),
    };
}
