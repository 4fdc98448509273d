using EnforcementPlatform.Adapters.Files;
using EnforcementPlatform.Adapters.Http;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Disclosure;
using EnforcementPlatform.Gateway;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Portal;
using EnforcementPlatform.Records;
using EnforcementPlatform.Review;
using EnforcementPlatform.Supervision;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Host;

/// <summary>What this program is made of.</summary>
internal static class Suite
{
    /// <summary>The roles it can play, in the order they start.</summary>
    public static IReadOnlyList<IRole> Roles { get; } =
        [new RecordsModule(), new ReviewModule(), new DisclosureModule(), new SupervisionModule(), new GatewayModule(), new PortalPublicModule()];

    /// <summary>The engines behind the ports.</summary>
    public static void Adapters(IServiceCollection services) => services
        .AddSingleton(SubscriptionTable.Rows)
        .AddSingleton(WhoWitnesses.Rows)
        .AddSingleton<ILedgerEngine, SqliteEngine>()
        .AddSingleton<IHttpExchange, HttpExchange>()
        .AddSingleton<IBlobs>(provider => FileBlobs.Open(provider.GetRequiredService<PlatformOptions>(), ServiceRole.Records));
}
