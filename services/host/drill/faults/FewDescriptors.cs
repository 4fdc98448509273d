using System.Text.RegularExpressions;
using EnforcementPlatform.Host.Product;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>The process may open few files only: it says so at the start instead of failing later. It is started with the usual limit.</summary>
internal sealed partial class FewDescriptors : IFaultPlay
{
    private const int Few = 256;

    public string Name => "few-descriptors";

    public string Title => $"进程可打开的文件数只有{Few}";

    public string? CannotBePlayed => File.Exists("/bin/sh") ? null : "没有 /bin/sh，不能限制可打开的文件数。";

    public async Task<Noticed> Play(Stage stage, CancellationToken ct)
    {
        await stage.Start(ct);
        await stage.Work(TimeSpan.FromSeconds(2), ct);
        await stage.Stop();
        stage.Product.Launch = arguments => ServeProcess.Start(
            "/bin/sh", ["-c", $"ulimit -n {Few}; exec \"$0\" serve \"$@\"", ServeProcess.ProgramPath, .. arguments]);
        var noticed = await stage.NoticedFromStart(Descriptors(), ct);
        await stage.Product.Kill();
        stage.Product.Launch = null;
        await stage.Start(ct);
        await stage.RequireWell(ct);
        return noticed;
    }

    [GeneratedRegex("ulimit|LimitNOFILE|打开的文件|文件描述符")]
    private static partial Regex Descriptors();
}
