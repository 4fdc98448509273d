using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel.Witnesses;

/// <summary>
/// The two keys a role cosigns with: one for ledgers of other processes, one, named <c>…/self</c>, for those of its own, which counts for
/// nothing. Different keys, because a cosignature does not commit to its signer's name (C2SP tlog-cosignature): under one key a line made as
/// <c>self</c> could be renamed. And none of them signs heads of the role's own log.
/// </summary>
/// <param name="OfOthers">Key for logs of other processes.</param>
/// <param name="OfSelf">Key for logs of the same process.</param>
public sealed record WitnessKeys(WitnessKey OfOthers, WitnessKey OfSelf)
{
    /// <summary>
    /// Reads the keys, making each at first start. They belong to the role's data and not to the role: what a witness has cosigned is
    /// remembered there, and one that forgot MUST NOT go on under the same key.
    /// </summary>
    /// <param name="identity">The role's own log, whose label tells its data from any other.</param>
    /// <param name="keyDirectory">MUST NOT lie in the data directory nor in its backups.</param>
    /// <param name="role">Role that cosigns.</param>
    public static WitnessKeys ReadOrMake(LogIdentity identity, string keyDirectory, string role) =>
        new(Key(identity, keyDirectory, role, "witness"), Key(identity, keyDirectory, role, NoteKey.Self));

    /// <summary>The public keys that are there, without making any: for whoever verifies.</summary>
    public static IEnumerable<NoteKey> Present(string origin, string keyDirectory, string role) =>
        from kind in new[] { "witness", NoteKey.Self }
        let path = PathOf(origin, keyDirectory, role, kind)
        where File.Exists(path)
        select new WitnessKey($"{origin}/{kind}", LogIdentity.Seed(path, () => throw new FileNotFoundException(path))).Key;

    private static WitnessKey Key(LogIdentity identity, string keyDirectory, string role, string kind) =>
        new($"{identity.Origin}/{kind}", LogIdentity.Seed(PathOf(identity.Origin, keyDirectory, role, kind), Ed25519Signer.NewSeed));

    private static string PathOf(string origin, string keyDirectory, string role, string kind) =>
        Path.Combine(keyDirectory, $"{role}.{origin[(origin.LastIndexOf('/') + 1)..]}.{kind}.key");
}

/// <summary>A private key under the name it cosigns with.</summary>
public sealed class WitnessKey
{
    private readonly Ed25519Signer _signer;

    internal WitnessKey(string name, byte[] seed)
    {
        _signer = new(seed);
        Key = new(name, NoteKeyType.Witness, _signer.PublicKey);
    }

    /// <summary>The key as others are told it.</summary>
    public NoteKey Key { get; }

    /// <summary>The line <c>cosignature/v1</c> over a note. What <see cref="Cosigning.Cosign"/> demands first MUST have been done.</summary>
    internal NoteSignature Sign(Note note, DateTimeOffset time) => note.Cosign(Key.Name, _signer, time).Signatures[^1];
}
