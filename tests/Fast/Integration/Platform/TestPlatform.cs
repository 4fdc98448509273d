using System.Net.Http.Headers;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>The real platform on loopback ports of the system's choice, with folders of its own that are removed at the end.</summary>
internal sealed class TestPlatform : IAsyncDisposable
{
    private readonly string _folder;
    private readonly List<IDisposable> _clients = [];

    private TestPlatform(Platform platform, string folder)
    {
        Platform = platform;
        _folder = folder;
    }

    public Platform Platform { get; }

    public static async Task<TestPlatform> Start(IReadOnlyList<IRole> roles, Func<PlatformOptions, PlatformOptions>? settings = null, Action<IServiceCollection>? replace = null)
    {
        var folder = Directory.CreateTempSubdirectory("ep-platform-").FullName;
        var options = Options(folder, roles);
        var platform = Platform.Build(settings?.Invoke(options) ?? options, roles, services =>
        {
            services.AddLogging(logging => logging.ClearProviders());
            services.AddSingleton(new PasswordCost(Rounds: 1_000)); // dear hashes are no test's matter
            replace?.Invoke(services);
        });
        await platform.Start(TestContext.Current.CancellationToken);
        return new(platform, folder);
    }

    public static PlatformOptions Options(string folder, IReadOnlyList<IRole> roles) => new()
    {
        DataDirectory = Path.Combine(folder, "data"),
        KeyDirectory = Path.Combine(folder, "keys"),
        Anchors = Path.Combine(folder, "anchors"),
        Ports = roles.ToDictionary(role => role.Name, _ => new RolePorts()),
        PublicHeadSeconds = 1,
        PeerSeconds = 60, // a busy machine is no peer that is away
    };

    /// <summary>What everybody who uses <see cref="Calls"/> has seen.</summary>
    internal SeenSoFar Seen { get; } = new();

    /// <summary>Calls to a role by those who see what they did: a list that is asked after an act shows it.</summary>
    public CallInvoker Calls(string role) => Channel(role).CreateCallInvoker().Intercept(Seen).Intercept(new SeesWhatItDid());

    /// <summary>A gRPC channel to a role.</summary>
    public ChannelBase Channel(string role)
    {
        var channel = GrpcChannel.ForAddress(Platform.GrpcOf(role));
        _clients.Add(channel);
        return channel;
    }

    /// <summary>An HTTP/1.1 client of a role.</summary>
    public HttpClient Http(string role, string? token = null)
    {
        var client = new HttpClient { BaseAddress = Platform.HttpOf(role) };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        _clients.Add(client);
        return client;
    }

    /// <summary>A real signed token of a person.</summary>
    public string TokenOf(string account, string role) =>
        Platform.Services.GetRequiredKeyedService<Tokens>(role).ForPerson(account, ["pwd"], DateTimeOffset.UnixEpoch, session: "", epoch: 0);

    public static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        await Platform.Stop();
        await Platform.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
