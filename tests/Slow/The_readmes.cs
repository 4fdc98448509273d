using System.Net;
using System.Text.RegularExpressions;
using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Story;
using EnforcementPlatform.Law;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Slow;

/// <summary>
/// What both READMEs and the documentation page tell a reader to type. Every command and option exists; those that take seconds are run. The story,
/// the drill, <c>./run</c> and <c>./test</c> have tests of their own.
/// </summary>
public sealed partial class The_readmes
{
    private static readonly string[] Cheap = ["help", "verify", "clock explain"];

    public static TheoryData<string> Readmes => ["README.md", "README.zh-CN.md"];

    /// <summary>A build of the program may come before it.</summary>
    private static readonly TimeSpan LongestCommand = TimeSpan.FromMinutes(6);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Readmes))]
    public void Name_commands_and_options_that_exist(string readme)
    {
        var lines = LinesOf(readme);

        Assert.True(lines.Length >= 7, $"only {lines.Length} command lines in {readme}");
        Assert.All(lines, line => Assert.Equal((line, ""), (line, MistakeIn(line))));
    }

    [Theory]
    [InlineData("./enforce verfy --views")]
    [InlineData("./enforce verify --vews")]
    [InlineData("./enforce clock")]
    [InlineData("./start")]
    [InlineData("enforce help")]
    public void Would_be_caught_naming_one_that_does_not(string line) => Assert.NotEqual("", MistakeIn(line));

    [Fact]
    public async Task Show_commands_that_do_what_they_say_on_a_started_product()
    {
        using var folder = new TemporaryFolder();
        await using var product = new StartedProduct(ProductFolders.In(folder.Path), Command.Roles, split: false);
        await product.Start(Ct);
        var lines = Readmes.SelectMany(readme => LinesOf(readme.Data)).Distinct().Where(line => Cheap.Any(command => line.StartsWith($"./enforce {command}", StringComparison.Ordinal))).ToArray();

        Assert.Equal(Cheap.Length, lines.Length);
        foreach (var line in lines)
        {
            var (code, printed) = await Shell(line.Replace("./", Root + "/", StringComparison.Ordinal), folder.Path);
            Assert.True(code == CommandLine.Done, $"{line}: {code}\n{printed}");
            Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", printed);
        }
    }

    [Fact]
    public async Task Are_followed_by_documentation_whose_sign_in_example_works_when_pasted()
    {
        Needs.Tool(File.Exists("/usr/bin/curl"), "the sign-in example of /docs needs curl");
        using var folder = new TemporaryFolder();
        await using var product = new StartedProduct(ProductFolders.In(folder.Path), Command.Roles, split: false);
        await product.Start(Ct);
        using var http = new HttpClient();

        foreach (var (role, shown) in new[] { (ServiceRole.Records, "秦砚秋"), (ServiceRole.Review, "reviews"), (ServiceRole.Disclosure, "disclosures") })
        {
            var page = await http.GetStringAsync(new Uri(product.HttpOf(role), "/docs"), Ct);
            var example = WebUtility.HtmlDecode(Example().Match(page).Groups[1].Value);
            var (code, printed) = await Shell(example.Replace("用户名", "qin.yanqiu", StringComparison.Ordinal).Replace("密码", Cast.Password, StringComparison.Ordinal), folder.Path);
            Assert.True(code == 0 && printed.Contains(shown, StringComparison.Ordinal), $"{role}:\n{example}\n{printed}");
        }
    }

    /// <summary>Commands in the blocks marked <c>sh</c>, without what is said behind <c>#</c>.</summary>
    private static string[] LinesOf(string readme) =>
    [
        .. ShellBlock().Matches(File.ReadAllText(Path.Combine(Root, readme)).ReplaceLineEndings("\n"))
            .SelectMany(block => block.Groups[1].Value.Split('\n'))
            .Select(line => line.Split('#')[0].Trim())
            .Where(line => line.Length > 0),
    ];

    /// <summary>What is wrong with a line; empty when the program would take it.</summary>
    private static string MistakeIn(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!words[0].StartsWith("./", StringComparison.Ordinal) || !File.Exists(Path.Combine(Root, words[0])))
        {
            return $"no program {words[0]}";
        }

        if (words[0] != "./enforce" || words is [_, "help"])
        {
            return "";
        }

        var called = string.Join(' ', words.Skip(1));
        var command = Program.Commands().FirstOrDefault(one => $"{called} ".StartsWith($"{one.Name} ", StringComparison.Ordinal));
        return command is null
            ? $"no command {called}"
            : string.Join('、', words.Where(word => word.StartsWith("--", StringComparison.Ordinal) && !Regex.IsMatch(command.Usage, $@"{Regex.Escape(word.Split('=')[0])}(?![\w-])")));
    }

    private static async Task<(int Code, string Printed)> Shell(string commands, string folder)
    {
        var (code, printed, _) = await ChildProcess.Run(new("/bin/sh", ["-c", $"exec 2>&1; {commands}"]) { WorkingDirectory = folder }, LongestCommand);
        return (code, printed);
    }

    private static string Root { get; } = RepositoryFiles.At();

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex("<pre class=\"shell\">(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Example();
}
