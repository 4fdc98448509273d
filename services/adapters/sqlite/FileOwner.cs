using System.Globalization;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>
/// Makes this process the one owner of a database file for as long as it lives: positions are counted in memory, which two owners would break.
/// The lock is the operating system's (flock), so a killed owner leaves nothing to clean up.
/// </summary>
internal sealed class FileOwner : IDisposable
{
    private readonly FileStream held;

    private FileOwner(FileStream held) => this.held = held;

    /// <summary>Takes the file or says who has it.</summary>
    /// <exception cref="IOException">Another process, or another owner in this one, has the file.</exception>
    public static FileOwner Take(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            var held = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(path + ".pid", Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new FileOwner(held);
        }
        catch (IOException e)
        {
            throw new IOException(
                $"数据文件 {path} 正由另一进程（{Holder(path)}）使用，不能同时打开；请先停止该进程。 " +
                $"{path} is in use by another owner (process {Holder(path)}); stop it first.", e);
        }
    }

    // The lock file is left behind on purpose: removing it would let two later owners lock two different files of that name.
    public void Dispose() => held.Dispose();

    private static string Holder(string path)
    {
        try
        {
            return File.ReadAllText(path + ".pid");
        }
        catch (IOException)
        {
            return "?";
        }
    }
}
