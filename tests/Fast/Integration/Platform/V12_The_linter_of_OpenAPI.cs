using System.Diagnostics;
using System.Text.Json.Nodes;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using EnforcementPlatform.Tests.Fast.Unit.Ledger;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>Redocly's linter, which is nobody of ours, finds no error in the documents.</summary>
public sealed class V12_The_linter_of_OpenAPI
{
    private static readonly string Linter = RepositoryFiles.At("tests", "tools", "node_modules", "@redocly", "cli", "bin", "cli.js");

    [Fact]
    public async Task Finds_no_error_in_what_is_said_of_any_contract() =>
        Assert.Equal((0, ""), await Lint(OpenApiDocument.Of("every", [.. EveryContract.Services.Select(EveryContract.DescriptorOf)])));

    [Fact]
    public async Task Finds_an_answer_without_a_description()
    {
        var document = OpenApiDocument.Of("records", [.. EditionsReflection.Descriptor.Services]);
        document["paths"]!["/v1/records/editions"]!["get"]!["responses"]!["200"]!.AsObject().Remove("description");

        var (code, errors) = await Lint(document);

        Assert.Equal(1, code);
        Assert.Contains("description", errors);
    }

    /// <summary>The exit code, and the errors that the linter prints; its warnings are matters of taste.</summary>
    private static async Task<(int Code, string Errors)> Lint(JsonObject document)
    {
        Assert.SkipUnless(File.Exists(Linter), "@redocly/cli is not installed; ./test installs it");
        var ct = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("openapi").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "openapi.json"), document.ToJsonString(), ct);
            string[] arguments = [Linter, "lint", "openapi.json", "--extends=recommended", "--format=json"];
            using var linter = Process.Start(new ProcessStartInfo("node", arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["REDOCLY_TELEMETRY"] = "off", ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true" },
            })!;
            var output = linter.StandardOutput.ReadToEndAsync(ct);
            var said = linter.StandardError.ReadToEndAsync(ct);
            await linter.WaitForExitAsync(ct);
            await said;
            var problems = JsonNode.Parse(await output)!["problems"]!.AsArray().Where(one => one!["severity"]!.GetValue<string>() == "error");
            return (linter.ExitCode, string.Join('\n', problems.Select(one => $"{one!["ruleId"]}: {one["message"]} at {one["location"]?[0]?["pointer"]}")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
