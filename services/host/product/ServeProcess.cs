using EnforcementPlatform.Kernel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace EnforcementPlatform.Host.Product;

/// <summary>
/// One child process that serves, <c>enforce serve</c> or a program that says the same when it is up. It is ended by its own process id, and
/// never outlives this object.
/// </summary>
internal sealed class ServeProcess : IAsyncDisposable
{
    private const int RememberedLines = 200;
    private const int Terminate = 15; // SIGTERM, POSIX

    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly Queue<string> _lines = new();
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServeProcess(Process process) => _process = process;

    /// <summary>Process id.</summary>
    public int Id => _process.Id;

    /// <summary>True once it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Starts <c>enforce serve</c> and returns at once.</summary>
    /// <param name="arguments">What follows <c>serve</c>.</param>
    public static ServeProcess Start(IEnumerable<string> arguments) => Start(Program(), arguments.Prepend("serve"));

    /// <summary>Path of this very program.</summary>
    public static string ProgramPath => Program();

    /// <summary>Starts a program that prints <see cref="ServeCommand.UpLine"/> once it is up, and returns at once.</summary>
    /// <param name="program">Path of the program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables of its environment beside those of this process.</param>
    public static ServeProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var child = new ServeProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        child.Begin();
        return child;
    }

    /// <summary>Completes when the program says that it is up, demonstration data included. Throws <see cref="ProductFailedException"/> when it ends before, or takes too long.</summary>
    public async Task WaitUntilUp(TimeSpan longest, CancellationToken ct)
    {
        var ended = _process.WaitForExitAsync(ct);
        var first = await Task.WhenAny(_up.Task, ended, Task.Delay(longest, ct));
        ct.ThrowIfCancellationRequested();
        if (first != _up.Task)
        {
            throw new ProductFailedException(first == ended ? $"平台进程在启动中退出（退出码{_process.ExitCode}）" : $"平台在{longest.TotalSeconds:0}秒内没有启动完成", Output());
        }
    }

    /// <summary>Ends it at once and without notice (SIGKILL).</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks a process to stop in good order. False where it could not be asked.</summary>
    public static bool AskToStop(Process process) => !OperatingSystem.IsWindows() && !process.HasExited && Signal(process.Id, Terminate) == 0;

    /// <summary>Asks it to stop, and waits for its end. True when it ended in good order.</summary>
    public async Task<bool> Stop()
    {
        if (!AskToStop(_process))
        {
            await Kill();
            return false;
        }

        using var patience = new CancellationTokenSource(LongestStop);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            await Kill();
            return false;
        }
    }

    /// <summary>The last lines it printed.</summary>
    public string Output()
    {
        lock (_lines)
        {
            return string.Join('\n', _lines);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Kill();
        }

        _process.Dispose();
    }

    private void Begin()
    {
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > RememberedLines)
            {
                _lines.Dequeue();
            }
        }

        if (line == ServeCommand.UpLine)
        {
            _up.TrySetResult();
        }
    }

    /// <summary>This very program: itself where it runs under its own name, else (tests) the one that lies beside the caller.</summary>
    private static string Program()
    {
        var own = Environment.ProcessPath;
        var name = OperatingSystem.IsWindows() ? "enforce.exe" : "enforce";
        return Path.GetFileName(own) == name ? own! : Path.Combine(AppContext.BaseDirectory, name);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Signal(int process, int signal);
}

/// <summary>The product did not come up; what it printed last is in the message.</summary>
internal sealed class ProductFailedException(string sentence, string output)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"{sentence}\n{output}"))
{
    /// <summary>True where it ended because somebody else has a port.</summary>
    public bool PortInUse { get; } = output.Contains(StartCheck.PortTaken, StringComparison.Ordinal);
}
