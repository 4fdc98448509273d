using System.IO.Compression;

namespace EnforcementPlatform.Ledger;

/// <summary>A package as one file (<c>.epz</c>): the ZIP of its folder, nothing compressed, so that any tool opens it.</summary>
public sealed class PackageFile : IDisposable
{
    private readonly string? temporary;

    private PackageFile(string folder, string? temporary) => (Folder, this.temporary) = (folder, temporary);

    /// <summary>The folder that holds the package's files.</summary>
    public string Folder { get; }

    /// <exception cref="IOException">The file exists, or writing failed.</exception>
    public static void Pack(string folder, string file) => ZipFile.CreateFromDirectory(folder, file, CompressionLevel.NoCompression, includeBaseDirectory: false);

    /// <summary>Opens a package: a folder as it is, a file unpacked into a temporary folder that goes when this is disposed.</summary>
    /// <exception cref="InvalidDataException">The file is no ZIP, or damaged.</exception>
    /// <exception cref="IOException">There is nothing of that name, or it cannot be read.</exception>
    public static PackageFile Open(string path)
    {
        if (!File.Exists(path)) return new PackageFile(path, null);
        var folder = Directory.CreateTempSubdirectory("epz-").FullName;
        var package = new PackageFile(folder, folder);
        try
        {
            ZipFile.ExtractToDirectory(path, folder);
            return package;
        }
        catch
        {
            package.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (temporary is not null) Directory.Delete(temporary, recursive: true);
    }
}
