using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using Google.Protobuf;

namespace EnforcementPlatform.Disclosure;

/// <summary>A decision as records showed it, text and party checked against the digests in the notice.</summary>
internal sealed record ShownDecision(DecisionParts Parts, Organ Organ)
{
    /// <summary>Takes an answer of records only if it is about this decision, and text and party give the two digests.</summary>
    public static ShownDecision Of(DecisionIssued issued, GetDecisionForDisclosureResponse shown, Organ organ)
    {
        var parts = new DecisionParts
        {
            DecisionCommitted = shown.DecisionCommitted,
            DecisionSalt = shown.DecisionSalt,
            PartyCommitted = shown.PartyCommitted,
            PartySalt = shown.PartySalt,
        };
        var proven = shown.Number == issued.Number
            && Proves(shown.DecisionSalt, shown.DecisionCommitted, issued.DraftDigest)
            && Proves(shown.PartySalt, shown.PartyCommitted, issued.PartyDigest)
            && ContentOf(parts) is not null
            && PartyOf(parts) is not null;
        return proven ? new(parts, organ) : throw DisclosureFaults.DecisionNotProven.Now();
    }

    /// <summary>The text in the bytes that its digest commits to; null where they hold something else.</summary>
    public static DraftContent? ContentOf(DecisionParts parts) => Read(parts.DecisionCommitted, DraftContent.Parser);

    /// <summary>The party in the bytes that its digest commits to; null where they hold something else.</summary>
    public static Party? PartyOf(DecisionParts parts) => Read(parts.PartyCommitted, Party.Parser);

    private static bool Proves(ByteString salt, ByteString committed, ByteString digest) =>
        salt.Length == Commitment.SaltSize && Commitment.Compute(salt.Span, committed.Span).AsSpan().SequenceEqual(digest.Span);

    private static T? Read<T>(ByteString committed, MessageParser<T> parser)
        where T : class, IMessage<T>, new()
    {
        try
        {
            var part = PersonalPart.Parser.ParseFrom(committed);
            return part.Type == new T().Descriptor.FullName ? parser.ParseFrom(part.Body) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}

/// <summary>The party of a decision, as what is published may show it.</summary>
/// <param name="KindIsCitizen">Whether the case calls the party a citizen.</param>
internal sealed record ShownParty(bool KindIsCitizen, Party Details)
{
    /// <summary>
    /// Whether the party is shown as a citizen is: one whose kind says so, and one that bears a person's name without the code of an organisation,
    /// whatever its kind says.
    /// </summary>
    public bool IsCitizen => KindIsCitizen || (!IsCode(Details.IdNumber) && CitizenName.IsLikePerson(Details.Name));

    /// <summary>The name as it is usually shown.</summary>
    public string PublicName => IsCitizen ? CitizenName.Mask(Details.Name) : Details.Name;

    /// <summary>The code of an organisation. A citizen's number is never shown, nor what is no valid code or a person's number as well.</summary>
    public string PublicUscc => !IsCitizen && IsCode(Details.IdNumber) ? Details.IdNumber : "";

    /// <summary>The day of birth of a citizen, which the identity number tells; null where none does.</summary>
    public DateOnly? BornOn => PersonalData.BornOn(Details.IdNumber);

    /// <summary>
    /// False for an organisation, and for whoever was eighteen by the number. A citizen without a number, with another document, or with a number
    /// that fails its check may have been under age: the case knows no other day of birth.
    /// </summary>
    public bool MayBeUnderAgeOn(DateOnly decidedOn) =>
        BornOn is { } born ? !DisclosureRules.PartyOfAge.Holds(new(born, decidedOn)) : IsCitizen;

    /// <summary>Refuses a name that shows more of a citizen than the surname, or another organisation than the party.</summary>
    public void RequireShownAs(string name) =>
        (IsCitizen ? DisclosureRules.CitizenNameMasked : DisclosureRules.OrganisationNamed).Require(new(Details.Name, name));

    /// <summary>About one identity number in thirty-one is a valid code as well; it stays an identity number.</summary>
    private static bool IsCode(string number) => SocialCreditCode.IsValid(number) && !IdentityNumber.IsValid(number);
}
