using System.Runtime.CompilerServices;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Host.Drill;

/// <summary>A notice that was told: the entry that told it, and the stream it is about.</summary>
internal sealed record Told(string Origin, long Position, string Stream);

/// <summary>What a handler kept of a notice: which entry told it, in which stream of its own, as which fact.</summary>
internal sealed record Heard(string Origin, long Position, string Stream, string Fact);

/// <summary>
/// Counts what happened downstream of acknowledged acts: every progress of a case that records told is kept by supervision once. News that is older
/// than what is known of the case is not kept, which is no loss.
/// </summary>
internal static class Downstream
{
    private const string CitedOrigin = "origin", CitedPosition = "position";

    /// <summary>Compares what was told with what was kept. Pure.</summary>
    public static IReadOnlyList<DrillFault> Check(IReadOnlyCollection<Told> told, IReadOnlyCollection<Heard> heard)
    {
        var newest = heard.GroupBy(one => (one.Origin, KeyOf(one.Stream))).ToDictionary(group => group.Key, group => group.Max(one => one.Position));
        var lost = told.Where(one => newest.GetValueOrDefault((one.Origin, KeyOf(one.Stream)), -1) < one.Position);
        var doubled = heard.CountBy(one => one).Where(one => one.Value > 1).Select(one => one.Key);
        return
        [
            .. lost.Select(one => new DrillFault(Finding.NotHeard, $"{one.Origin}@{one.Position} {one.Stream}")),
            .. doubled.Select(one => new DrillFault(Finding.HeardTwice, $"{one.Origin}@{one.Position} {one.Stream} {one.Fact}")),
        ];
    }

    /// <summary>Reads both from the files of an installation.</summary>
    public static async Task<IReadOnlyList<DrillFault>> Check(ProductFolders folders, IReadOnlyList<VerifiableRole> roles, CancellationToken ct)
    {
        var (told, heard) = (new List<Told>(), new List<Heard>());
        var supervision = roles.Single(role => role.Name == ServiceRole.Supervision);
        var records = roles.Single(role => role.Name == ServiceRole.Records);

        var origin = LedgerFolder.Open(folders, records.Name).Origin;
        await foreach (var entry in Entries(folders, records, ct))
        {
            told.AddRange(entry.Notices.Select(notice => notice.Body).OfType<CaseProgressed>().Select(progress => new Told(origin, entry.Position, $"cases/{progress.CaseId}")));
        }

        await foreach (var entry in Entries(folders, supervision, ct))
        {
            heard.AddRange(entry.Facts.SelectMany(fact => Cited(fact.Body).Select(cited =>
                new Heard(cited.Origin, cited.Position, entry.Entry.Claims[fact.Claim].Stream, fact.Body.Descriptor.FullName))));
        }

        return Check(told, heard);
    }

    private static async IAsyncEnumerable<DecodedEntry> Entries(ProductFolders folders, VerifiableRole role, [EnumeratorCancellation] CancellationToken ct)
    {
        var folder = LedgerFolder.Open(folders, role.Name);
        using var entries = new SqliteEntries(folder.Database, new EntryDecoder(role.Contents.Types, folder.PartKeys()!));
        for (var position = 0L; await entries.ReadFrom(position, 256, ct) is { IsEmpty: false } page; position = page[^1].Position + 1)
        {
            foreach (var entry in page)
            {
                yield return entry;
            }
        }
    }

    /// <summary>The entries that a fact says it was told by.</summary>
    private static IEnumerable<(string Origin, long Position)> Cited(IMessage fact) =>
        from field in fact.Descriptor.Fields.InDeclarationOrder()
        where field is { FieldType: FieldType.Message, IsRepeated: false, IsMap: false }
        let source = field.Accessor.GetValue(fact) as IMessage
        where source?.Descriptor.FindFieldByName(CitedOrigin) is { FieldType: FieldType.String } && source.Descriptor.FindFieldByName(CitedPosition) is { FieldType: FieldType.Int64 }
        select ((string)source.Descriptor.FindFieldByName(CitedOrigin).Accessor.GetValue(source), (long)source.Descriptor.FindFieldByName(CitedPosition).Accessor.GetValue(source));

    /// <summary>Supervision keeps a case under the id that records gave it.</summary>
    private static string KeyOf(string stream) => stream[(stream.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
