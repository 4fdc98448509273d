namespace EnforcementPlatform.Ledger;

/// <summary>The leaf hash of an entry in the main tree: SHA-256(0x00 ‖ bytes), RFC 6962 section 2.1.</summary>
public static class Leaf
{
    /// <summary>Length of every hash of the tree, in bytes.</summary>
    public const int Size = 32;

    /// <summary>Hashes stored bytes as they are; an entry is never written again to be verified.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> entry) => TreeHash.Sha256.Leaf(entry);
}
