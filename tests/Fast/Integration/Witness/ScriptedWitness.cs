using System.Collections.Concurrent;
using EnforcementPlatform.Kernel.Witnesses;
using EnforcementPlatform.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Tests.Fast.Integration.Witness;

/// <summary>A witness on a real port that answers what a test tells it to, and remembers what it was asked.</summary>
internal sealed class ScriptedWitness : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<AddCheckpoint> _asked = [];
    private readonly Ed25519Signer _signer = new([.. Enumerable.Repeat((byte)5, 32)]);

    private ScriptedWitness(WebApplication app) => _app = app;

    /// <summary>What it answers; cosigns everything unless told otherwise.</summary>
    public Func<AddCheckpoint, WitnessAnswer>? Answer { get; set; }

    /// <summary>The note on its page about a log; no page unless told otherwise.</summary>
    public Func<string, byte[]>? Page { get; set; }

    /// <summary>The clock that it goes by.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>How far its clock is wrong.</summary>
    public TimeSpan Ahead { get; set; }

    public IReadOnlyCollection<AddCheckpoint> Asked => _asked;

    public NoteKey Key => new("somewhere.else/w1", NoteKeyType.Witness, _signer.PublicKey);

    public Uri Address => new(new Uri(_app.Urls.First()), "/any/prefix");

    public KnownWitness Known => new("elsewhere", IsHere: false, _ => Task.FromResult(Key), () => Address);

    public static async Task<ScriptedWitness> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var witness = new ScriptedWitness(builder.Build());
        witness._app.MapPost("/any/prefix/add-checkpoint", witness.Serve);
        witness._app.MapGet("/any/prefix/checkpoint", (string origin) => witness.Page is { } page ? Results.Bytes(page(origin), "text/plain") : Results.NotFound());
        await witness._app.StartAsync();
        return witness;
    }

    public WitnessAnswer Cosign(AddCheckpoint asked, Ed25519Signer? by = null) =>
        WitnessAnswer.Cosigned(asked.Note.Cosign(Key.Name, by ?? _signer, Clock.GetUtcNow() + Ahead).Signatures[^1].ToString());

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Serve(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var asked = AddCheckpoint.Parse(body.ToArray());
        _asked.Enqueue(asked);
        var answer = Answer?.Invoke(asked) ?? Cosign(asked);
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.ContentType;
        await http.Response.WriteAsync(answer.Text);
    }
}
