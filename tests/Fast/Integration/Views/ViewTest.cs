using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Tests.Fast.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace EnforcementPlatform.Tests.Fast.Integration.Views;

/// <summary>A running set of views over a service, stopped with the test.</summary>
internal sealed class RunningViews : IAsyncDisposable
{
    private RunningViews(RoleViews views) => Views = views;

    public RoleViews Views { get; }

    public static async Task<RunningViews> Start(NotesService service, params View[] views) => await Start(service, service.Tail, views);

    public static async Task<RunningViews> Start(NotesService service, IEntries entries, params View[] views)
    {
        var running = new RunningViews(new("notes", views, entries, NotesService.OpenViewFile, new() { Directory = service.Folder.File("views") }, TimeProvider.System, NullLogger<RoleViews>.Instance));
        await running.Views.StartAsync(CancellationToken.None);
        return running;
    }

    public async Task<T> Read<T>(string view, long position, Func<ViewDb, T> query)
    {
        await Views.WaitFor(view, position, CancellationToken.None);
        return await Views.Read(view, query, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Views.StopAsync(CancellationToken.None);
        Views.Dispose();
    }
}
