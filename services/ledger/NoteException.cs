namespace EnforcementPlatform.Ledger;

/// <summary>A note, key, checkpoint, proof or policy that is not spelled as its C2SP specification demands.</summary>
public sealed class NoteFormatException(string message) : FormatException(message);

/// <summary>A well-formed note that is not to be believed: a known key's signature is wrong, or one that must be there is missing.</summary>
public sealed class NoteSignatureException(string message) : Exception(message);
