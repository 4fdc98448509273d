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
        var shown = AdoptedEditionsState.Empty.After(Adopt(Threshold("300000")), Stream).Adopted[^1].ToMessage();

        Assert.Equal((EditionAuthority.Organ, "平工信〔2026〕8号", "2027-01-01", ""), (shown.Authority, shown.Source.Number, shown.ValidFrom, shown.ValidTo));
        Assert.Equal("300000", shown.Parameters["fen"]);
        Assert.Equal(shown, Assert.IsType<EditionAdded>(Assert.Single(Adopt(Threshold("300000")).Notices)).Edition);
        Assert.False(shown.AwaitsApproval);
    }

    [Theory]
    [InlineData("800000", EditionAuthority.Province)]
    [InlineData("100000", EditionAuthority.Law)]
    public void An_edition_of_a_higher_authority_counts_only_once_a_second_person_approved_it(string fen, EditionAuthority authority)
    {
        var request = With(Threshold(fen), one => one.Authority = authority);
        var pending = AdoptedEditionsState.Empty.After(Adopt(request), Stream, "wen");

        Assert.True(pending.Adopted[0].ToMessage().AwaitsApproval);
        Assert.Equal(500_000, FenOf(pending));
        Assert.Equal("EDITION_SECOND_PERSON_REQUIRED", Fold.Reason(() => pending.Approve(1, Fold.Organ, Fold.Person("wen"), Fold.At)));
        Assert.Equal("EDITION_UNKNOWN", Fold.Reason(() => pending.Approve(2, Fold.Organ, Fold.Person("he"), Fold.At)));

        var approved = pending.After(pending.Approve(1, Fold.Organ, Fold.Person("he"), Fold.At), Stream, "he");
        Assert.Equal(long.Parse(fen, System.Globalization.CultureInfo.InvariantCulture), FenOf(approved));
        Assert.False(approved.Adopted[0].AwaitsApproval);
        Assert.Empty(Adopt(request).Notices);
        var told = Assert.IsType<EditionAdded>(Assert.Single(pending.Approve(1, Fold.Organ, Fold.Person("he"), Fold.At).Notices));
        Assert.Equal((Fold.Organ, approved.Adopted[0].Edition.ToMessage()), (told.Organ, told.Edition));
        Assert.Equal("EDITION_NOT_PENDING", Fold.Reason(() => approved.Approve(1, Fold.Organ, Fold.Person("he"), Fold.At)));
    }

    [Fact]
    public void An_edition_of_the_organ_above_the_threshold_in_force_waits_too_and_one_below_does_not()
    {
        var narrowed = AdoptedEditionsState.Empty.After(Adopt(Threshold("300000")), Stream, "wen");
        Assert.Equal(300_000, FenOf(narrowed));

        var wider = narrowed.After(narrowed.Adopt(Threshold("400000"), Fold.Organ, Fold.At), Stream, "wen");
        Assert.Equal((300_000, true), (FenOf(wider), wider.Adopted[1].AwaitsApproval));
        Assert.Equal(400_000, FenOf(wider.After(wider.Approve(2, Fold.Organ, Fold.Person("he"), Fold.At), Stream, "he")));

        var narrower = narrowed.After(narrowed.Adopt(Threshold("200000"), Fold.Organ, Fold.At), Stream, "wen");
        Assert.Equal((200_000, false), (FenOf(narrower), narrower.Adopted[1].AwaitsApproval));
    }

    private const string Stream = "editions/pds-gxj";

    private static EnforcementPlatform.Kernel.Decision Adopt(AdoptEditionRequest request) => AdoptedEditionsState.Empty.Adopt(request, Fold.Organ, Fold.At);

    private static long FenOf(AdoptedEditionsState state) =>
        state.Known.At(EnforcementPlatform.Law.EditionKeys.HearingThresholdCitizen, new(2027, 6, 1)).Number("fen");

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
