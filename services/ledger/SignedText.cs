namespace EnforcementPlatform.Ledger;

/// <summary>Signed notes that are no checkpoint: what an installation says under a key of its own, e.g. what a backup holds.</summary>
public static class SignedText
{
    /// <summary>The text as a note with one Ed25519 signature; it MUST end in a newline.</summary>
    public static Note Sign(string text, string name, ISigner signer) => new(text, [new NoteKey(name, NoteKeyType.Log, signer.PublicKey).Sign(signer, text)]);

    /// <summary>True where the key signed this very text.</summary>
    public static bool IsSignedBy(this Note note, NoteKey key) =>
        note.Signatures.Any(line => line.Name == key.Name && line.KeyId == key.Id && key.Verify(line, note.Text, out _));
}
