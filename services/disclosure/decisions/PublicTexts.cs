using System.Collections;
using System.Collections.Frozen;
using EnforcementPlatform.Law;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Disclosure;

/// <summary>A text of a message.</summary>
/// <param name="Path">Proto path of its field, e.g. <c>decision.facts_summary</c>.</param>
/// <param name="Ground">Why it is public whatever it looks like; null where nothing says so.</param>
internal sealed record PublicText(string Path, string Text, PublicGround? Ground);

/// <summary>Why a field is public whatever it looks like.</summary>
/// <param name="Article">The article that makes it public, or says what it is instead of a text.</param>
/// <param name="IsWritten">Whether people write it, so that an identity number may stand in it; otherwise it is made by the system.</param>
internal sealed record PublicGround(string Article, bool IsWritten = true);

/// <summary>
/// Every text of a message, found by its descriptor: a field that a message gets tomorrow is looked at without a line here. What is public by law is the
/// exception, and is listed.
/// </summary>
internal static class PublicTexts
{
    private static readonly PublicGround Id = new("系统编号", IsWritten: false);
    private static readonly PublicGround Day = new("日期", IsWritten: false);
    private static readonly PublicGround Number = new("《中华人民共和国行政处罚法》第五十九条（决定书应当载明文号等事项）、第四十八条");
    private static readonly PublicGround Organ = new("《中华人民共和国行政处罚法》第三十九条（实施机关应当公示）");
    private static readonly PublicGround Party = new("《中华人民共和国行政处罚法》第五十九条第一款第一项、第四十八条（公民另按规则只公示姓氏）");
    private static readonly PublicGround Officer = new($"《中华人民共和国行政处罚法》第三十九条，{LocalLaw.Cite("ITEM_WRONG_STAGE")}（行政执法人员清单：姓名、单位、职务、证件编号、执法类别、执法区域）");
    private static readonly PublicGround Items = new($"《中华人民共和国行政处罚法》第三十九条，{LocalLaw.Cite("ITEM_WRONG_STAGE")}（行政执法事项清单经审核后公开）");

    /// <summary>The exceptions, by message and field.</summary>
    public static readonly FrozenDictionary<(string Message, string Field), PublicGround> PublicByLaw = new Dictionary<(string, string), PublicGround>
    {
        [("PublicDecision", "document_number")] = Number,
        [("PublicDecision", "organ_name")] = Organ,
        [("PublicDecision", "organ_uscc")] = Organ,
        [("PublicDecision", "party_name")] = Party,
        [("PublicDecision", "party_uscc")] = Party,
        [("PublicDecision", "decided_on")] = Day,
        [("PublicDecision", "publish_until")] = Day,
        [("DisclosurePublished", "disclosure_id")] = Id,
        [("DisclosurePublished", "publish_by")] = Day,
        [("DisclosureWithdrawn", "disclosure_id")] = Id,
        [("DisclosureWithdrawn", "document_number")] = Number,
        [("DisclosureWithdrawn", "organ_name")] = Organ,
        [("DisclosureWithdrawn", "withdraw_by")] = Day,
        [("DisclosureWithheld", "disclosure_id")] = Id,
        [("DisclosureWithheld", "withheld_on")] = Day,
        [("PublicItem", "item_id")] = Id,
        [("PublicItem", "code")] = Items,
        [("PublicItem", "organ_name")] = Organ,
        [("PublicItem", "approval_number")] = Items,
        [("PublicItem", "effective_from")] = Day,
        [("PublicItem", "effective_to")] = Day,
        [("PublicItem", "approved_on")] = Day,
        [("ItemEnded", "item_id")] = Id,
        [("ItemEnded", "effective_to")] = Day,
        [("OutsideApproval", "number")] = Items,
        [("OutsideApproval", "given_on")] = Day,
        [("OfficerListed", "person_id")] = Id,
        [("OfficerUnlisted", "person_id")] = Id,
        [("OfficerListing", "from")] = Day,
        [("OfficerListing", "to")] = Day,
        [("PublicOfficer", "name")] = Officer,
        [("PublicOfficer", "organ_name")] = Organ,
        [("PublicOfficer", "certificate_number")] = Officer,
        [("PublicOrgan", "code")] = Organ,
        [("PublicOrgan", "name")] = Organ,
    }.ToFrozenDictionary();

    /// <summary>Every text, however deep, in lists and maps as well.</summary>
    public static IEnumerable<PublicText> Of(IMessage message) => Of(message, "");

    private static IEnumerable<PublicText> Of(IMessage message, string prefix) =>
        from field in message.Descriptor.Fields.InFieldNumberOrder()
        from text in Of(field, field.Accessor.GetValue(message), prefix + field.Name, PublicByLaw.GetValueOrDefault((message.Descriptor.Name, field.Name)))
        select text;

    private static IEnumerable<PublicText> Of(FieldDescriptor field, object? value, string path, PublicGround? ground) => value switch
    {
        null => [],
        string text => text.Length > 0 ? [new(path, text, ground)] : [],
        IMessage inner => Of(inner, path + "."),
        IDictionary map => map.Keys.Cast<object?>().Concat(map.Values.Cast<object?>()).SelectMany(one => Of(field, one, path, ground)),
        IList list => list.Cast<object?>().SelectMany(one => Of(field, one, path, ground)),
        _ => [],
    };
}
