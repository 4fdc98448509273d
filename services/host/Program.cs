using System.Text;
using EnforcementPlatform.Host.Backup;
using EnforcementPlatform.Host.Bench;
using EnforcementPlatform.Host.Clock;
using EnforcementPlatform.Host.Drill;
using EnforcementPlatform.Host.Drill.Faults;
using EnforcementPlatform.Host.Rotation;
using EnforcementPlatform.Host.Story;
using EnforcementPlatform.Host.Verify;

namespace EnforcementPlatform.Host;

/// <summary>The one program: <c>enforce</c>.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        Console.OutputEncoding = Encoding.UTF8;
        return CommandLine.Run(args, Commands());
    }

    /// <summary>Every command, in the order of the help.</summary>
    internal static IReadOnlyList<ICommand> Commands()
    {
        var roles = Suite.Roles.Select(role => role.Name).ToArray();
        var ledgers = VerifiableRole.Among(Suite.Roles);
        return
        [
            new ServeCommand(Suite.Roles),
            new SetupCommand(Console.Out, TimeProvider.System),
            new StoryCommand(roles, ledgers),
            new VerifyCommand(ledgers),
            new ExportCommand(ledgers),
            new RecoverAccountCommand(Suite.Roles, OperatorConsole.OfProcess),
            new BackupCommand(ledgers),
            new RestoreCommand(ledgers),
            new RecoverCommand(Suite.Roles, ledgers, OperatorConsole.OfProcess),
            new RotateKeysCommand(ledgers),
            new KillDrillCommand(roles, ledgers),
            new FaultDrillCommand(roles, ledgers),
            new ClockExplainCommand(Console.Out),
            new ClockSetBackCommand(Suite.Roles, OperatorConsole.OfProcess, Console.Out),
            new BenchCommand(AppContext.BaseDirectory),
        ];
    }
}
