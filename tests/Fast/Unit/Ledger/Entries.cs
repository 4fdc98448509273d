using System.Collections.Immutable;
using System.Text;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

/// <summary>Entries that the tests of the ledger share.</summary>
internal static class Entries
{
    public static readonly byte[] Salt = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    /// <summary>The known-answer entry of services/ledger/known-answer.txt; it uses every key.</summary>
    public static Entry KnownAnswer()
    {
        var facts = "known answer"u8;
        return new Entry
        {
            Organ = "410400-gxj",
            Id = CommandId.Of("staff/018f3c5e-0000-7000-8000-000000000001", "enforcement.records.v1.CaseService/FileCase",
                Guid.Parse("018f3c5e-0000-7000-8000-0000000000aa")),
            Claims =
            [
                new Claim("cases/018f3c5e-0000-7000-8000-000000000002", 1, []),
                new Claim("numbers/410400-gxj.penalty.2026", 7, Leaf.Hash("before"u8)),
            ],
            At = new DateTimeOffset(2026, 1, 31, 8, 30, 0, 5, TimeSpan.Zero),
            By = "staff/018f3c5e-0000-7000-8000-000000000001",
            Types = [new FactType("enforcement.records.facts.CaseFiled", 0), new FactType("enforcement.records.facts.NumberTaken", 1)],
            Parts =
            [
                new PartDigest(PartKind.Facts, Commitment.Compute(Salt, facts), facts.Length),
                new PartDigest(PartKind.Personal, Commitment.Compute(Salt, []), 0, Commitment.ComputeSm3(Salt, [])),
            ],
            Media =
            [
                new MediaDigest(Leaf.Hash("media"u8), Leaf.Hash("flat"u8), null, 5_000_000_000),
                new MediaDigest(Leaf.Hash("media"u8), Leaf.Hash("flat"u8), Leaf.Hash("sm3"u8), 0),
            ],
            Values = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
                .Add("number", "平工信罚〔2026〕7号").Add("stage", "filed \"+\\/\u0001\n\u007f𠮷"),
        };
    }

    public static string Json(Entry entry) => Encoding.UTF8.GetString(EntryCodec.Encode(entry));
}
