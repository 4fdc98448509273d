using System.Text;
using EnforcementPlatform.Host.Verify;

namespace EnforcementPlatform.Host;

/// <summary>The one program: <c>enforce</c>.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        Console.OutputEncoding = Encoding.UTF8;
        var ledgers = VerifiableRole.Among(Suite.Roles);
        return CommandLine.Run(args,
        [
            new ServeCommand(Suite.Roles),
            new VerifyCommand(ledgers),
            new ExportCommand(ledgers),
        ]);
    }
}
