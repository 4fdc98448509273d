using System.Globalization;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>
/// Knows whether a name in a directory still leads to the file that is open: what is written to a file that was removed or moved away is lost,
/// and SQLite goes on writing. Linux tells by /proc/self/fd (proc(5)); elsewhere the file counts as there.
/// </summary>
/// <remarks>MUST be closed after every SQLite connection to the file: closing any descriptor of it ends the process's locks (fcntl(2)).</remarks>
internal sealed class WatchedFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _held;
    private readonly string? _name;

    public WatchedFile(string path)
    {
        _path = Path.GetFullPath(path);
        _held = new(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        _name = Name();
    }

    /// <summary>The path under which the open file is no longer found; null while it is there.</summary>
    public string? Gone() => Name() == _name ? null : _path;

    public void Dispose() => _held.Dispose();

    private string? Name() => OperatingSystem.IsLinux()
        ? File.ResolveLinkTarget($"/proc/self/fd/{_held.SafeFileHandle.DangerousGetHandle().ToInt64().ToString(CultureInfo.InvariantCulture)}", returnFinalTarget: false)?.FullName
        : null;
}
