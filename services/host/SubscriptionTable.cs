using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Host;

/// <summary>
/// Who hears what: the feed of a ledger serves a role the notices of its rows and nothing else. A test holds every handler of every role to a
/// row here, and every row to a handler (SubscriptionTableTests).
/// </summary>
internal static class SubscriptionTable
{
    public static Subscriptions Rows { get; } = new(
    [
        .. Heard(ServiceRole.Review, PersonChanged.Descriptor, AccountChanged.Descriptor, EditionAdded.Descriptor, DraftChanged.Descriptor),
        .. Heard(ServiceRole.Records, ReviewPassed.Descriptor),
        .. Heard(
            ServiceRole.Supervision,
            PersonChanged.Descriptor, AccountChanged.Descriptor, EditionAdded.Descriptor, CaseProgressed.Descriptor, CaseFileGrew.Descriptor,
            ReviewProgressed.Descriptor, DisclosureWithheld.Descriptor,
            DisclosurePublished.Descriptor, DisclosureWithdrawn.Descriptor, DeliveryChanged.Descriptor),
        .. Heard(ServiceRole.Disclosure, PersonChanged.Descriptor, AccountChanged.Descriptor, OrganChanged.Descriptor, EditionAdded.Descriptor),
        .. Heard(ServiceRole.Disclosure, DecisionIssued.Descriptor, DecisionAnnulled.Descriptor, DeliveryChanged.Descriptor),
        .. Heard(ServiceRole.Gateway, PersonChanged.Descriptor, AccountChanged.Descriptor, DisclosurePublished.Descriptor, DisclosureWithdrawn.Descriptor),
    ]);

    private static IEnumerable<Subscription> Heard(string by, params MessageDescriptor[] notices) =>
        notices.Select(notice => new Subscription(by, notice.FullName));
}
