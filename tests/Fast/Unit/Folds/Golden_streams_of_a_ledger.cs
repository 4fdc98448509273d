using System.Collections.Immutable;
using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Folds;

/// <summary>
/// Adds golden streams of this release, run by hand. It reads a stopped installation in which everything was played (a copy of the folder
/// that <c>./run</c> made and <c>./enforce story --at</c> was played on; the folder is named by GOLDEN_FROM) and writes, for each type of
/// fact that stands in no golden file yet, the shortest streams that hold it. What exists is never written over, and what no act there
/// wrote is named at the end and is to be written by hand. The new files and the states they fold to (<c>.received.txt</c> of the tests)
/// are read before they are committed.
/// </summary>
public sealed class Golden_streams_of_a_ledger
{
    [Fact(Explicit = true)]
    public async Task Are_added_for_what_stands_in_none_yet()
    {
        var from = Environment.GetEnvironmentVariable("GOLDEN_FROM") ?? throw new InvalidOperationException("GOLDEN_FROM names no folder");
        var options = new PlatformOptions
        {
            DataDirectory = Path.Combine(from, "data"),
            KeyDirectory = Path.Combine(from, "keys"),
            Anchors = Path.Combine(from, "anchors"),
            Ports = Suite.Roles.ToDictionary(role => role.Name, _ => new RolePorts()),
        };
        await using var platform = Platform.Build(options, Suite.Roles, Suite.Adapters);
        await platform.Start(TestContext.Current.CancellationToken);
        var left = new List<string>();
        foreach (var kind in GoldenStreams.Kinds)
        {
            var wanted = FoldCode.Of(kind.State).Facts.Except(GoldenStreams.Of(kind).SelectMany(stream => stream.Facts)).ToHashSet();
            var known = GoldenStreams.Of(kind).Count();
            foreach (var stream in Choose(await StreamsOf(platform.Services, kind), wanted))
            {
                Directory.CreateDirectory(GoldenStreams.Folder(kind));
                var name = known++ == 0 ? kind.Kind : $"{kind.Kind}.{known}";
                File.WriteAllText(GoldenStreams.PathOf(kind, name), GoldenJson.Write(stream) + "\n");
            }

            left.AddRange(wanted.Select(type => $"{kind.Role}/{kind.Kind}: {type.Name}"));
        }

        await platform.Stop();
        Assert.True(left.Count == 0, string.Join('\n', left));
    }

    /// <summary>Run by hand after a golden file was written by hand, before it is committed.</summary>
    [Fact(Explicit = true)]
    public void Are_given_the_bytes_of_what_was_written_by_hand() => Assert.All(GoldenStreams.All, stream =>
    {
        var path = GoldenStreams.PathOf(stream.Kind, stream.File);
        if (!File.ReadAllText(path).Contains("\"Bytes\":", StringComparison.Ordinal))
        {
            File.WriteAllText(path, GoldenJson.Write(stream.Recordings) + "\n");
        }
    });

    /// <summary>
    /// Those that hold most of what is wanted, the shortest first among equals, each only as far as it holds something new. What was found
    /// is wanted no more.
    /// </summary>
    private static List<ImmutableArray<Recording>> Choose(ImmutableArray<ImmutableArray<Recording>> streams, HashSet<Type> wanted)
    {
        var chosen = new List<ImmutableArray<Recording>>();
        while (streams.Where(Helps).OrderByDescending(stream => Found(stream).Count()).ThenBy(SizeOf).Take(1).ToArray() is [var best])
        {
            var found = Found(best).ToArray();
            chosen.Add([.. best.Take(1 + found.Max(type => best.ToList().FindIndex(recording => TypesOf([recording]).Contains(type))))]);
            wanted.ExceptWith(found);
        }

        return chosen;

        IEnumerable<Type> Found(ImmutableArray<Recording> stream) => TypesOf(stream).Intersect(wanted);
        bool Helps(ImmutableArray<Recording> stream) => Found(stream).Any();
    }

    private static IEnumerable<Type> TypesOf(ImmutableArray<Recording> stream) =>
        stream.SelectMany(recording => recording.Facts).Select(fact => fact.GetType()).Distinct();

    private static int SizeOf(ImmutableArray<Recording> stream) =>
        stream.SelectMany(recording => recording.Facts.Concat(recording.Personal)).Sum(message => message.CalculateSize());

    /// <summary>Whose ledgers hold streams of a kind. Records keeps people, accounts and editions of its own, not copies.</summary>
    private static IEnumerable<string> RolesOf(GoldenKind kind) => kind.Role != GoldenStreams.Kernel
        ? [kind.Role]
        : Suite.Roles.OfType<LedgerRole>().Select(role => role.Name)
            .Where(role => !GoldenStreams.Kinds.Any(other => other.Role == role && other.Kind == kind.Kind));

    /// <summary>Streams of a kind whose parts all exist.</summary>
    private static async Task<ImmutableArray<ImmutableArray<Recording>>> StreamsOf(IServiceProvider services, GoldenKind kind)
    {
        var streams = new Dictionary<string, List<Recording>>(StringComparer.Ordinal);
        foreach (var role in RolesOf(kind))
        {
            var ledger = services.GetRequiredKeyedService<ServiceLedger>(role);
            var entries = (await ledger.Store.ReadFrom(0, 100_000, CancellationToken.None)).Select(ledger.Decoder.Decode);
            foreach (var (entry, index) in entries.SelectMany(entry => entry.Entry.Claims.Select((claim, index) => (entry, index))))
            {
                var stream = entry.Entry.Claims[index].Stream;
                if (stream.StartsWith(kind.Kind + "/", StringComparison.Ordinal))
                {
                    streams.TryAdd($"{role} {stream}", []);
                    streams[$"{role} {stream}"].Add(Of(entry, index));
                }
            }
        }

        var whole = streams.Values.Where(stream => stream.All(recording => !recording.Personal.Contains(null!)));
        return [.. whole.Select(stream => stream.ToImmutableArray())];
    }

    /// <summary>The personal parts are those of the act's own stream: facts of others that it advances, too, name none.</summary>
    private static Recording Of(DecodedEntry entry, int claim) => new(
        entry.Position,
        entry.Entry.At,
        entry.Recorded.Occurred,
        entry.Envelope.OccurredSource,
        entry.Envelope.Late,
        entry.Envelope.Actor.PersonId,
        [.. entry.Facts.Where(fact => fact.Claim == claim).Select(fact => fact.Body)],
        claim == 0 ? [.. entry.Personal.Select(part => part.Message!)] : []);
}
