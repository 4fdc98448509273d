using System.Collections.Immutable;
using System.ComponentModel;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Google.Protobuf;

namespace EnforcementPlatform.Disclosure;

/// <summary>What of a party is looked for.</summary>
internal enum PartyDatum
{
    [Description("当事人姓名")]
    Name,

    [Description("当事人证件号码")]
    Number,

    [Description("当事人住址")]
    Address,

    [Description("当事人联系方式")]
    Contact,
}

/// <summary>Something found in what is to be public.</summary>
/// <param name="Start">Index of the first UTF-16 unit in the text of the field.</param>
internal sealed record FoundDatum(string Field, string Rule, int Start, int Length, string What, PersonalDataLevel Level);

/// <summary>
/// The personal-data check of what is to be public (行政处罚法 50; 个人信息保护法 25). It walks every text of the message. What tells who somebody is is
/// blocked; what a person may judge is flagged, and the publisher overrules it with a reason that is kept. It names the field, the kind and the place
/// of each finding; it never masks (a person decides what to write instead) and never repeats what it found.
/// </summary>
/// <param name="party">The party of the decision; null where there is none to compare with, or its details were destroyed.</param>
internal sealed class PersonalDataCheck(ShownParty? party)
{
    private const int ShortestNumber = 7;

    /// <summary>Anything shorter names a town, not where somebody lives; and the town is in every text.</summary>
    private const int ShortestAddress = 6;

    private const string ReasonField = "flags_reason";

    private readonly ImmutableArray<FoundDatum>.Builder _found = ImmutableArray.CreateBuilder<FoundDatum>();
    private readonly ImmutableArray<(PartyDatum Datum, FoldedText Value)> _secrets = party is null ? [] : [.. SecretsOf(party)];
    private readonly ImmutableArray<FoldedText> _public = party is null ? [] : [.. PublicOf(party)];

    public IEnumerable<FoundDatum> Found => _found;

    public IEnumerable<FoundDatum> Flagged => _found.Where(one => one.Level == PersonalDataLevel.Flagged);

    /// <summary>Looks through every text of a message that is to be public.</summary>
    /// <param name="named">How the caller knows a field, by its path in the message.</param>
    public PersonalDataCheck Message(IMessage message, Func<string, string>? named = null)
    {
        foreach (var text in PublicTexts.Of(message))
        {
            Look(named?.Invoke(text.Path) ?? text.Path, text.Text, text.Ground);
        }

        return this;
    }

    /// <summary>Looks through one text; an empty one holds nothing.</summary>
    public PersonalDataCheck Text(string field, string text)
    {
        Look(field, text, ground: null);
        return this;
    }

    /// <summary>True when a text that nobody can be asked about may be public as it stands.</summary>
    public static bool IsClean(string text) => PersonalData.Find(text).IsEmpty;

    /// <summary><see cref="DisclosureFaults.PersonalDataFound"/> with every place that nobody may overrule.</summary>
    public PersonalDataCheck ThrowIfBlocked()
    {
        Throw(DisclosureFaults.PersonalDataFound, _found.Where(one => one.Level == PersonalDataLevel.Blocked), one => $"{Place(one)}是或者疑为{one.What}，不得公开，请修改。");
        return this;
    }

    /// <summary>
    /// What the publisher overrules with this reason: everything flagged. <see cref="DisclosureFaults.PersonalDataFlagged"/> with every place where no reason is given;
    /// a reason is refused where nothing is flagged, and where it holds personal data itself.
    /// </summary>
    public ImmutableArray<OverruledFlag> Overruled(string reason)
    {
        ThrowIfBlocked();
        if (reason.Length == 0)
        {
            Throw(DisclosureFaults.PersonalDataFlagged, Flagged, one => $"{Place(one)}疑为{one.What}：请改写；依法可以公开的，由发布人填写理由（{ReasonField}）后发布。");
            return [];
        }

        new Check().That(Flagged.Any(), ReasonField, "NOT_NEEDED", "没有疑似个人信息需要说明，请留空。").ThrowIfAny();
        var inReason = new PersonalDataCheck(party).Text(ReasonField, reason);
        Throw(DisclosureFaults.PersonalDataFound, inReason.Found, one => $"{Place(one)}是或者疑为{one.What}，理由中不得重复，请修改。");
        return [.. Flagged.Select(one => new OverruledFlag { Field = one.Field, Rule = one.Rule, Start = one.Start, Length = one.Length })];
    }

    private static string Place(FoundDatum one) => $"第{one.Start + 1}个字符起的{one.Length}个字符";

    private static void Throw(FaultType fault, IEnumerable<FoundDatum> found, Func<FoundDatum, string> say)
    {
        if (found.Select(one => new FieldViolation(one.Field, one.Rule, say(one))).ToImmutableArray() is { Length: > 0 } violations)
        {
            throw new Fault(fault, ImmutableSortedDictionary<string, string>.Empty, violations);
        }
    }

    private void Look(string field, string text, PublicGround? ground)
    {
        if (ground is { IsWritten: false })
        {
            return;
        }

        var folded = FoldedText.Of(text);
        var own = _public.SelectMany(folded.PlacesOf).Select(place => (place.Start, End: place.Start + place.Length)).ToArray();
        foreach (var one in PersonalData.Find(text))
        {
            if (ground is null ? !own.Any(place => MayBeOwn(one.Kind) && place.Start <= one.Start && one.End <= place.End) : one.Kind == PersonalDataKind.IdentityNumber)
            {
                _found.Add(new(field, Code(one.Kind), one.Start, one.Length, Words.Of(one.Kind), one.Level));
            }
        }

        if (ground is null)
        {
            LookForParty(field, folded);
        }
    }

    /// <summary>What the name and the registered address of an organisation may look like.</summary>
    private static bool MayBeOwn(PersonalDataKind kind) => kind is PersonalDataKind.PersonName or PersonalDataKind.HomeAddress;

    private void LookForParty(string field, FoldedText text)
    {
        var places = new List<(PartyDatum Datum, int Start, int End)>();
        foreach (var (datum, start, end) in PlacesIn(text))
        {
            if (!places.Any(known => known.Datum == datum && known.Start <= start && end <= known.End))
            {
                places.Add((datum, start, end));
                _found.Add(new(field, $"PARTY_{datum.ToString().ToUpperInvariant()}", start, end - start, Words.Of(datum), LevelOf(datum)));
            }
        }
    }

    /// <summary>An organisation's telephone may be public by law; a citizen's name, number, address and telephone never are.</summary>
    private PersonalDataLevel LevelOf(PartyDatum datum) =>
        datum == PartyDatum.Contact && party is { IsCitizen: false } ? PersonalDataLevel.Flagged : PersonalDataLevel.Blocked;

    /// <summary>The longest first, so that a part of what was found is not told again.</summary>
    private IEnumerable<(PartyDatum Datum, int Start, int End)> PlacesIn(FoldedText text) =>
        from secret in _secrets
        from place in text.PlacesOf(secret.Value)
        select (secret.Datum, place.Start, place.Start + place.Length);

    /// <summary>
    /// A citizen's name, number and address, and anybody's contact: whole, and the parts that tell as much (<see cref="AddressParts"/>,
    /// <see cref="ContactNames"/>). Name, code and registered address of an organisation are public (行政处罚法 59(1)(1)).
    /// </summary>
    private static IEnumerable<(PartyDatum, FoldedText)> SecretsOf(ShownParty party)
    {
        var details = party.Details;
        (PartyDatum Datum, string Value)[] all =
        [
            (PartyDatum.Name, party.IsCitizen ? details.Name : ""),
            (PartyDatum.Number, party.PublicUscc.Length > 0 ? "" : details.IdNumber),
            (PartyDatum.Address, party.IsCitizen ? details.Address : ""),
            (PartyDatum.Contact, details.Contact),
            .. NumbersIn(details).Select(number => (PartyDatum.Contact, number)),
            .. ContactNames.In(details.Contact).Select(name => (PartyDatum.Contact, name)),
        ];
        return all
            .Select(one => (one.Datum, Value: FoldedText.Of(one.Value)))
            .Where(one => one.Value.Length >= (one.Datum == PartyDatum.Address ? ShortestAddress : 2))
            .Concat((party.IsCitizen ? AddressParts.Of(details.Address) : []).Select(part => (PartyDatum.Address, FoldedText.Of(part))))
            .DistinctBy(one => one.Item2.Text)
            .OrderByDescending(one => one.Item2.Length);
    }

    private static IEnumerable<FoldedText> PublicOf(ShownParty party) => party.IsCitizen
        ? []
        : new[] { party.Details.Name, party.Details.Address }.Concat(AddressParts.Of(party.Details.Address)).Select(FoldedText.Of).Where(one => one.Length > 1);

    /// <summary>A telephone that stands beside a name is to be found alone as well.</summary>
    private static IEnumerable<string> NumbersIn(Party details) =>
        new string([.. FoldedText.Of(details.Contact).Text.Select(one => char.IsAsciiDigit(one) ? one : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(number => number.Length >= ShortestNumber);

    /// <summary>IDENTITY_NUMBER, MOBILE_NUMBER and so on.</summary>
    private static string Code(PersonalDataKind kind) =>
        string.Concat(kind.ToString().Select((one, at) => at > 0 && char.IsUpper(one) ? $"_{one}" : char.ToUpperInvariant(one).ToString()));
}
