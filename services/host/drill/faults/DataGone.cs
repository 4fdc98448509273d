using System.Text.RegularExpressions;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>The data directory is taken away while people act (unmounted, moved): nothing is acknowledged for long, and readiness says so. It is put back.</summary>
internal sealed partial class DataGone : IFaultPlay
{
    private static readonly TimeSpan LongestDeaf = TimeSpan.FromSeconds(15);

    public string Name => "data-gone";

    public string Title => "运行中数据目录被移走";

    public async Task<Noticed> Play(Stage stage, CancellationToken ct)
    {
        await stage.Start(ct);
        await stage.Work(TimeSpan.FromSeconds(2), ct);
        Noticed? noticed = null;
        await stage.Work(
            async () =>
            {
                Directory.Move(stage.Folders.Data, stage.Aside("moved"));
                noticed = await stage.NoticedWhileRunning(Gone(), ct);
            },
            ct);
        if (noticed!.After > LongestDeaf)
        {
            throw new PlayFailedException($"数据目录移走后{noticed.After.TotalSeconds:0}秒才发现。");
        }

        await stage.Product.Kill();
        if (Directory.Exists(stage.Folders.Data))
        {
            Directory.Delete(stage.Folders.Data, recursive: true);
        }

        Directory.Move(stage.Aside("moved"), stage.Folders.Data);
        await stage.Start(ct);
        await stage.RequireWell(ct);
        return noticed;
    }

    [GeneratedRegex("数据目录|目录.*(不存在|移走|消失|不可用|不是)|无法(写入|保存|签署)|No such file|Could not find")]
    private static partial Regex Gone();
}
