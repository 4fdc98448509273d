using System.Text;
using EnforcementPlatform.Adapters.Files;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Verify;

/// <summary>
/// The ledger of one role as its files lie in an installation. Reads only, whether or not the product runs. What is signed is read before
/// what it was signed over, so a ledger that grows meanwhile is never taken for a shorter one.
/// </summary>
internal sealed class LedgerFolder
{
    private readonly ProductFolders _folders;
    private readonly string _role;

    private LedgerFolder(ProductFolders folders, string role, string origin)
    {
        _folders = folders;
        _role = role;
        Origin = origin;
    }

    /// <summary>Name of the log.</summary>
    public string Origin { get; }

    /// <summary>The role's folder.</summary>
    public string Path => System.IO.Path.Combine(_folders.Data, _role);

    /// <summary>The database file.</summary>
    public string Database => System.IO.Path.Combine(Path, "ledger.db");

    /// <summary>Opens it. Throws <see cref="CannotVerifyException"/> where there is none.</summary>
    public static LedgerFolder Open(ProductFolders folders, string role)
    {
        var origin = System.IO.Path.Combine(folders.Data, role, "origin");
        return File.Exists(origin)
            ? new(folders, role, File.ReadAllText(origin).TrimEnd('\n'))
            : throw new CannotVerifyException($"{System.IO.Path.Combine(folders.Data, role)} 不是账本目录（没有 origin 文件）。");
    }

    /// <summary>The log's own key, from the key directory: whoever verifies without that directory gives a policy file.</summary>
    public TrustPolicy OwnPolicy()
    {
        var path = System.IO.Path.Combine(_folders.Keys, $"{_role}.log.key");
        return File.Exists(path)
            ? TrustPolicy.Of(new NoteKey(Origin, NoteKeyType.Log, new Ed25519Signer(File.ReadAllBytes(path)).PublicKey))
            : throw new CannotVerifyException($"没有密钥文件 {path}。请用 --keys 指明密钥目录，或用 --policy 给出公布的公钥文件。");
    }

    /// <summary>Keys that open personal parts, or null where they are not at hand.</summary>
    public InstallationKeys? PartKeys() =>
        File.Exists(System.IO.Path.Combine(_folders.Keys, "wrapping.key")) ? InstallationKeys.Load(_folders.Keys) : null;

    /// <summary>The stored media of the installation, or null where the keys that open them are not at hand.</summary>
    public IBlobs? Media() => PartKeys() is { } keys ? FileBlobs.ForReading(System.IO.Path.Combine(_folders.Data, FileBlobs.Folder), keys) : null;

    /// <summary>Heads of this log that were put down elsewhere: the published one, and the anchor.</summary>
    public IReadOnlyList<(string Source, byte[] Note)> Anchors()
    {
        var published = System.IO.Path.Combine(Path, "checkpoint");
        var anchors = new Anchors(_folders.Anchors);
        return
        [
            .. File.Exists(published) ? new[] { (published, File.ReadAllBytes(published)) } : [],
            .. anchors.Read(Origin) is { } note ? new[] { (anchors.PathOf(Origin), note) } : [],
        ];
    }

    /// <summary>Signed head, tiles and rows, as one snapshot. To be opened after <see cref="Anchors"/> were read.</summary>
    public LedgerRows Rows() => new(Path);
}

/// <summary>There is nothing that could be verified; the Chinese sentence says why.</summary>
internal sealed class CannotVerifyException(string sentence) : Exception(sentence);
