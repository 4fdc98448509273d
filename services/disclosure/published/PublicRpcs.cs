using System.Data.Common;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Disclosure;

/// <summary>
/// The rpcs of enforcement.disclosure.v1.PublicDisclosureService: one file each. Without sign-in, and so without <c>ep-after</c>: neither answer
/// nor waiting may tell anybody how far the ledger is, which would show when something unpublished happens.
/// </summary>
internal sealed partial class PublicRpcs(
    PublicNotices notices, ServiceLedger ledger, Streams<DisclosureState> disclosures, LedgerProofs proofs, Installation installation, TimeProvider clock)
    : PublicDisclosureService.PublicDisclosureServiceBase
{
    private const int LongestQuery = 100;

    private static readonly SqlName Number = new("number");

    private string Today => IsoDay.Write(ShanghaiTime.DateOf(clock.GetUtcNow()));

    /// <summary>Columns of <see cref="Row"/>.</summary>
    private static readonly SqlName Columns = new("number, disclosure_id, organ, position, part, decided_on");

    private static FoundDecision Row(DbDataReader row) => new(
        new(row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt32(4)), row.GetInt64(0), row.IsDBNull(5) ? "" : row.GetString(5));

    /// <summary>What anybody may see of a disclosure now; null where that is nothing.</summary>
    private async ValueTask<PublicDisclosure?> Find(string id, CancellationToken ct)
    {
        var today = Today;
        Sql query = $"SELECT {Columns} FROM decisions WHERE disclosure_id = {id} AND (decided_on IS NULL OR {Shown(today)})";
        var (found, _) = await notices.Read(db => (db.List(query, Row), 0), one => one.Row, (one, token) => notices.Decision(one.Row, today, token), ct);
        return found is [var (_, shown)] ? shown : null;
    }

    /// <summary>Published, not withdrawn, and not past its last day.</summary>
    private static SqlPart Shown(string today) => new($"decided_on IS NOT NULL AND (shown_until = '' OR shown_until >= {today})");

    /// <summary>Words of a search, checked like every text.</summary>
    private static Check Query(string query) => new Check().Text(query, "query", LongestQuery, min: 0);

    private static SqlPart OfOrgan(string organ) => organ.Length == 0 ? SqlPart.Always : new($"organ = {organ}");

    private sealed record FoundDecision(PublicRow Row, long Number, string DecidedOn);
}
