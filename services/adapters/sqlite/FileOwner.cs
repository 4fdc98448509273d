using System.Diagnostics;
using System.Globalization;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>
/// Makes this process the one owner of a database file for as long as it lives: positions are counted in memory, which two owners would break.
/// The lock is the operating system's (flock), so a killed owner leaves nothing to clean up.
/// </summary>
internal sealed class FileOwner : IDisposable
{
    // What the system answers where somebody holds the lock: EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.
    private const int HeldOnLinux = 11;
    private const int HeldOnMac = 35;
    private const int HeldOnWindows = 32;

    private readonly FileStream held;

    private FileOwner(FileStream held) => this.held = held;

    /// <summary>Takes the file or says who has it.</summary>
    /// <exception cref="FileInUseException">Another process, or another owner in this one, has the file.</exception>
    /// <exception cref="IOException">The file cannot be made or written.</exception>
    public static FileOwner Take(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var held = Lock(path);
        try
        {
            File.WriteAllText(path + ".pid", Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new FileOwner(held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    // The lock file is left behind on purpose: removing it would let two later owners lock two different files of that name.
    public void Dispose() => held.Dispose();

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when ((error.HResult & 0xffff) is HeldOnLinux or HeldOnMac or HeldOnWindows)
        {
            throw new FileInUseException($"数据文件 {Path.GetFullPath(path)} 正由另一进程{Holder(path)}使用，不能同时打开。请先停止该进程。", error);
        }
    }

    /// <summary>Names the holder only while such a process lives: what an earlier one wrote down says nothing.</summary>
    private static string Holder(string path)
    {
        try
        {
            var number = int.Parse(File.ReadAllText(path + ".pid"), CultureInfo.InvariantCulture);
            using var process = Process.GetProcessById(number);
            return $"（进程号{number.ToString(CultureInfo.InvariantCulture)}）";
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or FormatException or OverflowException or ArgumentException)
        {
            return "";
        }
    }
}
