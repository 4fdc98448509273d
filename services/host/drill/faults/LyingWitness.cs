using System.Net;
using System.Text.RegularExpressions;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>
/// A witness answers every head with an unsigned claim that it has seen far more entries. It proves nothing, so nobody stops; an alarm names it.
/// It is taken out of the settings.
/// </summary>
internal sealed partial class LyingWitness : IFaultPlay
{
    public string Name => "lying-witness";

    public string Title => "见证者谎称见过更多记录";

    public async Task<Noticed> Play(Stage stage, CancellationToken ct)
    {
        var port = StartedProduct.FreePorts(1)[0];
        using var listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        var lying = Lie(listener);
        var key = new NoteKey("liar.example.cn/witness", NoteKeyType.Witness, new Ed25519Signer(Ed25519Signer.NewSeed()).PublicKey);
        stage.Product.Settings = [$"--Platform:Witnesses:liar:Address=http://127.0.0.1:{port}/witness", $"--Platform:Witnesses:liar:Key={key}"];
        await stage.Start(ct);
        await stage.Work(TimeSpan.FromSeconds(3), ct);
        var noticed = await stage.NoticedWhileRunning(Liar(), ct);
        if (await stage.Act(ct) is { } refused)
        {
            throw new PlayFailedException($"没有证据的说法使平台停止办理：{refused}");
        }

        await stage.Stop();
        listener.Stop();
        await lying;
        stage.Product.Settings = [];
        await stage.Start(ct);
        await stage.RequireWell(ct);
        return noticed;
    }

    private static async Task Lie(HttpListener listener)
    {
        try
        {
            while (listener.IsListening)
            {
                var context = await listener.GetContextAsync();
                context.Response.StatusCode = (int)HttpStatusCode.Conflict;
                context.Response.ContentType = "text/x.tlog.size";
                await context.Response.OutputStream.WriteAsync("1000000\n"u8.ToArray());
                context.Response.Close();
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The play is over.
        }
    }

    [GeneratedRegex("liar")]
    private static partial Regex Liar();
}
