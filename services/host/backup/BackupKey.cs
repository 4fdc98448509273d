using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Backup;

/// <summary>The key that an installation signs its backups with: <c>backup.key</c> in the key directory, an Ed25519 seed, made at the first backup.</summary>
internal static class BackupKey
{
    /// <summary>The signer, made where there is none.</summary>
    public static ISigner ReadOrMake(string keys)
    {
        var path = FileIn(keys);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(keys);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(path, options);
            file.Write(Ed25519Signer.NewSeed());
            file.Flush(flushToDisk: true);
        }

        return new Ed25519Signer(File.ReadAllBytes(path));
    }

    /// <summary>The public key under the installation's name, or null where the key is not at hand.</summary>
    public static NoteKey? Public(string keys, string name) =>
        File.Exists(FileIn(keys)) ? new(name, NoteKeyType.Log, new Ed25519Signer(File.ReadAllBytes(FileIn(keys))).PublicKey) : null;

    private static string FileIn(string keys) => Path.Combine(keys, "backup.key");
}
