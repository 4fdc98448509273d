using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Law;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Host.Drill;

/// <summary>Which of the notices that a handler is told leave an entry.</summary>
internal enum Keeps
{
    /// <summary>Each, exactly once.</summary>
    Each,

    /// <summary>The newest about a thing, exactly once; older news may have been overtaken.</summary>
    Newest,

    /// <summary>Those that call for something, once for each target; that the others were looked at is said by the cursor alone.</summary>
    AtNeed,
}

/// <summary>One handler of one role.</summary>
/// <param name="Notice">Full name of the notice.</param>
internal sealed record Listener(string Role, string Handler, string Publisher, string Notice, Keeps Keeps)
{
    public override string ToString() => $"{Role}/{Handler}";
}

/// <summary>Every handler of every role, and what it keeps. A test compares it with the handlers that the roles register.</summary>
internal static class Listeners
{
    public static ImmutableArray<Listener> All { get; } =
    [
        Of(ServiceRole.Records, "OnReviewPassed", ServiceRole.Review, ReviewPassed.Descriptor, Keeps.Each),

        .. CopiesOf(ServiceRole.Review, withEditions: true),
        Of(ServiceRole.Review, "OnReviewerChanged", ServiceRole.Records, PersonChanged.Descriptor, Keeps.AtNeed),
        Of(ServiceRole.Review, "OnDraftChanged", ServiceRole.Records, DraftChanged.Descriptor, Keeps.AtNeed),

        .. CopiesOf(ServiceRole.Disclosure, withEditions: true),
        Of(ServiceRole.Disclosure, "OnOrganChanged", ServiceRole.Records, OrganChanged.Descriptor, Keeps.Each),
        Of(ServiceRole.Disclosure, "OnOfficerChanged", ServiceRole.Records, PersonChanged.Descriptor, Keeps.AtNeed),
        Of(ServiceRole.Disclosure, "OnDecisionIssued", ServiceRole.Records, DecisionIssued.Descriptor, Keeps.Each),
        Of(ServiceRole.Disclosure, "OnDecisionAnnulled", ServiceRole.Records, DecisionAnnulled.Descriptor, Keeps.Each),
        Of(ServiceRole.Disclosure, "OnDeliveryChanged", ServiceRole.Gateway, DeliveryChanged.Descriptor, Keeps.Newest),

        .. CopiesOf(ServiceRole.Gateway, withEditions: false),
        Of(ServiceRole.Gateway, "OnDisclosurePublished", ServiceRole.Disclosure, DisclosurePublished.Descriptor, Keeps.AtNeed),
        Of(ServiceRole.Gateway, "OnDisclosureWithdrawn", ServiceRole.Disclosure, DisclosureWithdrawn.Descriptor, Keeps.AtNeed),

        .. CopiesOf(ServiceRole.Supervision, withEditions: true),
        Of(ServiceRole.Supervision, "OnCaseProgressed", ServiceRole.Records, CaseProgressed.Descriptor, Keeps.Newest),
        Of(ServiceRole.Supervision, "OnCaseFileGrew", ServiceRole.Records, CaseFileGrew.Descriptor, Keeps.Newest),
        Of(ServiceRole.Supervision, "OnReviewProgressed", ServiceRole.Review, ReviewProgressed.Descriptor, Keeps.Newest),
        Of(ServiceRole.Supervision, "OnDisclosurePublished", ServiceRole.Disclosure, DisclosurePublished.Descriptor, Keeps.Newest),
        Of(ServiceRole.Supervision, "OnDisclosureWithdrawn", ServiceRole.Disclosure, DisclosureWithdrawn.Descriptor, Keeps.Newest),
        Of(ServiceRole.Supervision, "OnDisclosureWithheld", ServiceRole.Disclosure, DisclosureWithheld.Descriptor, Keeps.Newest),
        Of(ServiceRole.Supervision, "OnDeliveryChanged", ServiceRole.Gateway, DeliveryChanged.Descriptor, Keeps.Newest),
    ];

    private static IEnumerable<Listener> CopiesOf(string role, bool withEditions) =>
    [
        Of(role, "OnPersonChanged", ServiceRole.Records, PersonChanged.Descriptor, Keeps.Each),
        Of(role, "OnAccountChanged", ServiceRole.Records, AccountChanged.Descriptor, Keeps.Each),
        .. withEditions ? [Of(role, "OnEditionAdded", ServiceRole.Records, EditionAdded.Descriptor, Keeps.Each)] : Array.Empty<Listener>(),
    ];

    private static Listener Of(string role, string handler, string publisher, MessageDescriptor notice, Keeps keeps) => new(role, handler, publisher, notice.FullName, keeps);
}
