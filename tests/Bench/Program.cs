using System.Text;
using EnforcementPlatform.Bench.Append;
using EnforcementPlatform.Bench.Contestants;
using EnforcementPlatform.Bench.Privacy;
using EnforcementPlatform.Bench.Read;
using EnforcementPlatform.Bench.SignIn;
using EnforcementPlatform.Bench.Start;
using EnforcementPlatform.Bench.Verify;
using EnforcementPlatform.Bench.Views;
using EnforcementPlatform.Host;

namespace EnforcementPlatform.Bench;

/// <summary>Measures the product against others in one run: what <c>enforce bench</c> starts. Reports, and asserts nothing.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        Console.OutputEncoding = Encoding.UTF8;
        return CommandLine.Run(args,
        [
            new AppendBench(),
            new ReadBench(),
            new ViewsBench(),
            new StartBench(),
            new VerifyBench(),
            new SignInBench(),
            new PrivacyBench(new OurDetector()),
            new EchoContestant(),
            new PostgresContestant(),
        ]);
    }
}
