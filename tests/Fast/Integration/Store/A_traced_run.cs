using System.Diagnostics;
using System.Text.RegularExpressions;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

/// <summary>
/// Killing a process keeps the page cache, so it proves nothing about a power cut. Here a child writes under strace, and every
/// acknowledgement MUST follow a completed sync of the write-ahead log that began after the entry had been written to it.
/// </summary>
public sealed partial class A_traced_run : IDisposable
{
    private const string Strace = "/usr/bin/strace";
    private const string ChildFolder = "ENFORCE_TRACED_FOLDER";
    private const string ChildMode = "ENFORCE_TRACED_MODE";
    private const int Callers = 8;
    private const int Each = 5;

    private readonly TestFolder folder = new();

    [Fact]
    public async Task Acknowledges_nothing_that_was_not_synced()
    {
        var run = await Traced("sound");
        Assert.Equal(Callers * Each, run.Acknowledged);
        Assert.Empty(run.Unsynced);
    }

    [Theory]
    [InlineData("synchronous-off")]
    [InlineData("early")]
    public async Task Catches_the_twin_that_is_not_durable(string mode)
    {
        var run = await Traced(mode);
        Assert.Equal(Callers * Each, run.Acknowledged);
        Assert.NotEmpty(run.Unsynced);
    }

    /// <summary>What the child does; never a test of its own.</summary>
    [Fact(Explicit = true)]
    public async Task Child()
    {
        var home = Environment.GetEnvironmentVariable(ChildFolder)!;
        var mode = Environment.GetEnvironmentVariable(ChildMode)!;
        using var store = new SqliteLedger(Path.Combine(home, "ledger.db"), TestRing.Open, mode == "synchronous-off" ? "OFF" : "FULL");
        await using var commit = new GroupCommit(store, 0, NullLogger<GroupCommit>.Instance);
        using var acknowledgements = new FileStream(Path.Combine(home, "acknowledged"), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            foreach (var entry in Sample.Chain($"cases/{caller}", Each))
            {
                var append = commit.Append(entry, default).AsTask();
                if (mode != "early")
                {
                    await append;
                }

                lock (gate)
                {
                    acknowledgements.Write(System.Text.Encoding.ASCII.GetBytes($"acknowledged {entry.Id}\n"));
                }

                await append;
            }
        })));
    }

    public void Dispose() => folder.Dispose();

    private async Task<TracedRun> Traced(string mode)
    {
        Needs.Tool(File.Exists(Strace), $"{Strace} is not installed, so syncs cannot be watched");
        var trace = folder.Beside($"{mode}.trace");
        var start = new ProcessStartInfo(Strace)
        {
            ArgumentList =
            {
                "-f", "--seccomp-bpf", "-ttt", "-y", "-s", "9000", "-e", "trace=fsync,fdatasync,pwrite64,write", "-o", trace,
                Environment.ProcessPath!, typeof(A_traced_run).Assembly.Location, "-explicit", "only", "-method", $"{typeof(A_traced_run).FullName}.{nameof(Child)}",
            },
            Environment = { [ChildFolder] = Directory.CreateDirectory(folder.Beside(mode)).FullName, [ChildMode] = mode },
            RedirectStandardOutput = true,
        };
        if (!Path.GetFileNameWithoutExtension(Environment.ProcessPath!).Equals("dotnet", StringComparison.Ordinal))
        {
            start.ArgumentList.Remove(typeof(A_traced_run).Assembly.Location);
        }

        using var child = Process.Start(start)!;
        var said = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Needs.Tool(said.Length > 0 || child.ExitCode == 0, "strace may not trace here");
        Assert.True(child.ExitCode == 0, said);
        return TracedRun.Read(trace);
    }

    /// <summary>The order of calls in a trace.</summary>
    private sealed partial record TracedRun(int Acknowledged, List<string> Unsynced)
    {
        public static TracedRun Read(string trace)
        {
            var (written, synced) = (new List<(int Line, string Data)>(), new List<(int Began, int Ended)>());
            var unfinished = new Dictionary<string, (string Call, int Line)>();
            var (acknowledged, unsynced) = (0, new List<string>());
            var number = 0;
            foreach (var line in File.ReadLines(trace))
            {
                number++;
                var (thread, call) = Split(line);
                var began = number;
                if (call.EndsWith("<unfinished ...>", StringComparison.Ordinal))
                {
                    unfinished[thread] = (call, number);
                    if (!IsAcknowledgement(call))
                    {
                        continue;
                    }
                }
                else if (call.StartsWith("<...", StringComparison.Ordinal) && unfinished.Remove(thread, out var first))
                {
                    (call, began) = (first.Call + call, first.Line);
                    if (IsAcknowledgement(first.Call))
                    {
                        continue; // judged when it began
                    }
                }

                if (IsAcknowledgement(call))
                {
                    acknowledged++;
                    var id = Id().Match(call).Groups[1].Value;
                    var last = written.FirstOrDefault(write => write.Data.Contains(id, StringComparison.Ordinal));
                    if (last.Data is null || !synced.Any(sync => sync.Began > last.Line))
                    {
                        unsynced.Add(id);
                    }
                }
                else if (call.Contains("ledger.db-wal>", StringComparison.Ordinal))
                {
                    Note(call, began, number, written, synced);
                }
            }

            return new TracedRun(acknowledged, unsynced);
        }

        private static void Note(string call, int began, int ended, List<(int Line, string Data)> written, List<(int Began, int Ended)> synced)
        {
            if (call.StartsWith("pwrite64", StringComparison.Ordinal) || call.StartsWith("write", StringComparison.Ordinal))
            {
                written.Add((ended, call));
            }
            else if (call.EndsWith("= 0", StringComparison.Ordinal))
            {
                synced.Add((began, ended));
            }
        }

        private static bool IsAcknowledgement(string call) =>
            call.StartsWith("write", StringComparison.Ordinal) || call.StartsWith("pwrite64", StringComparison.Ordinal)
                ? call.Contains("\"acknowledged ", StringComparison.Ordinal)
                : false;

        /// <summary>Thread, time, call.</summary>
        private static (string Thread, string Call) Split(string line)
        {
            var pieces = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            return pieces.Length == 3 ? (pieces[0], pieces[2]) : ("", "");
        }

        [GeneratedRegex("acknowledged ([A-Za-z0-9_-]{22})")]
        private static partial Regex Id();
    }
}
