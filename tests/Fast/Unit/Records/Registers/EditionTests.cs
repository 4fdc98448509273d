using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Records;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Records;

public sealed class EditionTests
{
    [Fact]
    public void An_adopted_edition_takes_the_place_of_a_wider_one_from_its_first_day()
    {
        var known = AdoptedEditionsState.Empty.After(Adopt(Threshold("300000")), "editions/pds-gxj").Known;

        Assert.Equal(500_000, known.At(EnforcementPlatform.Law.EditionKeys.HearingThresholdCitizen, new(2026, 12, 31)).Number("fen"));
        Assert.Equal(300_000, known.At(EnforcementPlatform.Law.EditionKeys.HearingThresholdCitizen, new(2027, 1, 1)).Number("fen"));
        Assert.Equal(1, known.At(EnforcementPlatform.Law.EditionKeys.HearingThresholdCitizen, new(2027, 1, 1)).Position);
    }

    [Fact]
    public void Every_rule_of_editions_refuses_with_its_own_code()
    {
        Assert.Equal("EDITION_KEY_UNKNOWN", Fold.Reason(() => Adopt(With(Threshold("300000"), request => request.Key = "no.such.rule"))));
        Assert.Equal("EDITION_PARAMETERS_INVALID", Fold.Reason(() => Adopt(Threshold("3000.00"))));
        Assert.Equal("EDITION_NUMBER_MISSING", Fold.Reason(() => Adopt(With(Threshold("300000"), request => request.Source.Number = ""))));
        Assert.Equal("EDITION_PERIOD_REVERSED", Fold.Reason(() => Adopt(With(Threshold("300000"), request => request.ValidTo = "2026-12-31"))));
        Assert.Equal("EDITION_BELOW_FLOOR", Fold.Reason(() => Adopt(Threshold("600000"))));
    }

    [Fact]
    public void The_authorities_of_the_contract_are_those_of_the_law()
    {
        Assert.Equal(
            Enum.GetNames<EnforcementPlatform.Law.Authority>(),
            Enum.GetNames<EditionAuthority>().Where(name => name != nameof(EditionAuthority.Unspecified)));
    }

    [Fact]
    public void What_was_adopted_is_what_is_shown()
    {
        var shown = AdoptedEditionsState.Empty.After(Adopt(Threshold("300000")), "editions/pds-gxj").Adopted[^1].ToMessage();

        Assert.Equal((EditionAuthority.Organ, "平工信〔2026〕8号", "2027-01-01", ""), (shown.Authority, shown.Source.Number, shown.ValidFrom, shown.ValidTo));
        Assert.Equal("300000", shown.Parameters["fen"]);
    }

    private static EnforcementPlatform.Kernel.Decision Adopt(AdoptEditionRequest request) => AdoptedEditionsState.Adopt(request, Fold.At);

    private static AdoptEditionRequest Threshold(string fen) => new()
    {
        Key = EnforcementPlatform.Law.EditionKeys.HearingThresholdCitizen,
        Authority = EditionAuthority.Organ,
        ValidFrom = "2027-01-01",
        Source = new() { Instrument = "关于降低听证标准的决定", Number = "平工信〔2026〕8号" },
        Parameters = { ["fen"] = fen },
    };

    private static AdoptEditionRequest With(AdoptEditionRequest request, Action<AdoptEditionRequest> change)
    {
        change(request);
        return request;
    }
}
