namespace EnforcementPlatform.Ledger;

/// <summary>Bytes or values that are not an entry. The message says what is wrong with which key.</summary>
public sealed class EntryFormatException : FormatException
{
    public EntryFormatException(string key, string problem)
        : base($"entry key '{key}': {problem}") => Key = key;

    /// <summary>The key at fault, dotted inside arrays and objects (<c>c.prev</c>, <c>dig.d</c>); empty for the entry as a whole.</summary>
    public string Key { get; }
}
