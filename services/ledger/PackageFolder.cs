using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace EnforcementPlatform.Ledger;

/// <summary>
/// The files of a package and the list of their SHA-256 sums (<c>SHA256SUMS</c>, as sha256sum writes and checks it). The sums find
/// damage in transport, also in files that nothing else covers; they are not a signature.
/// </summary>
internal sealed class PackageFolder
{
    public const string Sums = "SHA256SUMS";

    private readonly string folder;

    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public PackageFolder(string folder)
    {
        this.folder = folder;
        Paths = Find(folder);
    }

    /// <summary>All files but the sums, with forward slashes, in ordinal order.</summary>
    public ImmutableArray<string> Paths { get; }

    public bool Has(string path) => Paths.BinarySearch(path, StringComparer.Ordinal) >= 0;

    public byte[] Read(string path) => File.ReadAllBytes(Path.Combine(folder, path));

    public string Sum(string path) => Sum(folder, path);

    public static void WriteSums(string folder) =>
        File.WriteAllText(Path.Combine(folder, Sums), string.Concat(Find(folder).Select(path => $"{Sum(folder, path)}  {path}\n")));

    /// <summary>Compares the files with the sums: what was altered, removed or added.</summary>
    public void Check(FaultList faults)
    {
        if (!File.Exists(Path.Combine(folder, Sums)))
        {
            faults.Add(Sums, LedgerProblem.Missing);
            return;
        }

        var text = File.ReadAllText(Path.Combine(folder, Sums), new UTF8Encoding(false));
        var listed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n').SkipLast(1))
            if (line.Length < 67 || line[64..66] != "  " || !listed.TryAdd(line[66..], line[..64]))
                faults.Add(Sums, LedgerProblem.Unreadable, line);
        if (!text.EndsWith('\n')) faults.Add(Sums, LedgerProblem.Unreadable);
        foreach (var path in Paths)
            if (!listed.Remove(path, out var sum)) faults.Add(path, LedgerProblem.Unexpected);
            else if (sum != Sum(folder, path)) faults.Add(path, LedgerProblem.Bytes, Sums);
        foreach (var path in listed.Keys) faults.Add(path, LedgerProblem.Missing);
    }

    private static ImmutableArray<string> Find(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(path => path != Sums)
            .Order(StringComparer.Ordinal),
    ];

    private static string Sum(string folder, string path)
    {
        using var file = File.OpenRead(Path.Combine(folder, path));
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
