using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Backup;
using EnforcementPlatform.Host.Drill;
using EnforcementPlatform.Host.Drill.Faults;
using EnforcementPlatform.Host.Story;
using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Tests.Slow;

/// <summary>Runs a command of <c>enforce</c> in this process and keeps what it printed.</summary>
internal static class Command
{
    public static IReadOnlyList<string> Roles { get; } = [.. Suite.Roles.Select(role => role.Name)];

    public static IReadOnlyList<VerifiableRole> Ledgers { get; } = VerifiableRole.Among(Suite.Roles);

    public static async Task<(int Code, string Printed)> Run(params string[] words)
    {
        var (output, errors) = (Console.Out, Console.Error);
        await using var printed = new StringWriter();
        Console.SetOut(printed);
        Console.SetError(printed);
        try
        {
            var code = await CommandLine.Run(words,
            [
                new StoryCommand(Roles, Ledgers), new VerifyCommand(Ledgers), new ExportCommand(Ledgers), new KillDrillCommand(Roles, Ledgers),
                new BackupCommand(Ledgers), new RestoreCommand(Ledgers), new RecoverCommand(Suite.Roles, Ledgers, OperatorConsole.OfProcess), new FaultDrillCommand(Roles, Ledgers),
            ]);
            return (code, printed.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }

    /// <summary>Value of <c>--at</c> for a product that runs.</summary>
    public static string At(Func<string, Uri> grpcOf, Uri publicPages) =>
        string.Join(',', Ledgers.Select(role => $"{role.Name}={grpcOf(role.Name)}").Append($"{ServiceRole.PortalPublic}={publicPages}"));

    /// <summary>Ids of processes that this one started and that still run (Linux keeps them by thread); nothing elsewhere.</summary>
    public static IReadOnlyList<string> Children() => OperatingSystem.IsLinux()
        ? [.. Directory.EnumerateDirectories($"/proc/{Environment.ProcessId}/task").SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))]
        : [];
}
