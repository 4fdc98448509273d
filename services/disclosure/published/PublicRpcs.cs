using System.Data.Common;
using System.Globalization;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Disclosure;

/// <summary>
/// The rpcs of enforcement.disclosure.v1.PublicDisclosureService: one file each. Without sign-in, and so without <c>ep-after</c>: neither answer
/// nor waiting may tell anybody how far the ledger is, which would show when something unpublished happens.
/// </summary>
internal sealed partial class PublicRpcs(RoleViews views, ServiceLedger ledger, LedgerProofs proofs, Installation installation, TimeProvider clock)
    : PublicDisclosureService.PublicDisclosureServiceBase
{
    private const int LongestQuery = 100;

    private static readonly SqlName Number = new("number");

    private string Today => $"{ShanghaiTime.DateOf(clock.GetUtcNow()):yyyy-MM-dd}";

    /// <summary>Columns of <see cref="Row"/>.</summary>
    private static readonly SqlName Columns =
        new("number, disclosure_id, document_number, organ_name, version, published_at, correction_reason, text, withdrawal, decided_on");

    private static FoundDecision Row(DbDataReader row)
    {
        var isWithdrawn = !row.IsDBNull(8);
        var shown = new PublicDisclosure
        {
            DisclosureId = row.GetString(1),
            State = isWithdrawn ? PublicState.Withdrawn : PublicState.Published,
            DocumentNumber = row.GetString(2),
            OrganName = row.GetString(3),
            Version = row.GetInt32(4),
        };
        if (isWithdrawn)
        {
            shown.Withdrawal = WithdrawalNote.Parser.ParseFrom(row.GetFieldValue<byte[]>(8));
            return new(shown, row.GetInt64(0), "");
        }

        shown.PublishedAt = DateTimeOffset.Parse(row.GetString(5), CultureInfo.InvariantCulture).ToTimestamp();
        shown.CorrectionReason = row.GetString(6);
        shown.Decision = PublicDecision.Parser.ParseFrom(row.GetFieldValue<byte[]>(7));
        return new(shown, row.GetInt64(0), row.GetString(9));
    }

    /// <summary>Words of a search, checked like every text.</summary>
    private static Check Query(string query) => new Check().Text(query, "query", LongestQuery, min: 0);

    private static SqlPart OfOrgan(string organ) => organ.Length == 0 ? new($"1 = 1") : new($"organ = {organ}");

    private sealed record FoundDecision(PublicDisclosure Shown, long Number, string DecidedOn);
}
