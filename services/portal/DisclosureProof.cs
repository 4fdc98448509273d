using System.Collections.Immutable;
using System.Text;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Ledger;
using Google.Protobuf;

namespace EnforcementPlatform.Portal;

/// <summary>
/// The proof of a disclosure as it is handed out: every entry with its path, but a text only while it stands. What a later version corrected and what
/// was withdrawn is not handed out again (行政处罚法 48(2)), whatever the answer of disclosure still holds; the proof of the entry does not need it.
/// </summary>
public sealed class DisclosureProof
{
    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithIndentation());

    private readonly GetDisclosureProofResponse _answer;

    private DisclosureProof(GetDisclosureProofResponse answer, ImmutableArray<CheckedAct> acts) => (_answer, Acts) = (answer, acts);

    /// <summary>Oldest first.</summary>
    public ImmutableArray<CheckedAct> Acts { get; }

    /// <summary>Public key of the ledger.</summary>
    public string VerifierKey => _answer.VerifierKey;

    /// <summary>False when anything of it does not hold: then nothing of it may be believed.</summary>
    public bool Holds => Acts.Length > 0 && Acts.All(act => act.Holds);

    internal static DisclosureProof Of(PublicDisclosure disclosure, GetDisclosureProofResponse answer)
    {
        var shown = answer.Clone();
        var newest = shown.Acts.Select((act, i) => (act, i)).LastOrDefault(one => !IsMark(one.act), (new(), -1)).Item2;
        foreach (var act in shown.Acts.Where((act, i) => !Stands(act, isNewestText: i == newest, disclosure)))
        {
            (act.Salt, act.Notice) = (ByteString.Empty, ByteString.Empty);
        }

        return new(shown, [.. shown.Acts.Select(act => CheckedAct.Of(act, shown.VerifierKey, disclosure))]);
    }

    /// <summary>The same JSON as the interface of disclosure gives, indented.</summary>
    public string ToJson() => Json.Format(_answer);

    /// <summary>A text of a withdrawn disclosure may come from a proof that has not caught up with the withdrawal.</summary>
    private static bool Stands(ProvenAct act, bool isNewestText, PublicDisclosure disclosure) =>
        IsMark(act) || (isNewestText && (disclosure.State == PublicState.Published || CheckedAct.NoticeOf(act)?.Type == DisclosureWithdrawn.Descriptor.FullName));

    /// <summary>That a decision was annulled is no text that could fall.</summary>
    private static bool IsMark(ProvenAct act) => CheckedAct.NoticeOf(act)?.Type == DisclosedDecisionAnnulled.Descriptor.FullName;
}

/// <summary>One act and what this program found when it checked it, as any visitor can.</summary>
/// <param name="Act">What disclosure handed out.</param>
/// <param name="Leaf">SHA-256(0x00 ‖ entry), in hexadecimal.</param>
/// <param name="KeptAt">When the entry says it was kept; null where it cannot be read.</param>
/// <param name="Holds">True when signature, path, commitment and text agree with each other and with what the page shows.</param>
public sealed record CheckedAct(ProvenAct Act, string Leaf, DateTimeOffset? KeptAt, bool Holds)
{
    internal static CheckedAct Of(ProvenAct act, string verifierKey, PublicDisclosure disclosure)
    {
        var leaf = EnforcementPlatform.Ledger.Leaf.Hash(act.Entry.Span);
        try
        {
            var entry = EntryCodec.Decode(act.Entry.Span);
            var holds = IsUnderHead(act, leaf, verifierKey) && (act.Notice.IsEmpty || (IsCommitted(act, entry) && SaysTheSame(act, disclosure)));
            return new(act, Convert.ToHexStringLower(leaf), entry.At, holds);
        }
        catch (Exception error) when (error is EntryFormatException or NoteFormatException or NoteSignatureException)
        {
            return new(act, Convert.ToHexStringLower(leaf), null, Holds: false);
        }
    }

    /// <summary>The notice part, or null where there is none that can be read.</summary>
    internal static NoticePart? NoticeOf(ProvenAct act)
    {
        try
        {
            return act.Notice.IsEmpty ? null : NoticePart.Parser.ParseFrom(act.Notice);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static bool IsUnderHead(ProvenAct act, byte[] leaf, string verifierKey)
    {
        var head = TrustPolicy.Of(NoteKey.Parse(verifierKey)).Open(Encoding.UTF8.GetBytes(act.Checkpoint)).Checkpoint;
        return TreeProof.VerifyInclusion(TreeHash.Sha256, act.Position, head.Size, leaf, [.. act.InclusionProof.Select(hash => hash.ToByteArray())], head.Root);
    }

    private static bool IsCommitted(ProvenAct act, Entry entry) =>
        act.Part >= 0 && act.Part < entry.Parts.Length && Commitment.Verify(entry.Parts[act.Part], act.Salt.Span, act.Notice.Span);

    private static bool SaysTheSame(ProvenAct act, PublicDisclosure disclosure)
    {
        var notice = NoticeOf(act);
        return notice?.Type == DisclosurePublished.Descriptor.FullName ? Parse(DisclosurePublished.Parser, notice)?.Decision.Equals(disclosure.Decision) == true
            : notice?.Type == DisclosedDecisionAnnulled.Descriptor.FullName ? Parse(DisclosedDecisionAnnulled.Parser, notice) is { } fell && IsTold(fell, disclosure)
            : notice?.Type == DisclosureWithdrawn.Descriptor.FullName && Parse(DisclosureWithdrawn.Parser, notice)?.PublicReason == disclosure.Withdrawal?.PublicReason;
    }

    /// <summary>Once the text is withdrawn, the withdrawal says on what ground the decision fell.</summary>
    private static bool IsTold(DisclosedDecisionAnnulled fell, PublicDisclosure disclosure) => disclosure.State == PublicState.Withdrawn
        ? fell.Ground == disclosure.Withdrawal?.Ground
        : fell.Ground == disclosure.Annulment?.Ground && fell.AnnulledOn == disclosure.Annulment.AnnulledOn;

    private static T? Parse<T>(MessageParser<T> parser, NoticePart notice)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(notice.Body);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
