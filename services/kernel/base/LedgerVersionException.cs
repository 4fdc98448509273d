namespace EnforcementPlatform.Kernel;

/// <summary>A ledger file was written by a program whose entries this one does not read. The sentence says by which, and what to do.</summary>
public sealed class LedgerVersionException(string sentence) : Exception(sentence);
