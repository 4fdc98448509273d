using System.Text;
using EnforcementPlatform.Adapters.Files;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Witnesses;
using EnforcementPlatform.Law;
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
        var place = System.IO.Path.Combine(folders.Data, role);
        return LedgerRows.OriginIn(place) is { } origin
            ? new(folders, role, origin)
            : throw new CannotVerifyException($"{place} 不是账本目录（没有 ledger.db，或者其中没有来源名称）。");
    }

    /// <summary>
    /// The log's own key, from the key directory, and those of the installation's witnesses whose keys lie there too: whoever verifies without
    /// that directory gives a policy file. A witness elsewhere is believed by a policy file only.
    /// </summary>
    public TrustPolicy OwnPolicy() => TrustPolicy.Parse(OwnPolicyText());

    /// <summary>The same as text (C2SP tlog-policy), to be handed over.</summary>
    public string OwnPolicyText()
    {
        var path = System.IO.Path.Combine(_folders.Keys, $"{_role}.log.key");
        return File.Exists(path)
            ? $"log {new NoteKey(Origin, NoteKeyType.Log, new Ed25519Signer(File.ReadAllBytes(path)).PublicKey)}\n{string.Concat(WitnessLines())}quorum none\n"
            : throw new CannotVerifyException($"没有密钥文件 {path}。请用 --keys 指明密钥目录，或用 --policy 给出公布的公钥文件。");
    }

    /// <summary>The newest signed head of a verified ledger, with the cosignatures that were made over this very one.</summary>
    public byte[]? CosignedHead(LedgerRows rows) => rows.Checkpoint is { } signed ? Cosignatures.On(Path, Note.Parse(signed)).ToBytes() : null;

    /// <summary>Witnesses that cosigned and whose key the policy does not have: their lines could not be verified.</summary>
    public IReadOnlyList<string> UnknownWitnesses(TrustPolicy policy) =>
    [
        .. Cosignatures.Lines(Path)
            .Where(line => !policy.Witnesses.Concat(policy.Logs).Any(key => (key.Name, key.Id) == (line.Name, line.KeyId)))
            .Select(line => line.Name)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Keys that open personal parts, or null where they are not at hand.</summary>
    public InstallationKeys? PartKeys() => KeysOf(_role);

    /// <summary>Keys by which the role vouches, or null where they are not at hand.</summary>
    public VouchRing? Ring() => VouchRing.Read(_folders.Keys, _role, Origin);

    /// <summary>The stored media of the installation, or null where the keys that open them are not at hand.</summary>
    public IBlobs? Media() => KeysOf(ServiceRole.Records) is { } keys ? FileBlobs.ForReading(System.IO.Path.Combine(_folders.Data, FileBlobs.Folder), keys) : null;

    /// <summary>Heads of this log that were put down elsewhere: the published one, the cosigned ones, the anchor, and what witnesses of this installation saw.</summary>
    public IReadOnlyList<(string Source, byte[] Note)> Anchors()
    {
        var published = System.IO.Path.Combine(Path, "checkpoint");
        var anchors = new Anchors(_folders.Anchors);
        return
        [
            .. File.Exists(published) ? new[] { (published, File.ReadAllBytes(published)) } : [],
            .. Cosignatures.In(Path),
            .. anchors.Read(Origin) is { } note ? new[] { (anchors.PathOf(Origin), note) } : [],
            .. anchors.Seen(Origin),
        ];
    }

    /// <summary>A witness named as its role, one of the ledger's own process as <c>self</c> too.</summary>
    private IEnumerable<string> WitnessLines() =>
        from role in WhoWitnesses.Rows.WitnessesOf(_role)
        let origin = LedgerRows.OriginIn(System.IO.Path.Combine(_folders.Data, role))
        where origin is not null
        from key in WitnessKeys.Present(origin, _folders.Keys, role)
        select $"witness {(key.IsSelf ? $"{role}/{NoteKey.Self}" : role)} {key}\n";

    private InstallationKeys? KeysOf(string role) =>
        InstallationKeys.FilesIn(_folders.Keys, role).All(File.Exists) ? InstallationKeys.Load(_folders.Keys, role) : null;

    /// <summary>Signed head, tiles and rows, as one snapshot. To be opened after <see cref="Anchors"/> were read.</summary>
    public LedgerRows Rows() => new(Path);
}

/// <summary>There is nothing that could be verified; the Chinese sentence says why.</summary>
internal sealed class CannotVerifyException(string sentence) : Exception(sentence);
