using Microsoft.Win32.SafeHandles;

namespace EnforcementPlatform.Ledger;

/// <summary>
/// Bytes by their place, for the time of one verification: in memory while they are few, then in a file of the temporary folder (TMPDIR) that
/// only this account can read and that ends with the process. Not for use by several threads.
/// </summary>
internal sealed class Scratch : IDisposable
{
    /// <summary>Bytes kept in memory before a file is made.</summary>
    private const int MostInMemory = 4 * 1024 * 1024;

    private byte[] memory = [];
    private FileStream? file;

    /// <summary>Writes at a place; what lies between the end and the place reads as zeros.</summary>
    public void Write(long place, ReadOnlySpan<byte> bytes)
    {
        if (file is null && place + bytes.Length > MostInMemory) Spill();
        if (file is not null)
        {
            RandomAccess.Write(Handle, bytes, place);
            return;
        }

        if (memory.Length < place + bytes.Length) Array.Resize(ref memory, (int)Math.Max(place + bytes.Length, 2L * memory.Length));
        bytes.CopyTo(memory.AsSpan((int)place));
    }

    /// <summary>Fills <paramref name="bytes"/>; what was never written reads as zeros.</summary>
    public void Read(long place, Span<byte> bytes)
    {
        var there = file is null ? Remembered(place, bytes) : FromFile(place, bytes);
        bytes[there..].Clear();
    }

    public void Dispose() => file?.Dispose();

    private SafeFileHandle Handle => file!.SafeFileHandle;

    private int Remembered(long place, Span<byte> bytes)
    {
        if (place >= memory.Length) return 0;
        var there = memory.AsSpan((int)place);
        there = there[..Math.Min(there.Length, bytes.Length)];
        there.CopyTo(bytes);
        return there.Length;
    }

    private int FromFile(long place, Span<byte> bytes)
    {
        var all = 0;
        while (all < bytes.Length && RandomAccess.Read(Handle, bytes[all..], place + all) is var read and > 0) all += read;
        return all;
    }

    private void Spill()
    {
        var path = Path.Combine(Path.GetTempPath(), $"enforce-verify-{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 0 };
        if (OperatingSystem.IsWindows()) options.Options = FileOptions.DeleteOnClose;
        else options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows()) File.Delete(path); // without a name it ends with this process, however that ends
        RandomAccess.Write(Handle, memory, 0);
        memory = [];
    }
}
