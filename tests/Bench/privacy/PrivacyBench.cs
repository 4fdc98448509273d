using EnforcementPlatform.Bench.Report;
using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Bench;
using EnforcementPlatform.Host.Product;

namespace EnforcementPlatform.Bench.Privacy;

/// <summary>
/// How much of the personal data planted in texts a detector finds, and how often it finds what is none: by class, by kind, by spelling. Another seed
/// makes other texts of the same spellings.
/// </summary>
internal sealed class PrivacyBench(IPrivacyDetector detector) : ICommand
{
    public const int Seed = 20261128;

    public string Name => "bench privacy";

    public string Summary => "个人信息识别的召回率和精确率";

    public string Usage => BenchCommand.Options;

    public Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var arguments = Arguments.Read(args, ["texts", "seed", "show"], []);
        var texts = arguments.Number("texts", PrivacyCorpus.Texts, 1, 10_000_000);
        var (seed, show) = (arguments.Number("seed", Seed, 0, int.MaxValue), arguments.Number("show", 0, 0, 100_000));

        Console.Out.WriteLine($"【个人信息识别：含虚构个人信息的文本、普通文本各{Sheet.Number(texts)}篇，写法{Spellings.All.Count}种，种子{seed}】");
        var score = new PrivacyScore(detector);
        var progress = new Progress("文本", texts * 2);
        foreach (var text in PrivacyCorpus.Planted((ulong)seed, texts).Concat(PrivacyCorpus.Ordinary((ulong)seed, texts)))
        {
            ct.ThrowIfCancellationRequested();
            score.Take(text);
            progress.Step();
        }

        score.Print(Console.Out);
        score.PrintMistakes(Console.Out, show);
        return Task.FromResult(CommandLine.Done);
    }
}
