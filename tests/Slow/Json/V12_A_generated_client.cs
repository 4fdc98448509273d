using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Story;
using EnforcementPlatform.Law;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Slow.Json;

/// <summary>
/// A TypeScript client as an integrator writes it (<c>tests/tools/client</c>): typed by what openapi-typescript makes from the running product's
/// OpenAPI document alone, it compiles under <c>tsc --strict</c> and plays the story's first step.
/// </summary>
public sealed class V12_A_generated_client
{
    private const string UserName = "qin.yanqiu";
    private const string Party = "演示市示例爆破服务有限公司";

    private static readonly TimeSpan LongestScript = TimeSpan.FromMinutes(5);

    private static readonly string Modules = RepositoryFiles.At("tests", "tools", "node_modules");
    private static readonly string Generator = Path.Combine(Modules, "openapi-typescript", "bin", "cli.js");
    private static readonly string Compiler = Path.Combine(Modules, "typescript", "bin", "tsc");

    [Fact]
    public async Task Signs_in_registers_a_clue_reads_it_back_and_lists_it_and_misspelt_it_does_not_compile()
    {
        Needs.Tool(File.Exists(Generator) && File.Exists(Compiler), "openapi-typescript and typescript are not installed; ./test installs them");
        var ct = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var product = new StartedProduct(ProductFolders.In(Path.Combine(folder.Path, "product")), Command.Roles, split: false);
        await product.Start(ct);
        var client = Directory.CreateDirectory(Path.Combine(folder.Path, "client")).FullName;
        await File.WriteAllTextAsync(Path.Combine(client, "package.json"), """{ "type": "module" }""", ct);
        using var http = new HttpClient();
        var records = product.HttpOf(ServiceRole.Records);
        await File.WriteAllTextAsync(Path.Combine(client, "openapi.json"), await http.GetStringAsync(new Uri(records, "/openapi.json"), ct), ct);
        var written = await File.ReadAllTextAsync(RepositoryFiles.At("tests", "tools", "client", "clue.ts"), ct);
        Assert.Equal(0, (await Node(client, Generator, "openapi.json", "--output", "records.d.ts")).Code);

        Assert.Equal((0, ""), await Compile(client, "clue", written));
        var (code, said) = await Node(client, "clue.js", records.ToString(), UserName, Cast.Password, Party);

        Assert.True(code == 0, said);
        var lines = said.Trim().Split('\n');
        var id = lines[0].Split(' ')[1];
        Assert.Equal([$"registered {id} CASE_STAGE_CLUE", "refused REQUEST_ID_REUSED", $"read {Party} true", "listed CASE_STAGE_CLUE true"], lines);
        Assert.Equal(Party, (await CaseOf(product, id, ct)).Party.Name);

        foreach (var (right, wrong, named) in new[]
        {
            ("partyKind:", "partyKnd:", "'partyKnd'"),
            ("partyKind: \"PARTY_KIND_LEGAL_PERSON\",", "", "'partyKind'"),
            ("CLUE_SOURCE_INSPECTION", "CLUE_SOURCE_INSPECTOR", "\"CLUE_SOURCE_INSPECTOR\""),
            ("line?.registeredAt", "line?.registeredOn", "'registeredOn'"),
        })
        {
            Assert.Contains(right, written);
            var (refused, why) = await Compile(client, "misspelt", written.Replace(right, wrong, StringComparison.Ordinal));
            Assert.NotEqual(0, refused);
            Assert.Contains(named, why);
        }
    }

    /// <summary>The case as the generated C# client reads it over gRPC.</summary>
    private static async Task<Case> CaseOf(StartedProduct product, string id, CancellationToken ct)
    {
        using var channels = new RoleChannels(product);
        var officer = await Player.SignIn(channels.To, UserName, Cast.Password, ct);
        return (await officer.Cases.GetCaseAsync(new() { CaseId = id }, cancellationToken: ct)).Case;
    }

    /// <summary>The exit code and what the compiler says; nothing where all is well.</summary>
    private static async Task<(int Code, string Said)> Compile(string folder, string name, string text)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.ts"), text);
        return await Node(folder, Compiler, "--strict", "--noEmitOnError", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom,dom.iterable", $"{name}.ts");
    }

    /// <summary>Runs a script under node: the exit code, what it printed and, where it failed, its complaints.</summary>
    private static async Task<(int Code, string Said)> Node(string folder, params string[] arguments)
    {
        var (code, printed, complained) = await ChildProcess.Run(new("node", arguments) { WorkingDirectory = folder }, LongestScript);
        return (code, code == 0 ? printed : printed + complained);
    }
}
