using System.Security.Cryptography;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Who a log is: its origin, <c>&lt;name&gt;/&lt;role&gt;/&lt;label&gt;</c>, and its key. The label is random, minted at first start and kept
/// in the ledger's own file: a deleted and re-made ledger is another log, a restored copy is the same one.
/// </summary>
/// <param name="Origin">Name of the log in every checkpoint.</param>
/// <param name="Signer">The log's Ed25519 key.</param>
public sealed record LogIdentity(string Origin, ISigner Signer)
{
    private const int LabelBytes = 6;

    /// <summary>The key as others are told it.</summary>
    public NoteKey Key => new(Origin, NoteKeyType.Log, Signer.PublicKey);

    /// <summary>A policy that believes this log's own signature and asks for no witness.</summary>
    public TrustPolicy Policy => TrustPolicy.Of(Key);

    /// <summary>Reads the key of a log, making it at first start.</summary>
    /// <param name="origin">As the ledger's file tells it, or newly minted.</param>
    /// <param name="keyDirectory">MUST NOT lie in the data directory nor in its backups; holds <c>&lt;role&gt;.log.key</c>, mode 0600.</param>
    /// <param name="name">Configured name of the installation, e.g. <c>ep.pds.example.cn</c>.</param>
    /// <param name="role">Role that owns the ledger.</param>
    /// <exception cref="InvalidDataException">The key is damaged, or the data belongs to another name or role.</exception>
    public static LogIdentity ReadOrMake(string origin, string keyDirectory, string name, string role) =>
        origin.StartsWith($"{name}/{role}/", StringComparison.Ordinal)
            ? new LogIdentity(origin, new Ed25519Signer(Seed(KeyIn(keyDirectory, role), Ed25519Signer.NewSeed)))
            : throw new InvalidDataException($"数据属于 {origin}，不是 {name}/{role}。 The data belongs to {origin}, not to {name}/{role}.");

    /// <summary>The origin of a new log.</summary>
    public static string Mint(string name, string role) => $"{name}/{role}/{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(LabelBytes))}";

    /// <summary>Its key, for the same reason as <see cref="InstallationKeys.FilesIn"/>.</summary>
    public static string KeyIn(string keyDirectory, string role) => Path.Combine(keyDirectory, $"{role}.log.key");

    /// <summary>The Ed25519 seed in a key file, made first where there is none; mode 0600.</summary>
    public static byte[] Seed(string path, Func<byte[]> make)
    {
        var seed = DurableFile.ReadOrMake(path, make, DurableFile.Secret);
        return seed.Length == Ed25519Signer.SeedSize ? seed : throw new InvalidDataException($"{path}: a signing key has exactly {Ed25519Signer.SeedSize} bytes");
    }
}
