using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// One provider for all roles of the process. Metrics are always kept and read by Prometheus at <c>/metrics</c>; traces are made only where a
/// collector is named, since nobody else would read them. Labels and attributes hold route templates and closed lists, no query, no payload.
/// </summary>
internal static class Telemetry
{
    public const string MetricsPath = "/metrics";

    public static void Add(IServiceCollection services, PlatformOptions options)
    {
        services.AddSingleton<CallMetrics>();
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.Clear().AddService("enforcement-platform"))
            .WithMetrics(metrics => Measure(metrics, options));
        services.ConfigureOpenTelemetryMeterProvider((provider, metrics) => metrics.AddView(MeasuredElsewhere(provider.GetRequiredService<IMeterFactory>())));
        if (options.OtlpEndpoint.Length > 0)
        {
            telemetry.WithTracing(traces => Trace(traces, options));
        }
    }

    public static void Map(RoleEndpoints endpoints, PlatformOptions options)
    {
        var page = endpoints.Http.MapPrometheusScrapingEndpoint(MetricsPath);
        if (!options.MetricsForEveryone)
        {
            page.Add(endpoint => endpoint.RequestDelegate = LoopbackOnly(endpoint.RequestDelegate!));
        }
    }

    private static RequestDelegate LoopbackOnly(RequestDelegate page) => http =>
    {
        if (http.Connection.RemoteIpAddress is { } caller && IPAddress.IsLoopback(caller))
        {
            return page(http);
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    };

    private static void Measure(MeterProviderBuilder metrics, PlatformOptions options)
    {
        metrics.AddMeter(CallMetrics.Name).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddPrometheusExporter();
        if (options.OtlpEndpoint.Length > 0)
        {
            metrics.AddOtlpExporter(to => Send(to, options));
        }
    }

    /// <summary>Meters are found by name in the whole process; those of another platform in it (a test's, a tool's) would pass for ours.</summary>
    private static Func<Instrument, MetricStreamConfiguration?> MeasuredElsewhere(IMeterFactory own) =>
        instrument => instrument.Meter.Scope is IMeterFactory other && other != own ? MetricStreamConfiguration.Drop : null;

    private static void Trace(TracerProviderBuilder traces, PlatformOptions options) =>
        traces.AddSource(CallMetrics.Name)
            .AddAspNetCoreInstrumentation(to => to.Filter = http => http.Request.Path != MetricsPath)
            .AddGrpcClientInstrumentation()
            .AddOtlpExporter(to => Send(to, options));

    private static void Send(OtlpExporterOptions to, PlatformOptions options)
    {
        to.Endpoint = new(options.OtlpEndpoint);
        to.Protocol = OtlpExportProtocol.Grpc;
    }
}
