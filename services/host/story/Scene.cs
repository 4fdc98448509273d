using System.Diagnostics;
using System.Net;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Law;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>What the chapters share: the case as last answered, what has been seen, what anybody can reach, and where to print.</summary>
/// <param name="anybodyTo">Calls to a role without a token.</param>
/// <param name="portal">Address of the public pages.</param>
internal sealed class Scene(
    StoryPrinter printer, SeenSoFar seen, ProductFolders? folders, Func<string, CallInvoker> anybodyTo, Uri portal, CancellationToken ct)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = portal };
    private int _steps;

    public StoryPrinter Printer { get; } = printer;

    public SeenSoFar Seen { get; } = seen;

    /// <summary>Folders of the product where they lie here, else null.</summary>
    public ProductFolders? Folders { get; } = folders;

    public CancellationToken Ct { get; } = ct;

    /// <summary>What anybody may ask, without sign-in.</summary>
    public PublicDisclosureService.PublicDisclosureServiceClient Public { get; } = new(anybodyTo(ServiceRole.Disclosure));

    /// <summary>The case, as the last act answered it.</summary>
    public Case Case { get; private set; } = new();

    /// <summary>Documents issued so far, oldest first.</summary>
    public List<Document> Documents { get; } = [];

    /// <summary>One step: acts, checks, and says in Chinese what came of it.</summary>
    public async Task Step(Player who, string act, Func<Task<string>> play)
    {
        _steps++;
        var began = Stopwatch.GetTimestamp();
        string result;
        try
        {
            result = await play();
        }
        catch (Exception error) when (error is StepFailedException or RpcException)
        {
            Printer.Step(_steps, who, act, "不符合预期", Stopwatch.GetElapsedTime(began));
            throw;
        }

        Printer.Step(_steps, who, act, result, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>A step that changes the case. Checked in any case: the etag is new, and the case is the same one.</summary>
    public Task Change(Player who, string act, Func<Case, string, Task<Case>> change, Func<Case, string> check) => Step(who, act, async () =>
    {
        var before = Case;
        var after = await change(before, NewRequestId());
        Expect.True(after.Etag.Length > 0 && after.Etag != before.Etag, "每次办理后案件应有新的版本标记（etag）");
        Expect.True(before.CaseId.Length == 0 || after.CaseId == before.CaseId, "返回的应为同一案件");
        Case = after;
        return check(after);
    });

    /// <summary>A step that must be refused for one reason, and must change nothing.</summary>
    public Task Refused(Player who, string act, StatusCode code, string reason, Func<Case, string, Task> attempt) => Step(who, act, async () =>
    {
        var refusal = await Expect.Refused(() => attempt(Case, NewRequestId()), code, reason);
        return $"按预期被拒绝：{refusal.Sentence}";
    });

    /// <summary>A step about something else than the case that must be refused for one reason.</summary>
    public Task RefusedTo(Player who, string act, StatusCode code, string reason, Func<string, Task> attempt) =>
        Refused(who, act, code, reason, (_, id) => attempt(id));

    /// <summary>A public page as a browser gets it, with words that must be on it.</summary>
    public Task Page(string path, string act, HttpStatusCode status, params string[] words) => Step(Player.Anybody, act, () => Eventually(async () =>
    {
        using var answer = await _browser.GetAsync(path, Ct);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        return answer.StatusCode == status && words.All(word => page.Contains(word, StringComparison.Ordinal)) ? $"{(int)status}，内容相符" : null;
    }, _ => false));

    /// <summary>Takes over the case as somebody has read it.</summary>
    public void Read(Case file) => Case = file;

    /// <summary>Looks again and again for what another service brings about, until it is there or it takes too long.</summary>
    /// <param name="look">What came of it; null while it is not there.</param>
    /// <param name="passes">Refusals that mean: not yet.</param>
    /// <param name="longest">Where it takes longer than half a minute.</param>
    public async Task<string> Eventually(Func<Task<string?>> look, Func<RpcException, bool> passes, TimeSpan? longest = null)
    {
        var patience = longest ?? LongestWait;
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if (await look() is { } found)
                {
                    return found;
                }
            }
            catch (RpcException error) when (passes(error) && Stopwatch.GetElapsedTime(began) < patience)
            {
                // Not yet.
            }

            Expect.True(Stopwatch.GetElapsedTime(began) < patience, $"{patience.TotalSeconds:0}秒内没有等到结果");
            await Task.Delay(BetweenLooks, Ct);
        }
    }

    /// <summary>Every request has an id of its own, by which a repetition is known.</summary>
    public static string NewRequestId() => Guid.NewGuid().ToString();
}
