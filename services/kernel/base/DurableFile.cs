using System.ComponentModel;
using System.Runtime.InteropServices;

namespace EnforcementPlatform.Kernel;

/// <summary>Small files that are either the old or the new version after a power cut, never a part of one, and never gone.</summary>
public static class DurableFile
{
    /// <summary>Mode of secrets: the account that runs the service, nobody else.</summary>
    public const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Readable = Secret | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const int ReadOnlyDirectory = 0x10000; // O_RDONLY | O_DIRECTORY on Linux

    /// <summary>Ends the name of a file that is not finished, after the process and a number.</summary>
    private const string Unfinished = ".new";

    private static int _written;

    /// <summary>Writes beside the file, syncs, renames over it, and syncs the directory that now names it.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode = Readable)
    {
        WriteBeside(path, bytes, mode, beside => File.Move(beside, path, overwrite: true));
        SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>The file's bytes; where there is none, makes it first. Of two processes that make it at once, one file stays and both read it.</summary>
    public static byte[] ReadOrMake(string path, Func<byte[]> make, UnixFileMode mode = Readable)
    {
        if (!File.Exists(path))
        {
            Make(path, make(), mode);
        }

        return File.ReadAllBytes(path);
    }

    /// <summary>The file's bytes, or null where there is none.</summary>
    public static byte[]? Read(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;

    private static void Make(string path, byte[] bytes, UnixFileMode mode)
    {
        WriteBeside(path, bytes, mode, beside => Name(beside, path));
        SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>
    /// Gives the finished file its name unless somebody else was faster, whose file then stays. File.Move looks first and renames then on Unix, so
    /// that of two who look at once the later would replace the earlier; link(2) does both in one step.
    /// </summary>
    private static void Name(string beside, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            try
            {
                File.Move(beside, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(beside);
            }

            return;
        }

        if (Link(beside, path) != 0 && Marshal.GetLastPInvokeError() is var error && !File.Exists(path))
        {
            throw new IOException($"{path}: {new Win32Exception(error).Message}");
        }

        File.Delete(beside);
    }

    /// <summary>
    /// Removes files that a cut of power kept from getting their name. Nobody else may write under these names meanwhile.
    /// </summary>
    /// <param name="directory">Where; its subdirectories are left alone.</param>
    /// <param name="beginning">How their names begin.</param>
    public static void Sweep(string directory, string beginning = "")
    {
        if (!Directory.Exists(directory))
        {
            return;
        }

        foreach (var file in Directory.GetFiles(directory, $"{beginning}*{Unfinished}"))
        {
            if (Path.GetFileName(file).Split('.') is [_, .., var process, var number, _] && process.All(char.IsAsciiDigit) && number.All(char.IsAsciiDigit))
            {
                File.Delete(file);
            }
        }
    }

    /// <summary>Writes and syncs a file beside the path and has it named. Where either fails nothing stays: a full disk must not fill with tries.</summary>
    private static void WriteBeside(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode, Action<string> name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var beside = $"{path}.{Environment.ProcessId}.{Interlocked.Increment(ref _written)}{Unfinished}";
        File.Delete(beside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        try
        {
            using (var file = new FileStream(beside, options))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            name(beside);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Makes the names in a directory durable. Windows journals them itself and has no such call.</summary>
    private static void SyncDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = Open(directory, ReadOnlyDirectory);
        if (handle < 0)
        {
            throw new IOException($"{directory}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }

        try
        {
            if (Sync(handle) != 0)
            {
                throw new IOException($"{directory}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
            }
        }
        finally
        {
            _ = Close(handle);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int handle);
}
