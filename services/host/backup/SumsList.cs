using System.Security.Cryptography;

namespace EnforcementPlatform.Host.Backup;

/// <summary>The list of a backup's files with their SHA-256, as sha256sum writes and checks it.</summary>
internal static class SumsList
{
    /// <summary>Writes the list over every file in the folder, and gives its own SHA-256.</summary>
    public static async Task<byte[]> Write(string folder, CancellationToken ct)
    {
        var list = Path.Combine(folder, BackupManifest.ListName);
        await using (var lines = new StreamWriter(list))
        {
            foreach (var path in FilesIn(folder).Order(StringComparer.Ordinal))
            {
                await lines.WriteAsync($"{Convert.ToHexStringLower(await Sum(Path.Combine(folder, path), ct))}  {path}\n");
            }
        }

        return await Sum(list, ct);
    }

    /// <summary>A sentence for each file that is not what the list says, that is gone or that the list does not name.</summary>
    public static async Task<IReadOnlyList<string>> Check(string folder, byte[] digest, CancellationToken ct)
    {
        var list = Path.Combine(folder, BackupManifest.ListName);
        if (!File.Exists(list) || !(await Sum(list, ct)).AsSpan().SequenceEqual(digest))
        {
            return [$"{BackupManifest.ListName}：缺失或者被改动，与签名的清单不符"];
        }

        var (faults, left) = (new List<string>(), FilesIn(folder).ToHashSet(StringComparer.Ordinal));
        foreach (var line in File.ReadLines(list))
        {
            var (sum, path) = (line[..64], line[66..]);
            if (!left.Remove(path))
            {
                faults.Add($"{path}：缺失");
            }
            else if (Convert.ToHexStringLower(await Sum(Path.Combine(folder, path), ct)) != sum)
            {
                faults.Add($"{path}：被改动");
            }
        }

        faults.AddRange(left.Order(StringComparer.Ordinal).Select(path => $"{path}：多出，不属于本备份"));
        return faults;
    }

    private static IEnumerable<string> FilesIn(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
        .Where(path => path is not (BackupManifest.ListName or BackupManifest.FileName));

    private static async Task<byte[]> Sum(string path, CancellationToken ct)
    {
        await using var file = File.OpenRead(path);
        return await SHA256.HashDataAsync(file, ct);
    }
}
