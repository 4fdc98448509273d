using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Records;
using IsoDay = EnforcementPlatform.Law.IsoDay;
using PersonalData = EnforcementPlatform.Law.PersonalData;

namespace EnforcementPlatform.Disclosure;

/// <summary>Days in a row, both included, in Asia/Shanghai.</summary>
internal readonly record struct Days(DateOnly From, DateOnly To)
{
    public static Days Of(string from, string to) => new(IsoDay.Parse(from), to.Length == 0 ? DateOnly.MaxValue : IsoDay.Parse(to));

    /// <summary>What both have in common; null when nothing.</summary>
    public Days? And(Days other)
    {
        var both = new Days(From > other.From ? From : other.From, To < other.To ? To : other.To);
        return both.From <= both.To ? both : null;
    }

    /// <summary>What is left without the others.</summary>
    public ImmutableArray<Days> Without(IEnumerable<Days> others) => others.Aggregate(
        ImmutableArray.Create(this), (left, other) => [.. left.SelectMany(one => one.Without(other))]);

    private IEnumerable<Days> Without(Days other)
    {
        if (And(other) is not { } gap)
        {
            return [this];
        }

        var left = ImmutableArray.CreateBuilder<Days>();
        if (From < gap.From)
        {
            left.Add(new(From, gap.From.AddDays(-1)));
        }

        if (gap.To < To)
        {
            left.Add(new(gap.To.AddDays(1), To));
        }

        return left;
    }
}

/// <summary>
/// The days on which a person is listed as an officer: 在编在职, with a certificate that is valid and not suspended (河南省行政执法条例 21;
/// 平工信〔2019〕99号 二(一)2(4)). Whatever post they hold: whoever may show a certificate to a citizen is found under it. Days to come are told
/// beforehand, so that nothing has to happen for a listing to end.
/// </summary>
internal static class Listing
{
    /// <summary>
    /// Only the six fields of the notice (name, organ, title, certificate number, kinds, area) and the days of the certificate. Days before
    /// <paramref name="today"/> are over.
    /// </summary>
    public static OfficerListed Of(Person person, Organ organ, DateOnly today)
    {
        var listed = new OfficerListed { PersonId = person.PersonId };
        if (!person.InEstablishment || person.Name.Length == 0)
        {
            return listed;
        }

        listed.Listings.Add(
            from certificate in person.Certificates
            from days in DaysOf(certificate, person)
            where days.To >= today && !PersonalData.HoldsIdentity(certificate.Number)
            orderby days.From, certificate.Number
            select new OfficerListing { Officer = Show(person, organ, certificate), From = IsoDay.Write(days.From), To = IsoDay.Write(days.To) });
        return listed;
    }

    private static IEnumerable<Days> DaysOf(Certificate certificate, Person person) =>
        Days.Of(certificate.ValidFrom, certificate.ValidTo).And(DaysInOrgan(person)) is { } both
            ? both.Without(certificate.Suspensions.Select(one => Days.Of(one.From, one.To)))
            : [];

    /// <summary>Whose leaving was recorded on its last day is off the list from then on.</summary>
    private static Days DaysInOrgan(Person person)
    {
        var days = Days.Of("0001-01-01", person.Left);
        return person.LeftAtOnce ? days with { To = days.To.AddDays(-1) } : days;
    }

    private static PublicOfficer Show(Person person, Organ organ, Certificate certificate) => new()
    {
        Name = person.Name,
        OrganName = organ.Name,
        Title = Shown(person.Title),
        CertificateNumber = certificate.Number,
        Kinds = { certificate.Kinds },
        Area = Shown(certificate.Area),
        ValidFrom = certificate.ValidFrom,
        ValidTo = certificate.ValidTo,
    };

    /// <summary>Nobody can be asked here: a title or an area that looks like personal data stays empty, and the register of persons is to be corrected.</summary>
    private static string Shown(string text) => PersonalDataCheck.IsClean(text) ? text : "";
}
