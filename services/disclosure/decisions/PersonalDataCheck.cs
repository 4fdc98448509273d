using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Disclosure;

/// <summary>What of a party must never be public.</summary>
internal enum PartyDatum
{
    Name,
    Number,
    Address,
    Contact,
}

/// <summary>
/// The personal-data check of what is to be public (行政处罚法 50; 个人信息保护法 28). Names the field, the kind and the place of each finding;
/// it never masks (a person decides what to write instead) and never repeats what it found.
/// </summary>
/// <param name="party">The party of the decision; null where there is none to compare with, or its details were destroyed.</param>
internal sealed class PersonalDataCheck(ShownParty? party)
{
    private const int ShortestNumber = 7;

    /// <summary>Anything shorter names a town, not where somebody lives; and the town is in every text.</summary>
    private const int ShortestAddress = 6;

    private readonly ImmutableArray<FieldViolation>.Builder _found = ImmutableArray.CreateBuilder<FieldViolation>();
    private readonly ImmutableArray<(PartyDatum Datum, FoldedText Value)> _secrets = party is null ? [] : [.. SecretsOf(party)];

    /// <summary>Looks through one text; an empty one holds nothing.</summary>
    public PersonalDataCheck Text(string field, string text)
    {
        foreach (var finding in PersonalData.Find(text))
        {
            Add(field, Code(finding.Kind), finding.Start, finding.Length, DisclosureWords.Of(finding.Kind));
        }

        var places = new List<(PartyDatum Datum, int Start, int End)>();
        foreach (var (datum, start, end) in PlacesIn(FoldedText.Of(text)))
        {
            if (!places.Any(known => known.Datum == datum && known.Start <= start && end <= known.End))
            {
                places.Add((datum, start, end));
                Add(field, $"PARTY_{datum.ToString().ToUpperInvariant()}", start, end - start, DisclosureWords.Of(datum));
            }
        }

        return this;
    }

    /// <summary>The longest first, so that a part of what was found is not told again.</summary>
    private IEnumerable<(PartyDatum Datum, int Start, int End)> PlacesIn(FoldedText text) =>
        from secret in _secrets
        from place in text.PlacesOf(secret.Value)
        select (secret.Datum, place.Start, place.Start + place.Length);

    /// <summary><see cref="DisclosureFaults.PersonalDataFound"/> with every place, when anything was found.</summary>
    public void ThrowIfAny()
    {
        if (_found.Count > 0)
        {
            throw new Fault(DisclosureFaults.PersonalDataFound, ImmutableSortedDictionary<string, string>.Empty, _found.ToImmutable());
        }
    }

    private void Add(string field, string rule, int start, int length, string what) =>
        _found.Add(new(field, rule, $"第{start + 1}个字符起的{length}个字符是或者疑为{what}，不得公开，请修改。"));

    /// <summary>
    /// A citizen's name and number, and anybody's address and contact: whole, and the parts that tell as much (<see cref="AddressParts"/>,
    /// <see cref="ContactNames"/>). Name and code of an organisation are public.
    /// </summary>
    private static IEnumerable<(PartyDatum, FoldedText)> SecretsOf(ShownParty party)
    {
        var details = party.Details;
        (PartyDatum Datum, string Value)[] all =
        [
            (PartyDatum.Name, party.IsCitizen ? details.Name : ""),
            (PartyDatum.Number, party.PublicUscc.Length > 0 ? "" : details.IdNumber),
            (PartyDatum.Address, details.Address),
            (PartyDatum.Contact, details.Contact),
            .. NumbersIn(details).Select(number => (PartyDatum.Contact, number)),
            .. ContactNames.In(details.Contact).Select(name => (PartyDatum.Contact, name)),
        ];
        return all
            .Select(one => (one.Datum, Value: FoldedText.Of(one.Value)))
            .Where(one => one.Value.Length >= (one.Datum == PartyDatum.Address ? ShortestAddress : 2))
            .Concat(AddressParts.Of(details.Address).Select(part => (PartyDatum.Address, FoldedText.Of(part))))
            .DistinctBy(one => one.Item2.Text)
            .OrderByDescending(one => one.Item2.Length);
    }

    /// <summary>A telephone that stands beside a name is to be found alone as well.</summary>
    private static IEnumerable<string> NumbersIn(Party details) =>
        new string([.. FoldedText.Of(details.Contact).Text.Select(one => char.IsAsciiDigit(one) ? one : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(number => number.Length >= ShortestNumber);

    /// <summary>IDENTITY_NUMBER, MOBILE_NUMBER and so on.</summary>
    private static string Code(PersonalDataKind kind) =>
        string.Concat(kind.ToString().Select((one, at) => at > 0 && char.IsUpper(one) ? $"_{one}" : char.ToUpperInvariant(one).ToString()));
}
