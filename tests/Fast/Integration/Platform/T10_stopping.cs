using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using Grpc.Net.Client;
using Grpc.Reflection.V1Alpha;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>A process that stops, and a client that hangs up, leave no stack in the log.</summary>
public sealed class T10_stopping
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task T10_A_stop_under_load_is_silent()
    {
        var log = new KeptLog<T10_stopping>();
        for (var round = 0; round < 3; round++)
        {
            var test = await TestPlatform.Start(Suite.Roles, options => options with { StopSeconds = 1 }, services =>
            {
                Suite.Adapters(services);
                services.AddLogging(logging => logging.AddProvider(log));
            });
            var demo = test.Platform.Services.GetRequiredService<IDemoData>();
            var preparing = demo.Prepare(CancellationToken.None);
            await Task.WhenAny(preparing, Task.Delay(TimeSpan.FromMilliseconds(300 + (100 * round)), Ct));
            await test.DisposeAsync();
            await preparing.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        Assert.DoesNotContain(log.Lines, line => line.Contains("ObjectDisposed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task T10_A_start_that_fails_leaves_its_sentence_to_whoever_started_it()
    {
        var (log, folder) = (new KeptLog<T10_stopping>(), Directory.CreateTempSubdirectory("ep-t10-").FullName);
        await using (var first = Built(folder, log))
        {
            await first.Start(Ct);
            await using var second = Built(folder, log);
            await Assert.ThrowsAsync<FileInUseException>(() => second.Start(Ct));
            await first.Stop();
        }

        Directory.Delete(folder, recursive: true);
        Assert.DoesNotContain(log.Lines, line => line.Contains("   at ", StringComparison.Ordinal));
    }

    private static Platform Built(string folder, KeptLog<T10_stopping> log)
    {
        IRole[] roles = [new EnforcementPlatform.Records.RecordsModule()];
        return Platform.Build(TestPlatform.Options(folder, roles), roles, services =>
        {
            services.AddLogging(logging => logging.ClearProviders().AddProvider(log));
            Suite.Adapters(services);
        });
    }

    [Fact]
    public async Task T10_A_reflection_client_that_hangs_up_logs_no_error()
    {
        var log = new KeptLog<T10_stopping>();
        await using var test = await TestPlatform.Start([new ProbeRole("records")], replace: services => services.AddLogging(logging => logging.AddProvider(log)));
        for (var round = 0; round < 10; round++)
        {
            using var handler = new SocketsHttpHandler();
            using var channel = GrpcChannel.ForAddress(test.Platform.GrpcOf("records"), new() { HttpHandler = handler });
            var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo(cancellationToken: Ct);
            await call.RequestStream.WriteAsync(new() { ListServices = "" }, Ct);
            Assert.True(await call.ResponseStream.MoveNext(Ct));
            if (round % 2 == 0)
            {
                call.Dispose();
            }
        }

        await test.Platform.Stop();
        Assert.DoesNotContain(log.Lines, line => line.Contains("Error", StringComparison.Ordinal) || line.Contains("   at ", StringComparison.Ordinal));
    }
}
