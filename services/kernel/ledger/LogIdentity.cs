using System.Security.Cryptography;
using System.Text;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Who a log is: its origin, <c>&lt;name&gt;/&lt;role&gt;/&lt;label&gt;</c>, and its key. The label is random, minted at first start and kept
/// with the data: a deleted and re-made ledger is another log, a restored copy is the same one.
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

    /// <summary>Reads label and key, making each at first start.</summary>
    /// <param name="dataDirectory">The role's data; holds <c>origin</c>.</param>
    /// <param name="keyDirectory">MUST NOT lie in the data directory nor in its backups; holds <c>&lt;role&gt;.log.key</c>, mode 0600.</param>
    /// <param name="name">Configured name of the installation, e.g. <c>ep.pds.example.cn</c>.</param>
    /// <param name="role">Role that owns the ledger.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or the data belongs to another name or role.</exception>
    public static LogIdentity ReadOrMake(string dataDirectory, string keyDirectory, string name, string role)
    {
        var origin = OriginIn(dataDirectory);
        var kept = Encoding.UTF8.GetString(DurableFile.ReadOrMake(origin, () => Mint(name, role))).TrimEnd('\n');
        if (!kept.StartsWith($"{name}/{role}/", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{origin}：数据属于 {kept}，不是 {name}/{role}。 The data belongs to {kept}, not to {name}/{role}.");
        }

        return new LogIdentity(kept, new Ed25519Signer(Seed(KeyIn(keyDirectory, role), Ed25519Signer.NewSeed)));
    }

    private static byte[] Mint(string name, string role) =>
        Encoding.UTF8.GetBytes($"{name}/{role}/{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(LabelBytes))}\n");

    /// <summary>The files, for the same reason as <see cref="InstallationKeys.FilesIn"/>.</summary>
    public static IEnumerable<string> FilesOf(string dataDirectory, string keyDirectory, string role) =>
        [OriginIn(dataDirectory), KeyIn(keyDirectory, role)];

    private static string OriginIn(string dataDirectory) => Path.Combine(dataDirectory, "origin");

    private static string KeyIn(string keyDirectory, string role) => Path.Combine(keyDirectory, $"{role}.log.key");

    /// <summary>The Ed25519 seed in a key file, made first where there is none; mode 0600.</summary>
    internal static byte[] Seed(string path, Func<byte[]> make)
    {
        var seed = DurableFile.ReadOrMake(path, make, DurableFile.Secret);
        return seed.Length == Ed25519Signer.SeedSize ? seed : throw new InvalidDataException($"{path}: a signing key has exactly {Ed25519Signer.SeedSize} bytes");
    }
}
