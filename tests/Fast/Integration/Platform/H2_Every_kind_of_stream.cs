using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Unit.Folds;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>Every kind of stream that a role registers is among those that golden streams are kept of.</summary>
public sealed class H2_Every_kind_of_stream
{
    [Fact]
    public async Task Of_every_role_is_one_of_the_golden_kinds()
    {
        IServiceCollection registered = null!;
        await using var suite = await TestPlatform.Start(Suite.Roles, replace: services => Suite.Adapters(registered = services));
        var streams = registered.Where(one => one.IsKeyedService && IsOfStreams(one.ServiceType)).ToArray();

        var unknown = streams
            .Select(one => Describe((string)one.ServiceKey!, one.ServiceType, suite.Platform.Services))
            .Where(kind => !IsGolden(kind));

        Assert.NotEmpty(streams);
        Assert.Empty(unknown);
        Assert.False(IsGolden(("records", "novelties", typeof(EnforcementPlatform.Records.Cases.CaseState))));
    }

    private static bool IsOfStreams(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Streams<>);

    private static bool IsGolden((string Role, string Kind, Type State) found) => GoldenStreams.Kinds.Any(kind =>
        kind.Kind == found.Kind && kind.State == found.State && (kind.Role == found.Role || kind.Role == GoldenStreams.Kernel));

    private static (string Role, string Kind, Type State) Describe(string role, Type streams, IServiceProvider services)
    {
        var name = streams.GetMethod(nameof(Streams<>.NameOf))!.Invoke(services.GetRequiredKeyedService(streams, role), [""]);
        return (role, ((string)name!).TrimEnd('/'), streams.GetGenericArguments()[0]);
    }
}
