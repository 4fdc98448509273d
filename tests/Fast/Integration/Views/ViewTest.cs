using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Tests.Fast.Fakes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EnforcementPlatform.Tests.Fast.Integration.Views;

/// <summary>A running set of views over a service, stopped with the test.</summary>
internal sealed class RunningViews : IAsyncDisposable
{
    private RunningViews(RoleViews views) => Views = views;

    public RoleViews Views { get; }

    public static async Task<RunningViews> Start(NotesService service, params View[] views) => await Start(service, service.Tail, views);

    public static Task<RunningViews> Start(NotesService service, IEntries entries, params View[] views) =>
        Start(service, entries, NotesService.ViewFiles, NullLogger<RoleViews>.Instance, views);

    public static async Task<RunningViews> Start(NotesService service, IEntries entries, IViewFiles files, ILogger<RoleViews> log, params View[] views)
    {
        var running = new RunningViews(new("notes", views, entries, files, new() { Directory = service.Folder.File("views") }, TimeProvider.System, log));
        await running.Views.StartAsync(CancellationToken.None);
        return running;
    }

    public async Task<T> Read<T>(string view, long position, Func<ViewDb, T> query)
    {
        await CaughtUp(view, position);
        return await Views.Read(view, query, CancellationToken.None);
    }

    /// <summary>A caller is sent away after two seconds; on a busy machine the view may take longer, the pause after a failure included.</summary>
    public async Task CaughtUp(string view, long position)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await Views.WaitFor(view, position, CancellationToken.None);
                return;
            }
            catch (Fault fault) when (fault.Type == KernelFaults.ViewBehind && tries < 30)
            {
                // asked again
            }
        }
    }

    /// <summary>Asks until a file serves: an older one does so a moment after the start.</summary>
    public async Task<T> WhenServed<T>(string view, Func<ViewDb, T> query)
    {
        for (var turn = 0; ; turn++)
        {
            try
            {
                return await Views.Read(view, query, CancellationToken.None);
            }
            catch (Fault fault) when (fault.Type == KernelFaults.ViewBehind && turn < 6000)
            {
                await Task.Delay(10);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Views.StopAsync(CancellationToken.None);
        Views.Dispose();
    }
}

/// <summary>The next release's view of notes: it writes them in capitals.</summary>
internal sealed class NextNotesView : NotesView
{
    public override int CodeVersion => 2;

    public override async ValueTask Apply(ViewEntry entry, ViewDb db)
    {
        await base.Apply(entry, db);
        db.Run($"UPDATE notes SET text = upper(text)");
    }
}
