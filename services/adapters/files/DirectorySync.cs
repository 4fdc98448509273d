using System.Runtime.InteropServices;

namespace EnforcementPlatform.Adapters.Files;

/// <summary>
/// A renamed file survives a power cut only once its directory was synced (fsync(2)). .NET cannot open a directory, so libc is asked.
/// Windows writes directory changes through its own journal and needs no call.
/// </summary>
internal static class DirectorySync
{
    private const int ReadOnlyDirectory = 0x10000;

    /// <summary>Makes the directory and those above it, each durable in its parent.</summary>
    public static void Create(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        var parent = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Create(parent);
        Directory.CreateDirectory(path);
        Flush(parent);
    }

    /// <summary>Makes the directory's entries durable; throws <see cref="IOException"/> when the system cannot.</summary>
    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(path, ReadOnlyDirectory);
        if (descriptor < 0)
        {
            throw new IOException($"{path}: open: error {Marshal.GetLastPInvokeError()}");
        }

        try
        {
            if (Sync(descriptor) != 0)
            {
                throw new IOException($"{path}: fsync: error {Marshal.GetLastPInvokeError()}");
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
