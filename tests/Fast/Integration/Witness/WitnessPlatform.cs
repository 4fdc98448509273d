using System.Net;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Witnesses;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Witness;

/// <summary>The role supervision on a port, as witness of a records ledger elsewhere, whose key it was told.</summary>
internal sealed class WitnessPlatform : IAsyncDisposable
{
    private readonly TestPlatform _test;
    private readonly NoteKey _log;

    private WitnessPlatform(TestPlatform test, PlatformOptions options, NoteKey log) => (_test, Options, _log) = (test, options, log);

    public static WitnessTable Table { get; } = new(new Witnessing(ServiceRole.Supervision, ServiceRole.Records));

    public PlatformOptions Options { get; }

    public NoteKey Key => NoteKey.Parse(File.ReadAllText(Path.Combine(Options.DataDirectory, ServiceRole.Supervision, "witness.vkey")).TrimEnd('\n'));

    /// <summary>Its submission prefix.</summary>
    public Uri Address => new(_test.Platform.HttpOf(ServiceRole.Supervision), WitnessPaths.Prefix);

    /// <summary>As the ledger of records asks it.</summary>
    public KnownWitness Known => new(ServiceRole.Supervision, IsHere: false, _ => Task.FromResult(Key), () => Address);

    public static async Task<WitnessPlatform> Start(NoteKey log, Action<IServiceCollection>? replace = null)
    {
        PlatformOptions? options = null;
        var test = await TestPlatform.Start(
            [new QuietRole(ServiceRole.Supervision)],
            given => options = given with { TrustedLogs = new() { [ServiceRole.Records] = log.ToString() } },
            services =>
            {
                services.AddSingleton<ILedgerEngine>(new SqliteEngine()).AddSingleton(Table);
                replace?.Invoke(services);
            });
        return new(test, options!, log);
    }

    public async Task<(HttpStatusCode Status, string Type, string Body)> Post(byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using var answer = await _test.Http(ServiceRole.Supervision).PostAsync(new Uri(Address + "/add-checkpoint"), content, TestContext.Current.CancellationToken);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.ToString() ?? "", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public Task<(HttpStatusCode Status, string Type, string Body)> Post(AddCheckpoint asked) => Post(asked.ToBytes());

    /// <summary>A head with the answer's lines, as whoever trusts this witness opens it.</summary>
    public VerifiedCheckpoint Opened(Note head, string lines) =>
        TrustPolicy.Parse($"log {_log}\nwitness w {Key}\nquorum w\n").Open([.. head.ToBytes(), .. System.Text.Encoding.UTF8.GetBytes(lines)]);

    /// <summary>What it put down about the log, outside its data.</summary>
    public string[] Evidence(string what) => [.. Directory.GetFiles(Options.Anchors).Where(file => Path.GetFileName(file).Contains($"%2B{what}%2B", StringComparison.Ordinal))];

    public ValueTask DisposeAsync() => _test.DisposeAsync();
}
