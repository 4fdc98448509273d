using System.Collections.Immutable;
using static EnforcementPlatform.Law.Duty;

namespace EnforcementPlatform.Law;

/// <summary>
/// The whole table, grouped by service; a row is one line. A new row also needs its line in the oracle of the tests
/// (<c>tests/Fast/Unit/Law/RightsOracle.cs</c>), which is written from the law and not from here.
/// Separation of duties (reviewer is no handler, reviewer is not the issuer, …) is not said here but in the rule catalogue,
/// since it depends on the case's facts.
/// </summary>
internal static class RightsTable
{
    private const Relation Anywhere = Relation.None;
    private const Relation OwnOrgan = Relation.Organ;
    private const Relation OwnDepartment = Relation.Organ | Relation.Department;
    private const Relation AsHandler = Relation.Organ | Relation.Handler;
    private const Relation AsAssigned = Relation.Organ | Relation.Assigned;
    private const Relation AsRegistrant = OwnDepartment | Relation.Registrant;
    private const Relation Own = Relation.Self;

    public static ImmutableArray<Right> Staff { get; } =
    [
        .. Of("enforcement.records.v1.AccountsService",
        [
            ("ChangePassword", SignedIn, Own),
            ("GetMe", SignedIn, Own),
            ("EndSession", SignedIn, Own),
            ("OpenAccount", ManageAccounts, OwnOrgan),
            ("ResetPassword", ManageAccounts, OwnOrgan),
            ("CloseAccount", ManageAccounts, OwnOrgan),
            ("CloseAccount", SignedIn, Own),
            .. Administrators("ApproveAccountChange"),
            .. Administrators("DeclineAccountChange"),
            .. Administrators("FindAccount"),
            ("UnlockAccount", ManageAccounts, OwnOrgan),
        ]),

        .. Of("enforcement.records.v1.OrganService",
        [
            ("RegisterOrgan", ManageOrgans, Anywhere),
            ("ChangeOrgan", ManageOrgans, Anywhere),
            ("SetDepartment", ManageOrgans, Anywhere),
            ("CloseDepartment", ManageOrgans, Anywhere),
            ("EndOrgan", ManageOrgans, Anywhere),
            ("GetOrgan", SignedIn, OwnOrgan),
            ("GetOrgan", ManageOrgans, Anywhere),
            ("ListOrgans", SignedIn, OwnOrgan),
            ("ListOrgans", ManageOrgans, Anywhere),
        ]),

        .. Of("enforcement.records.v1.PeopleService",
        [
            ("RegisterPerson", ManagePeople, OwnOrgan),
            ("RenamePerson", ManagePeople, OwnOrgan),
            ("MovePerson", ManagePeople, OwnOrgan),
            ("RecordLeaving", ManagePeople, OwnOrgan),
            ("AssignPost", ManagePeople, OwnOrgan),
            ("EndPost", ManagePeople, OwnOrgan),
            ("IssueCertificate", ManagePeople, OwnOrgan),
            ("SuspendCertificate", ManagePeople, OwnOrgan),
            ("GetPerson", SignedIn, Own),
            ("GetPerson", LeadDepartment, OwnDepartment),
            ("GetPerson", Inspect, OwnOrgan),
            ("GetPerson", ManagePeople, OwnOrgan),
            ("ListPeople", SignedIn, Own),
            ("ListPeople", LeadDepartment, OwnDepartment),
            ("ListPeople", Inspect, OwnOrgan),
            ("ListPeople", ManagePeople, OwnOrgan),
        ]),

        .. Of("enforcement.records.v1.CaseService",
        [
            ("RegisterClue", HandleCase, OwnDepartment),
            ("RegisterClue", LeadDepartment, OwnDepartment),
            ("FileCase", LeadDepartment, OwnDepartment),
            ("FileCase", DecideCase, OwnOrgan),
            ("AssignHandlers", LeadDepartment, OwnDepartment),
            ("RecordAct", HandleCase, AsHandler),
            ("ConfirmRecord", HandleCase, AsHandler),
            ("ShowIdentity", HandleCase, AsHandler),
            ("TellRights", HandleCase, AsHandler),
            ("CloseInvestigation", HandleCase, AsHandler),
            ("SaveDraft", HandleCase, AsHandler),
            ("GetDraft", HandleCase, AsHandler),
            ("GetDraft", LeadDepartment, OwnDepartment),
            ("GetDraft", ReviewLegality, AsAssigned),
            ("GetDraft", DecideCase, OwnOrgan),
            ("TellParty", HandleCase, AsHandler),
            ("RecordPartyResponse", HandleCase, AsHandler),
            ("RecordDiscussion", DecideCase, OwnOrgan),
            ("IssueDecision", DecideCase, OwnOrgan),
            ("ServeDecision", HandleCase, AsHandler),
            ("RecordPerformance", HandleCase, AsHandler),
            ("CloseCase", LeadDepartment, OwnDepartment),
            ("ArchiveCase", Archive, OwnOrgan),
            ("CorrectRecord", HandleCase, AsHandler),
            ("CorrectRecord", LeadDepartment, OwnDepartment),
            ("VoidRecord", HandleCase, AsHandler),
            ("VoidRecord", LeadDepartment, OwnDepartment),
            ("DecideAmendment", LeadDepartment, OwnDepartment),
            ("DecideAmendment", DecideCase, OwnOrgan),
            ("AnnulDecision", DecideCase, OwnOrgan),
            .. ReadersOfACase("GetCase"),
            ("GetCase", HandleCase, AsRegistrant),
            .. ReadersOfACase("ListCases"),
            ("ListCases", HandleCase, AsRegistrant),
            .. ReadersOfACase("GetTimeline"),
            ("GetTimeline", HandleCase, AsRegistrant),
        ]),

        .. Of("enforcement.records.v1.EvidenceService",
        [
            ("CollectEvidence", HandleCase, AsHandler),
            ("ReadEvidence", HandleCase, AsHandler),
            ("ReadEvidence", LeadDepartment, OwnDepartment),
            ("ReadEvidence", ReviewLegality, AsAssigned),
            ("ReadEvidence", DecideCase, OwnOrgan),
            ("ReadEvidence", Inspect, OwnOrgan),
            ("ReadEvidence", Archive, OwnOrgan),
            .. ReadersOfACase("ListEvidence"),
        ]),

        .. Of("enforcement.records.v1.DocumentService",
        [
            ("IssueDocument", HandleCase, AsHandler),
            ("IssueDocument", HandleCase, AsRegistrant),
            .. ReadersOfACase("GetDocument"),
            ("GetDocument", HandleCase, AsRegistrant),
            .. ReadersOfACase("ListDocuments"),
            ("ListDocuments", HandleCase, AsRegistrant),
        ]),

        .. Of("enforcement.records.v1.RetentionService",
        [
            ("PlaceHold", Archive, OwnOrgan),
            ("PlaceHold", LeadDepartment, OwnDepartment),
            ("LiftHold", DecideCase, OwnOrgan),
            ("ApproveDestruction", LeadDepartment, OwnDepartment),
            ("ApproveDestruction", ApproveDestruction, OwnOrgan),
            ("DestroyParts", Archive, OwnOrgan),
        ]),

        .. Of("enforcement.records.v1.EditionService",
        [
            ("AdoptEdition", KeepRules, OwnOrgan),
            ("ApproveEdition", KeepRules, OwnOrgan),
            ("ApproveEdition", DecideCase, OwnOrgan),
            ("GetEdition", SignedIn, OwnOrgan),
            ("ListEditions", SignedIn, OwnOrgan),
        ]),

        // Who handles the case is asked of records in the act itself. The department of a review is the legal department.
        .. Of("enforcement.review.v1.ReviewService",
        [
            ("SubmitForReview", HandleCase, OwnOrgan),
            ("Resubmit", HandleCase, OwnOrgan),
            ("AssignReviewer", LeadDepartment, OwnDepartment),
            ("ExtendReview", LeadDepartment, OwnDepartment),
            ("GiveOpinion", ReviewLegality, AsAssigned),
            .. ReadersOfAReview("GetReview"),
            .. ReadersOfAReview("ListReviews"),
        ]),

        // A disclosure's department and handlers are those of its case; who publishes did not draft (DisclosureRules).
        .. Of("enforcement.disclosure.v1.DisclosureService",
        [
            ("DraftDisclosure", HandleCase, AsHandler),
            ("DraftDisclosure", Publish, OwnOrgan),
            ("PublishDisclosure", Publish, OwnOrgan),
            ("WithdrawDisclosure", Publish, OwnOrgan),
            ("WithholdDisclosure", Publish, OwnOrgan),
            .. ReadersOfADisclosure("GetDisclosure"),
            .. ReadersOfADisclosure("ListDisclosures"),
        ]),

        .. Of("enforcement.disclosure.v1.RegisterService",
        [
            ("AddItem", KeepRules, OwnOrgan),
            ("AddItem", Publish, OwnOrgan),
            ("ReviseItem", KeepRules, OwnOrgan),
            ("ReviseItem", Publish, OwnOrgan),
            ("RecordItemApproval", KeepRules, OwnOrgan),
            ("RecordItemApproval", Publish, OwnOrgan),
            ("PublishItem", Publish, OwnOrgan),
            ("EndItem", Publish, OwnOrgan),
            ("GetItem", SignedIn, OwnOrgan),
            ("ListItems", SignedIn, OwnOrgan),
        ]),

        // 执法监督: reads only. The department of a case is the one that handles it, and the legal department once it reviews it.
        .. Of("enforcement.supervision.v1.SupervisionService",
        [
            .. Overseers("ListObligations"),
            .. Overseers("ListCases"),
            .. Overseers("GetCaseOversight"),
        ]),

        // Whoever publishes answers for its arriving; whoever inspects sees whether it did.
        .. Of("enforcement.gateway.v1.DeliveryService",
        [
            ("ListDeliveries", Publish, OwnOrgan),
            ("ListDeliveries", Inspect, OwnOrgan),
            ("GetDelivery", Publish, OwnOrgan),
            ("GetDelivery", Inspect, OwnOrgan),
            ("RetryDelivery", Publish, OwnOrgan),
            ("ResolveDelivery", Publish, OwnOrgan),
        ]),

        // A ledger may keep several organs' entries: people are served their own organ's alone. Parked notices are the installation's.
        .. Of("enforcement.ledger.v1.LedgerService",
        [
            ("GetEntries", ReadAudit, OwnOrgan),
            ("GetProof", ReadAudit, OwnOrgan),
            ("ListParked", AdministerSystem, Anywhere),
            ("RetryParked", AdministerSystem, Anywhere),
            ("SkipParked", AdministerSystem, Anywhere),
        ]),
    ];

    /// <summary>
    /// Without sign-in. Checkpoints and hash tiles show that the log only grows, and nothing of what is in it; what disclosure shows is what
    /// was published.
    /// </summary>
    public static ImmutableArray<string> Public { get; } =
    [
        "enforcement.records.v1.AccountsService/SignIn",
        "enforcement.records.v1.AccountsService/RenewSession",
        "enforcement.records.v1.AccountsService/GetSigningKeys",
        "enforcement.ledger.v1.LedgerService/GetCheckpoint",
        "enforcement.ledger.v1.LedgerService/GetTile",
        "enforcement.disclosure.v1.PublicDisclosureService/SearchDisclosures",
        "enforcement.disclosure.v1.PublicDisclosureService/GetPublicDisclosure",
        "enforcement.disclosure.v1.PublicDisclosureService/GetDisclosureProof",
        "enforcement.disclosure.v1.PublicDisclosureService/ListPublicItems",
        "enforcement.disclosure.v1.PublicDisclosureService/ListPublicOfficers",
        "enforcement.disclosure.v1.PublicDisclosureService/ListPublicOrgans",
    ];

    /// <summary>What a service may call in its own name.</summary>
    public static ImmutableArray<(string Rpc, string Role)> Services { get; } =
    [
        .. By("enforcement.records.v1.CaseService/GetDraftForReview", ServiceRole.Review),
        .. By("enforcement.records.v1.CaseService/GetDecisionForDisclosure", ServiceRole.Disclosure),
        .. By("enforcement.records.v1.PeopleService/GetPerson", ServiceRole.Disclosure),
        .. By("enforcement.records.v1.OrganService/GetOrgan", ServiceRole.Disclosure),
        .. By("enforcement.review.v1.ReviewService/FindClearance", ServiceRole.Records),
        .. By("enforcement.ledger.v1.LedgerService/ReadFeed", ServiceRole.Ledgers),
        .. By("enforcement.ledger.v1.LedgerService/ShowHead", ServiceRole.Ledgers),
        .. By("enforcement.ledger.v1.LedgerService/GetEntries", ServiceRole.Ledgers),
        .. By("enforcement.ledger.v1.LedgerService/GetProof", ServiceRole.Ledgers),
    ];

    /// <summary>The second of two persons may be the other kind of administrator: a small organ has one of each (GB/T 22239-2019 8.1.4.2).</summary>
    private static (string, Duty, Relation)[] Administrators(string rpc) =>
    [
        (rpc, ManageAccounts, OwnOrgan),
        (rpc, AdministerSystem, OwnOrgan),
    ];

    private static (string, Duty, Relation)[] ReadersOfACase(string rpc) =>
    [
        (rpc, HandleCase, AsHandler),
        (rpc, LeadDepartment, OwnDepartment),
        (rpc, ReviewLegality, AsAssigned),
        (rpc, DecideCase, OwnOrgan),
        (rpc, Inspect, OwnOrgan),
        (rpc, Archive, OwnOrgan),
    ];

    private static (string, Duty, Relation)[] ReadersOfAReview(string rpc) =>
    [
        (rpc, HandleCase, AsHandler),
        (rpc, LeadDepartment, OwnDepartment),
        (rpc, ReviewLegality, OwnDepartment),
        (rpc, ReviewLegality, AsAssigned),
        (rpc, DecideCase, OwnOrgan),
    ];

    private static (string, Duty, Relation)[] ReadersOfADisclosure(string rpc) =>
    [
        (rpc, HandleCase, AsHandler),
        (rpc, LeadDepartment, OwnDepartment),
        (rpc, DecideCase, OwnOrgan),
        (rpc, Publish, OwnOrgan),
        (rpc, Inspect, OwnOrgan),
    ];

    private static (string, Duty, Relation)[] Overseers(string rpc) =>
    [
        (rpc, Inspect, OwnOrgan),
        (rpc, DecideCase, OwnOrgan),
        (rpc, LeadDepartment, OwnDepartment),
    ];

    private static IEnumerable<Right> Of(string service, params (string Rpc, Duty Duty, Relation Relation)[] rows) =>
        rows.Select(row => new Right($"{service}/{row.Rpc}", row.Duty, row.Relation));

    private static IEnumerable<(string, string)> By(string rpc, params string[] roles) => roles.Select(role => (rpc, role));
}
