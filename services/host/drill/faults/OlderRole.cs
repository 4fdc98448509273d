using System.Text.RegularExpressions;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>
/// The records are restored from an older copy, together with their own anchor, which is what "restore that volume" does; the others go on from the
/// newer state. The newer folder is put back.
/// </summary>
internal sealed partial class OlderRole : IFaultPlay
{
    private static readonly TimeSpan Worked = TimeSpan.FromSeconds(3);

    public string Name => "older-role";

    public string Title => "一个角色连同其锚点被恢复为较旧的副本";

    public async Task<Noticed> Play(Stage stage, CancellationToken ct)
    {
        var (records, anchors) = (Path.Combine(stage.Folders.Data, "records"), stage.Folders.Anchors);
        await stage.Start(ct);
        await stage.Work(Worked, ct);
        await stage.Stop();
        await Stage.Copy(records, stage.Aside("older"), ct);
        await Stage.Copy(anchors, stage.Aside("older-anchors"), ct);
        await stage.Start(ct);
        await stage.Work(Worked, ct);
        await stage.Stop();
        stage.RequireAllKept();

        Directory.Move(records, stage.Aside("newer"));
        Directory.Move(anchors, stage.Aside("newer-anchors"));
        await Stage.Copy(stage.Aside("older"), records, ct);
        await Stage.Copy(stage.Aside("newer-anchors"), anchors, ct);
        foreach (var anchor in Directory.GetFiles(stage.Aside("older-anchors"), "*records*").Where(file => !Path.GetFileName(file).Contains("%2B", StringComparison.Ordinal)))
        {
            File.Copy(anchor, Path.Combine(anchors, Path.GetFileName(anchor)), overwrite: true);
        }

        var noticed = await stage.NoticedFromStart(Older(), ct);
        await stage.Product.Kill();
        Directory.Delete(records, recursive: true);
        Directory.Delete(anchors, recursive: true);
        Directory.Move(stage.Aside("newer"), records);
        Directory.Move(stage.Aside("newer-anchors"), anchors);
        await stage.Start(ct);
        await stage.RequireWell(ct);
        return noticed;
    }

    [GeneratedRegex("较旧|曾有|领先|不在.*历史|另一份历史|CURSOR_OFF_HISTORY")]
    private static partial Regex Older();
}
