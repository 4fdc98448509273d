using System.Text.RegularExpressions;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.House;

/// <summary>What is known in one place is not written again elsewhere: each row is the sign of some knowledge, the file that has it, and what it looks like elsewhere.</summary>
public sealed class H6_Knowledge_in_one_place
{
    public static TheoryData<string, string, string> Rows => new()
    {
        { "law/IsoDay.cs", "\"yyyy-MM-dd\"|:yyyy-MM-dd\\}", "Due = $\"{item.Due:yyyy-MM-dd}\"" },
        { "kernel/*/RuleFaults.cs", @"\.Code, \w+\.ToChinese\(\)", "private static FaultType Of(Rule rule) => new(Refused, rule.Code, rule.ToChinese());" },
        { "kernel/*/Citing.cs", @"\bstatic class Citing\b", "internal static class Citing" },
        { "kernel/*/Lifecycle.cs", "stateDiagram-v2", "return string.Join('\\n', arrows.Prepend(\"stateDiagram-v2\"));" },
        { "kernel/*/Namesake.cs", @"Enum\.Parse<[\w.]+>\([^;]*\.ToString\(\)\)", "Authority = Enum.Parse<Authority>(told.Authority.ToString())," },
        { "kernel/*/Sql.cs", @"\$""1 = 1""", "new SqlPart($\"1 = 1\")" },
        { "records/*/NumberSeries.cs", @"\$""numbers/\{|〔\{", "var number = $\"{word}罚〔{year}〕{taken.Version}号\";" },
        { "records/*/CaseLifecycle.cs", @"(?<!=)[<>]=? CaseStage\.", "file.Stage < CaseStage.Decided" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Stands_nowhere_else(string home, string sign, string elsewhere)
    {
        Assert.Matches(sign, elsewhere);
        Assert.Empty(Sources.Where(file => Regex.IsMatch(file.Text, sign) && !IsHome(file.Path, home)).Select(file => file.Path));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Has_its_file(string home, string sign, string elsewhere)
    {
        Assert.NotEmpty(sign);
        Assert.NotEmpty(elsewhere);
        Assert.Single(Sources, file => IsHome(file.Path, home));
    }

    /// <summary>A star stands for any folders, or none.</summary>
    private static bool IsHome(string path, string home) => Regex.IsMatch(path, $"^{Regex.Escape(home).Replace("/\\*/", "/(.+/)?", StringComparison.Ordinal)}$");

    private static IEnumerable<(string Path, string Text)> Sources { get; } =
        [.. from file in Directory.EnumerateFiles(Services, "*.cs", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(Services, file).Replace('\\', '/')
            where !path.StartsWith("host/bench/", StringComparison.Ordinal)
            select (path, File.ReadAllText(file))];

    private static string Services => RepositoryFiles.At("services");
}
