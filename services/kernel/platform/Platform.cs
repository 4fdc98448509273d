using System.Net;
using System.Runtime.ExceptionServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EnforcementPlatform.Law;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Any set of roles in one process: one web application, one container, two listeners a role. What a role serves answers on its own ports
/// only, so one process and many behave alike.
/// </summary>
public sealed partial class Platform : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RunningRoles _roles;

    private Platform(WebApplication app)
    {
        _app = app;
        _roles = app.Services.GetRequiredService<RunningRoles>();
    }

    /// <summary>The container all roles share.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Builds the process. Throws <see cref="SettingsException"/>, or <see cref="InvalidOperationException"/> when an rpc has no row in the rights table.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="known">All roles this program can play; the settings choose among them.</param>
    /// <param name="adapters">Registers what the host chose: the engine. Tests replace more: a clock.</param>
    public static Platform Build(PlatformOptions options, IReadOnlyCollection<IRole> known, Action<IServiceCollection>? adapters = null)
    {
        options.ThrowIfWrong(known);
        var roles = known.Where(role => options.Roles.Length == 0 || options.Roles.Contains(role.Name)).Select(role => new RunningRole(role)).ToArray();
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "enforce", EnvironmentName = Environments.Production });
        AddLogging(builder.Logging);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, roles, options));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.StopSeconds));
        AddServices(builder.Services, roles, options);
        adapters?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseRouting();
        app.UseMiddleware<RequestGuard>(options.LargestMessage);
        foreach (var role in roles)
        {
            Map(app, role, options);
        }

        ThrowIfUnruled(roles);
        return new(app);
    }

    /// <summary>Opens the roles' ledgers, then listens.</summary>
    public Task Start(CancellationToken ct) => _app.StartAsync(ct);

    /// <summary>
    /// Opens the ledgers of this process, lets something be done on them, and settles them, instead of <see cref="Start"/>: what waits to be entered is
    /// entered and signed, and nobody listens, hears, delivers or is asked. For acts at the machine while the product is stopped.
    /// </summary>
    public async Task<T> OnOpenLedgers<T>(Func<Task<T>> act, CancellationToken ct)
    {
        var opened = new List<RoleParts>();
        T done;
        try
        {
            foreach (var ledger in Ledgers)
            {
                opened.Add(ledger);
                await ledger.Open(ct);
            }

            done = await act();
        }
        catch
        {
            _ = await Settled(opened); // what ended the act is what the caller has to hear
            throw;
        }

        (await Settled(opened))?.Throw();
        return done;
    }

    /// <summary>Settles all of them, also behind one that cannot be, which is logged; what hindered the first, or null.</summary>
    private async Task<ExceptionDispatchInfo?> Settled(List<RoleParts> opened)
    {
        ExceptionDispatchInfo? first = null;
        foreach (var ledger in opened)
        {
            try
            {
                await ledger.Settle();
            }
            catch (Exception error)
            {
                LogNotSettled(Services.GetRequiredService<ILogger<Platform>>(), ledger.Role, Traces.Describe(error));
                first ??= ExceptionDispatchInfo.Capture(error);
            }
        }

        return first;
    }

    /// <summary>The same with nothing to be done but what waits.</summary>
    public Task OpenLedgersOnce(CancellationToken ct) => OnOpenLedgers(() => Task.FromResult(0), ct);

    private IEnumerable<RoleParts> Ledgers => _roles.All.Select(role => Services.GetKeyedService<RoleParts>(role.Role.Name)).OfType<RoleParts>();

    /// <summary>Completes when <paramref name="stop"/> is cancelled, or a role stopped the process, and calls under way have ended.</summary>
    public Task WaitForStop(CancellationToken stop) => _app.WaitForShutdownAsync(stop);

    /// <summary>Stops listening and ends calls under way, waiting no longer than the settings allow.</summary>
    public Task Stop() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _roles.StopAsync(CancellationToken.None); // where the start failed half way nobody else ends what follows
        await _app.DisposeAsync();
    }

    /// <summary>Roles of this process, in their order.</summary>
    public IReadOnlyList<string> Roles => [.. _roles.All.Select(role => role.Role.Name)];

    /// <summary>HTTP/1.1 address of a role of this process, once it listens.</summary>
    public Uri HttpOf(string role) => _roles[role].Http;

    /// <summary>gRPC address of a role of this process, once it listens; an anonymous role has none.</summary>
    public Uri GrpcOf(string role) => _roles[role].Grpc;

    /// <summary>
    /// Enters in every ledger of this process that has entries after now that the clock had been ahead: role and latest time of each. The two
    /// persons MUST have been recognised (<see cref="IOperators"/>) and be different ones.
    /// </summary>
    public async Task<IReadOnlyList<(string Role, DateTimeOffset Latest)>> SetClockBack(Actor first, Actor second, string reason, CancellationToken ct)
    {
        var entered = new List<(string, DateTimeOffset)>();
        foreach (var ledger in Ledgers)
        {
            if (await ledger.SetClockBack(first, second, reason, ct) is { } latest)
            {
                entered.Add((ledger.Role, latest));
            }
        }

        return entered;
    }

    /// <summary>What the first unready role waits for, or null when every role is ready.</summary>
    public async ValueTask<string?> WaitsFor(CancellationToken ct)
    {
        foreach (var role in _roles.All)
        {
            if (await role.WaitsFor(Services, ct) is { } what)
            {
                return $"{role.Role.Name}: {what}";
            }
        }

        return null;
    }

    private static void AddServices(IServiceCollection services, RunningRole[] roles, PlatformOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<Installation>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddRoutingCore();
        services.AddSingleton<MatcherPolicy, RoleEndpointSelector>();
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.LargestMessage;
            grpc.IgnoreUnknownServices = true;
            grpc.Interceptors.Add<FaultInterceptor>();
            grpc.Interceptors.Add<SignInInterceptor>();
            grpc.Interceptors.Add<TextInterceptor>();
        }).AddJsonTranscoding(json =>
        {
            json.TypeRegistry = RichStatus.Types;
            json.JsonSettings.WriteInt64sAsStrings = true;
        });
        services.AddSingleton<FaultInterceptor>().AddSingleton<SignInInterceptor>().AddSingleton<TextInterceptor>();
        Telemetry.Add(services, options);
        AddSignIn(services, roles, options);
        services.AddSingleton(provider => new RunningRoles(roles, provider, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RunningRoles>>()));
        services.AddHostedService(provider => provider.GetRequiredService<RunningRoles>());
        services.AddSingleton<DiskWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<DiskWatch>());
        foreach (var role in roles)
        {
            role.Role.Services(services, options);
        }
    }

    private static void AddSignIn(IServiceCollection services, RunningRole[] roles, PlatformOptions options)
    {
        var keys = roles.Where(role => !role.Role.IsAnonymous).ToDictionary(role => role.Role.Name, role => SigningKey.Load(options.KeyDirectory, role.Role.Name));
        services.AddSingleton<IIssuerKeys>(provider =>
            new IssuerKeys(
                keys, options.Peers, TimeSpan.FromSeconds(options.PeerSeconds), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<IssuerKeys>>()));
        services.AddSingleton(provider => new Peers(options, provider));
        services.AddSingleton<ITrustedLogs>(provider => new TrustedLogs(options, provider));
        foreach (var (role, key) in keys)
        {
            services.AddKeyedSingleton(role, (provider, _) => key);
            services.AddKeyedSingleton(role, (provider, _) => new Tokens(role, key, provider.GetRequiredService<TimeProvider>()));
            services.AddKeyedSingleton(role, (provider, _) => new TokenVerifier(role, provider.GetRequiredService<IIssuerKeys>(), provider.GetRequiredService<TimeProvider>()));
        }
    }

    private static void AddLogging(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });

        // grpc-dotnet logs each refusal with the exception's message, which may hold what the caller sent; our interceptor logs what matters.
        logging.AddFilter("Grpc", LogLevel.None).AddFilter("Microsoft", LogLevel.Warning)

            // A start that fails is told in one sentence by whoever started it; the host would add the stack.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical).AddFilter("EnforcementPlatform", LogLevel.Information);
    }

    private static void Listen(KestrelServerOptions kestrel, RunningRole[] roles, PlatformOptions options)
    {
        kestrel.AddServerHeader = false;

        // gRPC and the reader of JSON bound each message and answer in our shape; Kestrel's own limit would cut the connection.
        kestrel.Limits.MaxRequestBodySize = null;
        var address = IPAddress.Parse(options.ListenAddress);
        foreach (var role in roles)
        {
            var ports = options.PortsOf(role.Role);
            kestrel.Listen(address, ports.Http, listener => role.HttpListener = Bind(listener, HttpProtocols.Http1, role));
            if (!role.Role.IsAnonymous)
            {
                kestrel.Listen(address, ports.Grpc, listener => role.GrpcListener = Bind(listener, HttpProtocols.Http2, role));
            }
        }
    }

    private static ListenOptions Bind(ListenOptions listener, HttpProtocols protocols, RunningRole role)
    {
        var mark = new RoleOfConnection(role.Role.Name);
        listener.Protocols = protocols;
        listener.Use(next => connection =>
        {
            connection.Features.Set(mark);
            return next(connection);
        });
        return listener;
    }

    private static void Map(WebApplication app, RunningRole role, PlatformOptions options)
    {
        var endpoints = role.Endpoints = new RoleEndpoints(app, role.Role.Name);
        role.Role.Map(endpoints);
        Telemetry.Map(endpoints, options);
        var installation = app.Services.GetRequiredService<Installation>();
        endpoints.Http.MapGet("/health/live", (HttpResponse response) =>
        {
            Name(installation, response);
            return Results.Ok();
        });
        endpoints.Http.MapGet("/health/ready", (Func<HttpContext, Task<IResult>>)(http =>
        {
            Name(installation, http.Response);
            return Readiness(http, role);
        }));
        if (!role.Role.IsAnonymous)
        {
            MapContracts(app, role, endpoints);
        }
    }

    /// <summary>Ready or not for everybody; what it waits for and what the scrub found for callers of this machine alone.</summary>
    private static async Task<IResult> Readiness(HttpContext http, RunningRole role)
    {
        var waitsFor = await role.WaitsFor(http.RequestServices, http.RequestAborted);
        var status = waitsFor is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        if (http.Connection.RemoteIpAddress is not { } caller || !IPAddress.IsLoopback(caller) || http.Request.Headers.ContainsKey("X-Forwarded-For"))
        {
            return Results.StatusCode(status);
        }

        var details = http.RequestServices.GetKeyedServices<IReadinessDetail>(role.Role.Name).ToDictionary(detail => detail.Name, detail => role.Started ? detail.Value : null);
        return Results.Json(new { waitsFor, details }, ReadinessJson, statusCode: status);
    }

    private static readonly JsonSerializerOptions ReadinessJson = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whoever watches an installation must see that it is a demonstration, as its pages say.</summary>
    private static void Name(Installation installation, HttpResponse response)
    {
        if (installation.IsDemonstration)
        {
            response.Headers[Installation.Header] = Installation.Demonstration;
        }
    }

    /// <summary>What goes with contracts: health and reflection over gRPC, the key of the role's tokens, the documentation.</summary>
    private static void MapContracts(WebApplication app, RunningRole role, RoleEndpoints endpoints)
    {
        endpoints.OfPlatform<RoleHealth>();
        endpoints.OfPlatform<RoleReflection>();
        endpoints.OfPlatform<RoleReflectionV1>();
        var keys = JsonWebKeys.Of(app.Services.GetRequiredKeyedService<SigningKey>(role.Role.Name).Public);
        endpoints.Http.MapGet(JsonWebKeys.Path, () => keys);
        var document = new Lazy<JsonObject>(() =>
            OpenApiDocument.Of(role.Role.Name, endpoints.Contracts, OpenApiRefusals.DeclaredIn(role.Role.GetType().Assembly)));
        endpoints.Http.MapGet(OpenApiDocument.Path, () => Results.Text(document.Value.ToJsonString(), "application/json"));
        endpoints.Http.MapGet("/", () => Results.Redirect(DocsPage.Path)); // whoever opens the bare address of a service looks for its contract
        MapDocumentation(endpoints, document, () => new(app.Services.GetRequiredService<RunningRoles>().Find(ServiceRole.Records)?.Http, role.Http));
    }

    /// <summary>One page for all, one for each service, and the search, which needs no scripts.</summary>
    private static void MapDocumentation(RoleEndpoints endpoints, Lazy<JsonObject> document, Func<SignInExample> example)
    {
        var page = new Lazy<string>(() => DocsPage.Of(document.Value, example()));
        endpoints.Http.MapGet(DocsPage.Path, (HttpResponse response, string? q) =>
            Show(response, string.IsNullOrWhiteSpace(q) ? page.Value : DocsPage.Found(document.Value, q)));
        foreach (var contract in endpoints.Contracts)
        {
            var ofService = new Lazy<string>(() => DocsPage.OfService(document.Value, contract.Name));
            endpoints.Http.MapGet($"{DocsPage.Path}/{contract.Name}", (HttpResponse response) => Show(response, ofService.Value));
        }

        static IResult Show(HttpResponse response, string html)
        {
            response.Headers.ContentSecurityPolicy = DocsPage.Policy;
            return Results.Text(html, "text/html; charset=utf-8");
        }
    }

    private static void ThrowIfUnruled(RunningRole[] roles)
    {
        var unruled = roles.SelectMany(role => role.Endpoints!.Contracts)
            .SelectMany(contract => contract.Methods)
            .Select(rpc => $"{rpc.Service.FullName}/{rpc.Name}")
            .Except(Rights.Rpcs)
            .ToArray();
        if (unruled.Length > 0)
        {
            throw new InvalidOperationException($"no row in the rights table: {string.Join(", ", unruled)}");
        }
    }

    [LoggerMessage(1018, LogLevel.Error, "{Role}的账本未能正常关闭：{Error}。已写入的记录仍在，下次启动时补签。请排除原因（磁盘空间、锚点目录的写权限）")]
    private static partial void LogNotSettled(ILogger log, string role, string error);
}
