using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Drill;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Tests.Slow;

/// <summary>
/// The real platform in this process, on a disk that loses the last half second of the ledger's write-ahead log when the power goes: what
/// <c>synchronous=OFF</c> or an acknowledgement before the sync would do. Everything else is as shipped.
/// </summary>
internal sealed class ForgetfulPlatform(ProductFolders folders) : IVictim
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Queue<long> _lengths = new();
    private readonly CancellationTokenSource _stopped = new();
    private Platform? _platform;
    private RolePorts? _ports;
    private Task _watching = Task.CompletedTask;

    public ProductFolders Folders => folders;

    ProductFolders? IProduct.Folders => folders;

    private string Ledger => Path.Combine(folders.Data, "records", "ledger.db");

    public Uri GrpcOf(string role) => _platform!.GrpcOf(role);

    public Uri PublicPages => _platform!.HttpOf(ServiceRole.PortalPublic);

    public async Task Start(CancellationToken ct)
    {
        _platform = Platform.Build(Options(), Suite.Roles, Suite.Adapters);
        await _platform.Start(ct);
        _ports ??= new() { Http = _platform.HttpOf("records").Port, Grpc = _platform.GrpcOf("records").Port };
        foreach (var demo in _platform.Services.GetServices<IDemoData>())
        {
            await demo.Prepare(ct);
        }

        _watching = Watch();
    }

    /// <summary>This defect is one of working, not of starting.</summary>
    public Task StartAndKill(TimeSpan after, CancellationToken ct) => Task.CompletedTask;

    public async Task Kill()
    {
        var durable = _lengths.Count > 0 ? _lengths.Peek() : 0;
        File.Copy(Ledger, $"{Ledger}.left", overwrite: true);
        var log = await Read($"{Ledger}-wal");
        await Stop();
        File.Move($"{Ledger}.left", Ledger, overwrite: true);
        File.Delete($"{Ledger}-shm");
        await File.WriteAllBytesAsync($"{Ledger}-wal", log[..(int)Math.Min(durable, log.Length)]);
    }

    public async Task<bool> Stop()
    {
        await _platform!.Stop();
        await _platform.DisposeAsync();
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _watching;
        await Stop();
        _stopped.Dispose();
    }

    private PlatformOptions Options() => new()
    {
        DataDirectory = folders.Data,
        KeyDirectory = folders.Keys,
        Anchors = folders.Anchors,
        DemoData = true,
        Ports = Suite.Roles.ToDictionary(role => role.Name, role => role.Name == "records" && _ports is { } known ? known : new RolePorts()),
    };

    /// <summary>Remembers how long the log was, the oldest first.</summary>
    private async Task Watch()
    {
        while (!_stopped.IsCancellationRequested)
        {
            _lengths.Enqueue(new FileInfo($"{Ledger}-wal") is { Exists: true } log ? log.Length : 0);
            if (_lengths.Count > Forgotten / Interval)
            {
                _lengths.Dequeue();
            }

            await Task.Delay(Interval, _stopped.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static async Task<byte[]> Read(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes);
        return bytes;
    }
}
