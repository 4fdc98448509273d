using System.Runtime.InteropServices;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Host;

/// <summary>Chooses the command, prints help and mistakes. Exit codes: 0 done, 1 does not hold, 2 wrong call, settings or surroundings, 130 interrupted.</summary>
internal static class CommandLine
{
    public const int Done = 0;
    public const int DoesNotHold = 1;
    public const int WrongCall = 2;
    public const int Interrupted = 130;

    public static async Task<int> Run(IReadOnlyList<string> args, IReadOnlyList<ICommand> commands)
    {
        if (args.Count == 0 || args[0] is "help" or "--help" or "-h")
        {
            return Help([.. args.Skip(1)], commands);
        }

        if (Find(args, commands) is not { } command)
        {
            Console.Error.WriteLine($"没有“{args[0]}”这个命令。");
            Help([], commands);
            return WrongCall;
        }

        return await Run(command, [.. args.Skip(WordsOf(command))]);
    }

    private static async Task<int> Run(ICommand command, IReadOnlyList<string> args)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Cancel(signal, stop));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Cancel(signal, stop));
        try
        {
            string[] missing = [.. StartCheck.Unicode()];
            return missing.Length == 0 ? await command.Run(args, stop.Token) : throw new SettingsException(missing);
        }
        catch (UsageException error)
        {
            Console.Error.WriteLine(error.Message);
            Console.Error.WriteLine($"用法见：enforce help {command.Name}");
            return WrongCall;
        }
        catch (SettingsException error)
        {
            Console.Error.WriteLine($"{(command is ServeCommand ? "未启动" : "未执行")}，请先处理：");
            foreach (var mistake in error.Mistakes)
            {
                Console.Error.WriteLine($"  {mistake}");
            }

            return WrongCall;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Interrupted;
        }
        catch (Exception error) when (OperatorSentence.Of(error) is { } sentence)
        {
            Console.Error.WriteLine($"未完成：{sentence}");
            return WrongCall;
        }
    }

    private static void Cancel(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }

    private static int Help(IReadOnlyList<string> args, IReadOnlyList<ICommand> commands)
    {
        if (args.Count > 0 && Find(args, commands) is { } command)
        {
            Console.WriteLine($"enforce {command.Name}：{command.Summary}\n\n{command.Usage}");
            return Done;
        }

        if (args is [SettingsHelp.Topic])
        {
            Console.WriteLine(SettingsHelp.Of(Suite.Roles));
            return Done;
        }

        Console.WriteLine("行政执法平台命令行\n\n用法：enforce 命令 [选项]\n");
        var width = commands.Max(known => known.Name.Length);
        foreach (var known in commands)
        {
            Console.WriteLine($"  {known.Name.PadRight(width)}  {known.Summary}");
        }

        Console.WriteLine($"\n某个命令的用法：enforce help 命令\n全部设置项：enforce help {SettingsHelp.Topic}");
        return Done;
    }

    /// <summary>The command with the longest name that the arguments begin with.</summary>
    private static ICommand? Find(IReadOnlyList<string> args, IReadOnlyList<ICommand> commands) =>
        commands.Where(command => command.Name == string.Join(' ', args.Take(WordsOf(command)))).MaxBy(WordsOf);

    private static int WordsOf(ICommand command) => command.Name.Split(' ').Length;
}
