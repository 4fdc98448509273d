using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Story;
using EnforcementPlatform.Law;
using Grpc.Core.Interceptors;
using Xunit;

namespace EnforcementPlatform.Tests.Slow;

/// <summary>
/// Somebody without an account fetches everything there is to fetch, of every role and of the public pages: nothing tells of a case that was not
/// published, of who works on it, or of what kind of act was recorded.
/// </summary>
public sealed partial class What_anybody_can_see
{
    private const int MostPages = 300;

    [Fact]
    public async Task Tells_nothing_of_what_was_not_published()
    {
        using var folder = new TemporaryFolder();
        await using var product = new StartedProduct(ProductFolders.In(folder.Path), Command.Roles, split: false);
        await product.Start(TestContext.Current.CancellationToken);
        var (code, printed) = await Command.Run("story", "--at", Command.At(role => product.GrpcOf(role), product.PublicPages));
        Assert.True(code == Host.CommandLine.Done, printed);
        var hidden = await Unpublished(product);

        var seen = await Everything(product, hidden);

        Assert.True(seen.Count >= 60, $"only {seen.Count} answers");
        Assert.Contains(seen, answer => answer.Text.Contains("演工信罚〔", StringComparison.Ordinal));
        Assert.Contains(seen, answer => new Uri(answer.Path).Port == product.PublicPages.Port && answer.Text.Contains("演示市工业和信息化局", StringComparison.Ordinal));
        foreach (var secret in hidden.Append("records.facts").Append("review.facts"))
        {
            Assert.All(seen, answer => Assert.False(answer.Text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{answer.Path} tells {secret}"));
        }
    }

    /// <summary>A filed case that nobody published: its id, its two handlers, its party.</summary>
    private static async Task<IReadOnlyList<string>> Unpublished(StartedProduct product)
    {
        using var channels = new RoleChannels(product);
        var seen = new SeenSoFar();
        var cast = await Cast.SignIn(role => channels.To(role).Intercept(seen), printer: null, TestContext.Current.CancellationToken);
        var clue = (await cast.Officer.Cases.RegisterClueAsync(new()
        {
            RequestId = Scene.NewRequestId(), Source = ClueSource.Report, Summary = "举报台账不实", PartyKind = PartyKind.LegalPerson, Party = new() { Name = "平顶山未公示公司", Address = "平顶山市某路1号" },
        })).Case;
        var filed = (await cast.Lead.Cases.FileCaseAsync(new()
        {
            CaseId = clue.CaseId, Etag = clue.Etag, RequestId = Scene.NewRequestId(), Department = "minbao", HandlerIds = { cast.Officer.Id, cast.Partner.Id }, Cause = "涉嫌台账不实",
            ViolationEndedOn = $"{ShanghaiTime.DateOf(DateTimeOffset.UtcNow).AddDays(-2):yyyy-MM-dd}",
        })).Case;
        return [filed.CaseId, cast.Officer.Id, cast.Partner.Id, cast.Lead.Id, "平顶山未公示公司"];
    }

    private static async Task<List<Answer>> Everything(StartedProduct product, IReadOnlyList<string> hidden)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var seen = new List<Answer>();
        foreach (var role in Command.Ledgers.Select(role => role.Name))
        {
            var address = product.HttpOf(role);
            var document = await Take(http, new(address, "/openapi.json"), seen);
            string[] paths =
            [
                "/", "/docs", "/metrics", "/health/live", "/health/ready", "/.well-known/jwks.json", "/v1/ledger/tile?level=0&width=1", "/v1/ledger/tile?level=0&width=60",
                "/v1/ledger/entries", "/v1/ledger/proof?position=1", .. Reads(document, hidden[0]),
                .. JsonNode.Parse(document)!["tags"]!.AsArray().Select(tag => $"/docs/{tag!["name"]}"), "/docs?q=案件",
            ];
            foreach (var path in paths.Distinct())
            {
                await Take(http, new(address, path), seen);
            }
        }

        await Crawl(http, product.PublicPages, seen);
        return seen;
    }

    /// <summary>Every reading operation of the documentation, about the case that nobody published.</summary>
    private static IEnumerable<string> Reads(string document, string caseId) =>
        from path in JsonNode.Parse(document)!["paths"]!.AsObject()
        where path.Value!.AsObject().ContainsKey("get")
        select Parameter().Replace(path.Key, caseId);

    /// <summary>The public pages from link to link, and every text a visitor could search for.</summary>
    private static async Task Crawl(HttpClient http, Uri start, List<Answer> seen)
    {
        var (known, next) = (new HashSet<Uri>(), new Queue<Uri>([start, new(start, "/?q=公司"), new(start, "/officers"), new(start, "/items"), new(start, "/robots.txt"), new(start, "/checkpoint")]));
        while (next.TryDequeue(out var page) && known.Count < MostPages)
        {
            if (!known.Add(page))
            {
                continue;
            }

            foreach (Match link in Link().Matches(await Take(http, page, seen)))
            {
                var target = new Uri(page, System.Net.WebUtility.HtmlDecode(link.Groups[1].Value));
                if (target.Authority == start.Authority)
                {
                    next.Enqueue(new(target.GetLeftPart(UriPartial.Query)));
                }
            }
        }
    }

    private static async Task<string> Take(HttpClient http, Uri address, List<Answer> seen)
    {
        using var answer = await http.GetAsync(address, TestContext.Current.CancellationToken);
        var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        // What was asked may be told back; what else is said may not.
        seen.Add(new(address.ToString(), text.Replace(address.PathAndQuery, "", StringComparison.Ordinal)));
        return text;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("(?:href|action)=\"([^\"#]+)")]
    private static partial Regex Link();

    private sealed record Answer(string Path, string Text);
}
