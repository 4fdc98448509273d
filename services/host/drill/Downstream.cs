using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Ledger;
using Google.Protobuf;

namespace EnforcementPlatform.Host.Drill;

/// <summary>A notice that was told.</summary>
/// <param name="Stream">Stream of the entry that told it: what a parked notice holds up.</param>
/// <param name="Subject">Id of the thing that it is about.</param>
internal sealed record Told(string Publisher, string Origin, long Position, int Part, string Notice, string Stream, string Subject)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Origin}@{Position}/{Part} {Notice} {Subject}");
}

/// <summary>An entry that a handler made, in a stream of its role.</summary>
/// <param name="CommandId">Names the notice, the handler and the target, for whoever knows the three.</param>
internal sealed record Heard(string Role, string Handler, string CommandId, string Stream, long Position)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Role}@{Position} {Handler} {Stream}");
}

/// <summary>How far a handler came in a publisher's feed, and by stream where it is held up.</summary>
internal sealed record Passed(string Role, string Handler, string Origin, long Next, ImmutableDictionary<string, long> Parked)
{
    public bool IsBeyond(Told told) => told.Position < Next && !(Parked.TryGetValue(told.Stream, out var held) && held <= told.Position);
}

/// <summary>What was compared: how many notices with how many handlers each, and what is wrong.</summary>
internal sealed record Counted(int Pairs, IReadOnlyList<DrillFault> Faults);

/// <summary>
/// Counts what happened downstream of acknowledged acts: each notice is handled exactly once by each handler that is told it. A handler has handled a
/// notice when its cursor is beyond it and what it <see cref="Keeps"/> is in its ledger; each entry that it made comes from exactly one notice, which its
/// command id names.
/// </summary>
internal static class Downstream
{
    /// <summary>Compares what was told with what was kept. Pure.</summary>
    public static Counted Check(
        IReadOnlyCollection<Listener> listeners, IReadOnlyCollection<Told> told, IReadOnlyCollection<Heard> heard, IReadOnlyCollection<Passed> passed)
    {
        var (pairs, faults) = (0, new List<DrillFault>());
        var toldOf = told.ToLookup(one => (one.Publisher, one.Notice));
        var heardBy = heard.ToLookup(one => (one.Role, one.Handler));
        var cursors = passed.ToDictionary(one => (one.Role, one.Handler, one.Origin));
        foreach (var listener in listeners)
        {
            Told[] mine = [.. toldOf[(listener.Publisher, listener.Notice)]];
            Heard[] kept = [.. heardBy[(listener.Role, listener.Handler)]];
            pairs += mine.Length;
            faults.AddRange(FaultsOf(listener, mine, kept, one => cursors.GetValueOrDefault((listener.Role, listener.Handler, one.Origin))));
        }

        return new(pairs, faults);
    }

    /// <summary>Longest time until a handler has kept what it was told; a neighbour's back-off is part of it.</summary>
    private static readonly TimeSpan LongestHearing = TimeSpan.FromMinutes(2);

    /// <summary>The same once everything is heard. What is told is heard a little later; what has not come after two minutes does not come.</summary>
    public static async Task<Counted> Settled(ProductFolders folders, IReadOnlyList<VerifiableRole> roles, CancellationToken ct)
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            var counted = await Check(folders, roles, ct);
            if (counted.Faults.All(fault => fault.Finding != Finding.NotHeard) || Stopwatch.GetElapsedTime(began) > LongestHearing)
            {
                return counted;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), ct);
        }
    }

    /// <summary>Reads all of it from the files of an installation.</summary>
    public static async Task<Counted> Check(ProductFolders folders, IReadOnlyList<VerifiableRole> roles, CancellationToken ct)
    {
        var (told, heard, passed) = (new List<Told>(), new List<Heard>(), new List<Passed>());
        foreach (var role in roles)
        {
            var folder = LedgerFolder.Open(folders, role.Name);
            await foreach (var entry in Entries(folder, role, ct))
            {
                var stream = entry.Entry.Claims[0].Stream;
                told.AddRange(entry.Notices.Select(notice =>
                    new Told(role.Name, folder.Origin, entry.Position, notice.Part, notice.Body.Descriptor.FullName, stream, SubjectOf(notice.Body))));
                if (entry.Entry.By == $"service/{role.Name}")
                {
                    heard.Add(new(role.Name, entry.Envelope.Method, entry.Entry.Id, stream, entry.Position));
                }
            }

            passed.AddRange(Cursors(folder, role));
        }

        return Check([.. Listeners.All.Where(one => roles.Any(role => role.Name == one.Role))], told, heard, passed);
    }

    private static IEnumerable<DrillFault> FaultsOf(Listener listener, Told[] mine, Heard[] kept, Func<Told, Passed?> cursorOf)
    {
        var causes = Causes(listener, mine, kept);
        foreach (var unasked in kept.Where(one => !causes.ContainsKey(one.CommandId)))
        {
            yield return new(Finding.HeardUnasked, $"{unasked}");
        }

        var handled = kept.Where(one => causes.ContainsKey(one.CommandId)).ToLookup(one => causes[one.CommandId]);
        foreach (var twice in handled.Where(one => one.Count() > (listener.Keeps == Keeps.AtNeed ? one.Select(entry => entry.Stream).Distinct().Count() : 1)))
        {
            yield return new(Finding.HeardTwice, $"{listener} {twice.Key}");
        }

        var newest = handled.GroupBy(one => (one.Key.Origin, one.Key.Subject)).ToDictionary(one => one.Key, one => one.Max(told => (told.Key.Position, told.Key.Part)));
        foreach (var one in mine)
        {
            var isKept = listener.Keeps switch
            {
                Keeps.Each => handled.Contains(one),
                Keeps.Newest => newest.TryGetValue((one.Origin, one.Subject), out var last) && last.CompareTo((one.Position, one.Part)) >= 0,
                _ => true,
            };
            if (!isKept || cursorOf(one)?.IsBeyond(one) != true)
            {
                yield return new(Finding.NotHeard, $"{listener} {one}");
            }
        }
    }

    /// <summary>The notice behind each command id that the handler may have used. A target that is named as no notice's subject may be any notice's.</summary>
    private static Dictionary<string, Told> Causes(Listener listener, Told[] mine, Heard[] kept)
    {
        var streams = kept.Select(one => one.Stream).Distinct().ToLookup(KeyOf);
        var subjects = mine.Select(one => one.Subject).ToHashSet();
        string[] others = [.. streams.Where(one => !subjects.Contains(one.Key)).SelectMany(one => one)];
        var causes = new Dictionary<string, Told>(StringComparer.Ordinal);
        foreach (var one in mine)
        {
            foreach (var target in streams[one.Subject].Concat(others))
            {
                causes[CommandId.OfHandler(one.Origin, one.Position, one.Part, listener.Handler, target)] = one;
            }
        }

        return causes;
    }

    private static async IAsyncEnumerable<DecodedEntry> Entries(LedgerFolder folder, VerifiableRole role, [EnumeratorCancellation] CancellationToken ct)
    {
        using var entries = new SqliteEntries(folder.Database, new EntryDecoder(role.Contents.Types, folder.PartKeys()!));
        for (var position = 0L; await entries.ReadFrom(position, 256, ct) is { IsEmpty: false } page; position = page[^1].Position + 1)
        {
            foreach (var entry in page)
            {
                yield return entry;
            }
        }
    }

    private static IEnumerable<Passed> Cursors(LedgerFolder folder, VerifiableRole role) =>
        from cell in LedgerRows.Cells(folder.Path)
        where cell.Value is not null
        from listener in Listeners.All
        where listener.Role == role.Name && cell.Name.StartsWith(HandlerCursor.CellOf(listener.Handler, ""), StringComparison.Ordinal)
        let cursor = HandlerCursor.FromBytes(cell.Value!)
        select new Passed(role.Name, listener.Handler, cursor.Origin, cursor.Next, cursor.Parked.ToImmutableDictionary(one => one.Key, one => one.Value.Position));

    /// <summary>A notice names the thing that it is about first.</summary>
    private static string SubjectOf(IMessage notice) => notice.Descriptor.FindFieldByNumber(1).Accessor.GetValue(notice) as string ?? "";

    /// <summary>A role keeps a thing under the id that its publisher gave it.</summary>
    private static string KeyOf(string stream) => stream[(stream.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
