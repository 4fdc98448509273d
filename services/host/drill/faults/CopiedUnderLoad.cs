using System.Text.RegularExpressions;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>
/// The roles' folders are copied one after another while people act, and the copy is taken for a backup: the ledgers in it are of different moments.
/// Instead the backup that <c>enforce backup</c> made meanwhile is of one moment, and is put in its place.
/// </summary>
internal sealed partial class CopiedUnderLoad : IFaultPlay
{
    public string Name => "copied-under-load";

    public string Title => "运行中逐个复制角色目录，当作备份恢复";

    public async Task<Noticed> Play(Stage stage, CancellationToken ct)
    {
        await stage.Start(ct);
        var backup = "";
        await stage.Work(
            async () =>
            {
                await Task.Delay(TimeSpan.FromSeconds(2), ct);
                foreach (var role in Directory.GetDirectories(stage.Folders.Data))
                {
                    await Stage.Copy(role, Path.Combine(stage.Aside("copy"), Path.GetFileName(role)), ct);
                    await Task.Delay(TimeSpan.FromSeconds(1), ct);
                }

                backup = await stage.Backup(ct);
            },
            ct);
        await stage.Stop();
        stage.RequireAllKept();
        var (code, printed) = await stage.Enforce(["restore", backup, "--check", .. stage.FolderOptions()], ct);
        if (code != CommandLine.Done)
        {
            throw new PlayFailedException($"运行中所作的备份不一致：{printed}");
        }

        Directory.Move(stage.Folders.Data, stage.Aside("newest"));
        Directory.Move(stage.Aside("copy"), stage.Folders.Data);
        var noticed = await stage.NoticedFromStart(Older(), ct);
        await stage.Product.Kill();
        Directory.Delete(stage.Folders.Data, recursive: true);
        Directory.Move(stage.Aside("newest"), stage.Folders.Data);
        await stage.Start(ct);
        await stage.RequireWell(ct);
        return noticed;
    }

    [GeneratedRegex("较旧|曾有|领先|不在.*历史|另一份历史|CURSOR_OFF_HISTORY")]
    private static partial Regex Older();
}
