using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Backup;

/// <summary>Heads of a log that are known beside its rows: its anchor, what witnesses of this installation saw, the published one, the cosigned ones.</summary>
internal static class KnownHeads
{
    /// <summary>Each with its file; what the log's own key did not sign is not among them.</summary>
    public static IEnumerable<(string Source, Checkpoint Head, byte[] Note)> Of(string role, string origin, ProductFolders folders)
    {
        var key = Path.Combine(folders.Keys, $"{role}.log.key");
        if (!File.Exists(key))
        {
            yield break;
        }

        var policy = TrustPolicy.Of(new(origin, NoteKeyType.Log, new Ed25519Signer(File.ReadAllBytes(key)).PublicKey));
        var (anchors, folder) = (new Anchors(folders.Anchors), Path.Combine(folders.Data, role));
        var published = Path.Combine(folder, "checkpoint");
        (string, byte[])[] notes =
        [
            .. anchors.Read(origin) is { } anchor ? new[] { (anchors.PathOf(origin), anchor) } : [],
            .. anchors.Seen(origin),
            .. File.Exists(published) ? new[] { (published, File.ReadAllBytes(published)) } : [],
            .. Cosignatures.In(folder),
        ];
        foreach (var (source, note) in notes)
        {
            if (Opened(policy, note) is { } head)
            {
                yield return (source, head, note);
            }
        }
    }

    private static Checkpoint? Opened(TrustPolicy policy, byte[] note)
    {
        try
        {
            return policy.Open(note).Checkpoint;
        }
        catch (Exception unbelievable) when (unbelievable is NoteFormatException or NoteSignatureException)
        {
            return null;
        }
    }
}
