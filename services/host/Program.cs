using System.Text;

namespace EnforcementPlatform.Host;

/// <summary>The one program: <c>enforce</c>.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        Console.OutputEncoding = Encoding.UTF8;
        return CommandLine.Run(args,
        [
            new ServeCommand(Suite.Roles),
        ]);
    }
}
