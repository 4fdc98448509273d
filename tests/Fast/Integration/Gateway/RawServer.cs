using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EnforcementPlatform.Tests.Fast.Integration.Gateway;

/// <summary>Reads what comes first on each connection, writes the bytes it was given, and closes; with null it never answers.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly string? _answer;
    private readonly Task _serving;
    private int _connections;

    public RawServer(string? answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/api");
        _serving = Serve();
    }

    public Uri Address { get; }

    public int Connections => Volatile.Read(ref _connections);

    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Stop();
        _serving.ContinueWith(_ => _stopping.Dispose(), TaskScheduler.Default);
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var connection = await _listener.AcceptTcpClientAsync(_stopping.Token);
                Interlocked.Increment(ref _connections);
                await Answer(connection);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or IOException)
        {
            // The test is over, or the other side left.
        }
    }

    private async Task Answer(TcpClient connection)
    {
        var stream = connection.GetStream();
        _ = await stream.ReadAsync(new byte[8192], _stopping.Token);
        if (_answer is null)
        {
            await Task.Delay(Timeout.Infinite, _stopping.Token);
        }
        else
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(_answer), _stopping.Token);
        }
    }
}
