using System.Text.RegularExpressions;
using EnforcementPlatform.Host.Product;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>The product is told to stop while people act: it stops in good order and in silence, and nothing is lost.</summary>
internal sealed partial class StopUnderLoad : IFaultPlay
{
    public string Name => "stop";

    public string Title => "办理高峰时正常停止";

    public async Task<Noticed> Play(Stage stage, CancellationToken ct)
    {
        await stage.Start(ct);
        var process = stage.Product.Processes[0];
        var (stopped, said) = (false, "");
        var began = TimeSpan.Zero;
        await stage.Work(
            async () =>
            {
                await Task.Delay(TimeSpan.FromSeconds(3), ct);
                var watch = System.Diagnostics.Stopwatch.StartNew();
                stopped = await process.Stop();
                (said, began) = (process.Output(), watch.Elapsed);
            },
            ct);
        await stage.Product.Kill();
        if (!stopped)
        {
            throw new PlayFailedException($"没有正常停止：{said}");
        }

        if (Trace().Match(said) is { Success: true } trace)
        {
            throw new PlayFailedException($"停止时的日志中有异常：{trace.Value}");
        }

        stage.RequireAllKept();
        await stage.Start(ct);
        await stage.RequireWell(ct);
        return new(began, "退出码0", said.Split('\n').Last(line => line.Length > 0));
    }

    [GeneratedRegex(@"^\s+at [A-Z].*$|\w+Exception\b.*", RegexOptions.Multiline)]
    private static partial Regex Trace();
}
