using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Story;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Xunit;

namespace EnforcementPlatform.Tests.Slow.Json;

/// <summary>
/// Every operation of the pages for integrators (OpenAPI) is carried out over HTTP/JSON: first the whole story, as an application without gRPC
/// would play it, then what the story has no use for; and every answer is as documented.
/// </summary>
public sealed class Every_operation
{
    /// <summary>
    /// They find nothing to do in a healthy product, or in the story's case, whose party is a company, and say so: other tests carry them out where there is.
    /// </summary>
    private static readonly string[] RefusedHere =
    [
        "enforcement.ledger.v1.LedgerService/RetryParked", "enforcement.ledger.v1.LedgerService/SkipParked",
        "enforcement.gateway.v1.DeliveryService/RetryDelivery", "enforcement.gateway.v1.DeliveryService/ResolveDelivery",
        "enforcement.disclosure.v1.DisclosureService/WithholdDisclosure",
    ];

    [Fact]
    public async Task Of_the_documentation_is_carried_out_over_JSON()
    {
        using var folder = new TemporaryFolder();
        await using var product = new StartedProduct(ProductFolders.In(folder.Path), Command.Roles, split: false);
        await product.Start(TestContext.Current.CancellationToken);
        using var http = new HttpClient();
        using var channels = new RoleChannels(product);
        var asked = new ConcurrentDictionary<string, bool>();
        var seen = new SeenSoFar();
        var printed = new StringWriter();
        var documents = new Dictionary<string, AsDocumented>();
        foreach (var role in Command.Ledgers.Select(role => role.Name))
        {
            var document = await http.GetStringAsync(new Uri(product.HttpOf(role), "/openapi.json"), TestContext.Current.CancellationToken);
            documents[role] = new(JsonNode.Parse(document)!.AsObject());
        }

        CallInvoker Anybody(string role) => new JsonCalls(channels.To(role), http, product.HttpOf(role), documents[role], asked).Intercept(seen);
        var scene = new Scene(new StoryPrinter(printed), seen, folders: null, Anybody, product.PublicPages, TestContext.Current.CancellationToken);
        var cast = await Cast.SignIn(Anybody, scene.Printer, scene.Ct);
        foreach (var chapter in Story.Chapters(cast, []))
        {
            await chapter.Play(scene);
        }

        await new What_the_services_around_a_case_offer(cast, scene).Play();
        await new What_the_story_leaves_out(Anybody, product.Folders, cast, scene).Play();

        var documented = documents.Values.SelectMany(one => one.Operations).ToHashSet(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var left = documented.Where(operation => !(asked.TryGetValue(operation, out var carriedOut) && (carriedOut || RefusedHere.Contains(operation))));
        Assert.True(!left.Any(), string.Join(Environment.NewLine, left));
        Assert.Empty(documents.Values.SelectMany(one => one.Differences));
    }
}
