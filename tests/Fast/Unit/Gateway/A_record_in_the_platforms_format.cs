using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Gateway.Mapping;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Gateway;

public sealed class A_record_in_the_platforms_format
{
    private static readonly DateOnly Today = new(2026, 11, 2);

    [Fact]
    public void Its_bytes_are_those_agreed_on()
    {
        var citizen = new PublicDecision(DeliveryWorld.Decided()) { PartyKind = PartyKind.Citizen, PartyName = "秦**", PartyUscc = "", PublishUntil = "", FineFen = 0 };
        citizen.PenaltyKinds.Remove(PenaltyKind.Fine);
        var withdrawn = RenderedRecord.Withdraw(new(DeliveryWorld.Number, DeliveryWorld.Uscc), 2, "经复议撤销", DeliveryWorld.Format);
        byte[][] records = [Of(DeliveryWorld.Decided()).Bytes, Of(citizen).Bytes, withdrawn.Bytes];

        Verified.Matches("CF-2018", string.Join('\n', records.Select(Encoding.UTF8.GetString)));
        Assert.All(records, record => JsonDocument.Parse(record));
    }

    [Fact]
    public void Its_digest_is_that_of_its_bytes_and_a_changed_character_changes_it()
    {
        var record = Of(DeliveryWorld.Decided());

        Assert.Equal(SHA256.HashData(record.Bytes), record.Digest);
        Assert.NotEqual(record.Digest, Of(new(DeliveryWorld.Decided()) { Penalty = "警告" }).Digest);
    }

    [Theory]
    [InlineData(1, "0.000001")]
    [InlineData(100, "0.000100")]
    [InlineData(1_000_000, "1.000000")]
    [InlineData(9_999_999_999, "9999.999999")]
    public void A_fine_is_written_in_ten_thousand_yuan_to_the_fen(long fen, string written)
    {
        var text = Encoding.UTF8.GetString(Of(new(DeliveryWorld.Decided()) { FineFen = fen }).Bytes);

        Assert.Contains($"\"CF_NR_FK\":{written},", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_has_a_word_and_every_field_a_source_and_a_known_mark()
    {
        var format = DeliveryWorld.Format;
        var everything = new PublicDecision(DeliveryWorld.Decided()) { PenaltyKinds = { Enum.GetValues<PenaltyKind>().Skip(1) } };

        Assert.All(Enum.GetValues<PartyKind>().Skip(1), kind => Assert.NotEmpty(format.CodeOf("party_kind", kind)));
        Assert.Equal(format.Fields.Length, SourceFields.Of(DeliveryWorld.Told(decision: everything), format).Length);
        Assert.All(format.Fields.Select(field => field.Mark).Concat(format.Absent.Select(field => field.Mark)), mark => Assert.Contains(mark, format.Marks));
        Assert.Contains("来源待核", format.Source, StringComparison.Ordinal);
        Assert.Distinct(format.Fields.Select(field => field.Code).Concat(format.Absent.Select(field => field.Code)));
    }

    [Fact]
    public void A_proper_decision_has_no_problem() => Assert.Empty(Of(DeliveryWorld.Decided()).Problems);

    public static TheoryData<string, string, bool, PublicDecision> Violations => new()
    {
        { "D01", "CF_XDR_MC", true, new(DeliveryWorld.Decided()) { PartyName = "" } },
        { "D01", "CF_XDR_SHXYM", true, new(DeliveryWorld.Decided()) { PartyUscc = "" } },
        { "D02", "CF_XDR_SHXYM", true, new(DeliveryWorld.Decided()) { PartyUscc = "91410400MA0DEM09X1" } },
        { "D02", "CF_CFJGDM", true, new(DeliveryWorld.Decided()) { OrganUscc = "1141" } },
        { "D08", "CF_JDRQ", true, new(DeliveryWorld.Decided()) { DecidedOn = "2026-11-03" } },
        { "D08", "CF_JDRQ", true, new(DeliveryWorld.Decided()) { DecidedOn = "2026-02-30" } },
        { "D08", "CF_GSJZQ", true, new(DeliveryWorld.Decided()) { PublishUntil = "2026-10-29" } },
        { "D09", "CF_NR_FK", true, new(DeliveryWorld.Decided()) { FineFen = 0 } },
        { "D10", "CF_NR_FK", false, new(DeliveryWorld.Decided()) { FineFen = 10_000_000_001 } },
        { "D12", "CF_WSH", false, DeliveryWorld.Decided("平工信罚(2026)1号") },
        { "D12", "CF_WSH", false, DeliveryWorld.Decided("平工信罚〔2025〕1号") },
        { "D14", "CF_SY", true, new(DeliveryWorld.Decided()) { FactsSummary = "测试" } },
        { "D14", "CF_SY", true, new(DeliveryWorld.Decided()) { FactsSummary = "共１２件" } },
        { "D14", "CF_NR", true, new(DeliveryWorld.Decided()) { Penalty = "警告\u0007" } },
        { "D17", "CF_WFXW", true, new(DeliveryWorld.Decided()) { Violation = new('违', 2001) } },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    public void What_a_platform_would_send_back_is_found_by_its_field(string rule, string field, bool prevents, PublicDecision decision)
    {
        var problems = Of(decision).Problems;

        Assert.Contains(problems, problem => (problem.Rule, problem.Field, problem.Prevents) == (rule, field, prevents));
        Assert.All(problems, problem => Assert.NotEmpty(FieldRules.All[problem.Rule].Sentence));
    }

    [Fact]
    public void Every_rule_is_broken_by_a_test() =>
        Assert.Equal(FieldRules.All.Keys, Violations.Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Lengths_count_characters_and_not_bytes_or_halves_of_characters()
    {
        Assert.Empty(Of(new(DeliveryWorld.Decided()) { PartyName = string.Concat(Enumerable.Repeat("𠮷", 200)) }).Problems);
        Assert.Contains(Of(new(DeliveryWorld.Decided()) { PartyName = string.Concat(Enumerable.Repeat("𠮷", 201)) }).Problems, problem => problem.Rule == "D17");
    }

    [Theory]
    [InlineData("2027-10-30", "2027/10/30")]
    [InlineData("", "")]
    public void E16_The_validity_of_the_penalty_is_not_the_term_of_its_publication(string until, string shown)
    {
        var record = System.Text.Encoding.UTF8.GetString(Of(new(DeliveryWorld.Decided()) { PublishUntil = until }).Bytes);

        Assert.Contains("\"CF_YXQ\":\"2099/12/31\"", record);
        Assert.Contains($"\"CF_GSJZQ\":\"{shown}\"", record);
    }

    private static RenderedRecord Of(PublicDecision decision) => RenderedRecord.Publish(DeliveryWorld.Told(decision: decision), DeliveryWorld.Format, Today);
}
