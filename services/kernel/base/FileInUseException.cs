namespace EnforcementPlatform.Kernel;

/// <summary>Another owner has a file of the data that only one may have. The sentence says who, as far as that is known.</summary>
public sealed class FileInUseException(string sentence, Exception cause) : IOException(sentence, cause);
