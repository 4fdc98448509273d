using System.Diagnostics;
using System.Text.RegularExpressions;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>The disk of the data directory fills up while people act; room is made, and it heals by itself.</summary>
internal sealed partial class DiskFull : IFaultPlay
{
    private const string Size = "128m";

    public string Name => "disk-full";

    public string Title => "数据目录所在磁盘写满";

    public string? CannotBePlayed => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess
        ? null
        : "需要Linux的root权限来挂载一个小的内存盘。";

    public async Task<Noticed> Play(Stage stage, CancellationToken ct)
    {
        Directory.CreateDirectory(stage.Folders.Data);
        if (!await Runs("mount", ["-t", "tmpfs", "-o", $"size={Size}", "tmpfs", stage.Folders.Data], ct))
        {
            throw new PlayFailedException("内存盘没有挂载成。");
        }

        try
        {
            return await Filled(stage, ct);
        }
        finally
        {
            await stage.Product.Kill();
            await Runs("umount", ["-l", stage.Folders.Data], CancellationToken.None);
        }
    }

    private static async Task<Noticed> Filled(Stage stage, CancellationToken ct)
    {
        await stage.Start(ct);
        await stage.Work(TimeSpan.FromSeconds(2), ct);
        var ballast = Path.Combine(stage.Folders.Data, "ballast");
        Noticed? noticed = null;
        await stage.Work(
            async () =>
            {
                Fill(ballast);
                noticed = await stage.NoticedWhileRunning(Full(), ct);
            },
            ct);
        File.Delete(ballast);
        await stage.RequireWell(ct);
        return noticed!;
    }

    /// <summary>Takes all the room there is.</summary>
    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var piece in new[] { 1 << 20, 1 << 12, 1 })
        {
            try
            {
                while (true)
                {
                    file.Write(new byte[piece]);
                }
            }
            catch (IOException)
            {
                // No more room for a piece of this size: go on with smaller ones.
            }
        }
    }

    private static async Task<bool> Runs(string program, string[] arguments, CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0;
    }

    [GeneratedRegex("STORAGE_FULL|磁盘.*(满|不足|用完)|空间不足")]
    private static partial Regex Full();
}
