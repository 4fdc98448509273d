using EnforcementPlatform.Law;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

/// <summary>
/// Who may call what, said a second time and in another way: from posts (not duties), as predicates (not rows), out of the
/// law and the separation of duties. An rpc that is not named here fails the test, so that nobody adds a right alone.
/// </summary>
internal static class RightsOracle
{
    public static bool Allows(string rpc, IReadOnlySet<Post> posts, Relation relation)
    {
        bool Is(Post post) => posts.Contains(post);
        var inOrgan = (relation & Relation.Organ) != 0;
        var inDepartment = inOrgan && (relation & Relation.Department) != 0;
        var assigned = inOrgan && (relation & Relation.Assigned) != 0;
        var self = (relation & Relation.Self) != 0;
        var handler = Is(Post.Officer) && inOrgan && (relation & Relation.Handler) != 0;
        var registrant = Is(Post.Officer) && inDepartment && (relation & Relation.Registrant) != 0;
        var lead = Is(Post.DepartmentLead) && inDepartment;
        var head = Is(Post.OrganHead) && inOrgan;
        var reviewer = Is(Post.LegalReviewer) && assigned;
        var publisher = Is(Post.Publisher) && inOrgan;
        var archivist = Is(Post.Archivist) && inOrgan;
        var securityAdministrator = Is(Post.SecurityAdministrator) && inOrgan;
        var readsCase = handler || lead || head || reviewer || archivist || (Is(Post.Inspector) && inOrgan);

        var dot = rpc.LastIndexOf('.');
        return rpc[(dot + 1)..] switch
        {
            "AccountsService/SignIn" or "AccountsService/RenewSession" or "AccountsService/GetSigningKeys" => true,
            "LedgerService/GetCheckpoint" or "LedgerService/GetTile" => true,

            // 行政处罚法 39, 48: what is public is public to everybody.
            "PublicDisclosureService/SearchDisclosures" or "PublicDisclosureService/GetPublicDisclosure"
                or "PublicDisclosureService/GetDisclosureProof" or "PublicDisclosureService/ListPublicItems"
                or "PublicDisclosureService/ListPublicOfficers" or "PublicDisclosureService/ListPublicOrgans" => true,

            "AccountsService/ChangePassword" or "AccountsService/GetMe" or "AccountsService/EndSession" => self,
            "AccountsService/OpenAccount" or "AccountsService/ResetPassword" or "AccountsService/UnlockAccount" => securityAdministrator,
            "AccountsService/CloseAccount" => self || securityAdministrator,

            // The second of two persons: either administrator of the organ.
            "AccountsService/ApproveAccountChange" or "AccountsService/DeclineAccountChange" or "AccountsService/FindAccount" =>
                securityAdministrator || (Is(Post.SystemAdministrator) && inOrgan),

            "OrganService/RegisterOrgan" or "OrganService/ChangeOrgan" or "OrganService/SetDepartment" or "OrganService/CloseDepartment"
                or "OrganService/EndOrgan" => Is(Post.SystemAdministrator),
            "OrganService/GetOrgan" or "OrganService/ListOrgans" => inOrgan || Is(Post.SystemAdministrator),

            "PeopleService/RegisterPerson" or "PeopleService/AssignPost" or "PeopleService/EndPost" => securityAdministrator,
            "PeopleService/RenamePerson" or "PeopleService/MovePerson" or "PeopleService/RecordLeaving" => securityAdministrator,
            "PeopleService/IssueCertificate" or "PeopleService/SuspendCertificate" => securityAdministrator,
            "PeopleService/GetPerson" or "PeopleService/ListPeople" =>
                self || securityAdministrator || lead || (Is(Post.Inspector) && inOrgan),

            // A clue is registered inside one's own department; being a handler comes later. Filing is a leader's approval.
            "CaseService/RegisterClue" => (Is(Post.Officer) || Is(Post.DepartmentLead)) && inDepartment,
            "CaseService/FileCase" or "CaseService/DecideAmendment" => lead || head,
            "CaseService/AssignHandlers" or "CaseService/CloseCase" => lead,

            // Work on the case is the handlers' alone.
            "CaseService/RecordAct" or "CaseService/ConfirmRecord" or "CaseService/ShowIdentity" or "CaseService/TellRights"
                or "CaseService/CloseInvestigation" or "CaseService/SaveDraft" or "CaseService/TellParty"
                or "CaseService/RecordPartyResponse" or "CaseService/ServeDecision" or "CaseService/RecordPerformance"
                or "EvidenceService/CollectEvidence" => handler,

            "CaseService/CorrectRecord" or "CaseService/VoidRecord" => handler || lead,
            "CaseService/GetDraft" => handler || lead || reviewer || head,

            // 行政处罚法 57: the organ's head decides and presides over the collective discussion.
            "CaseService/RecordDiscussion" or "CaseService/IssueDecision" or "CaseService/AnnulDecision" => head,
            "CaseService/ArchiveCase" => archivist,

            // 行政处罚法 54: a clue is followed up by whoever registered it, until a leader files the case and names its handlers.
            "CaseService/GetCase" or "CaseService/ListCases" or "CaseService/GetTimeline" => readsCase || registrant,

            // The approval of the filing is made of the clue, so before there are handlers.
            "DocumentService/IssueDocument" => handler || registrant,
            "DocumentService/GetDocument" or "DocumentService/ListDocuments" => readsCase || registrant,

            "EvidenceService/ListEvidence" => readsCase,

            // 行政处罚法 57: the head examines the results of the investigation, so its evidence; every read is recorded before it.
            "EvidenceService/ReadEvidence" => readsCase,

            // A review is the legal department's; the handlers submit and read, the organ's head reads before deciding (行政处罚法 57, 58).
            "ReviewService/SubmitForReview" or "ReviewService/Resubmit" => Is(Post.Officer) && inOrgan,
            "ReviewService/AssignReviewer" or "ReviewService/ExtendReview" => lead,
            "ReviewService/GiveOpinion" => reviewer,
            "ReviewService/GetReview" or "ReviewService/ListReviews" =>
                handler || lead || head || reviewer || (Is(Post.LegalReviewer) && inDepartment),

            // 行政处罚法 48: the handlers know the case and draft; 公示管理员 publish, withdraw and withhold. Those who lead, decide and inspect read.
            "DisclosureService/DraftDisclosure" => handler || publisher,
            "DisclosureService/PublishDisclosure" or "DisclosureService/WithdrawDisclosure" or "DisclosureService/WithholdDisclosure" => publisher,
            "DisclosureService/GetDisclosure" or "DisclosureService/ListDisclosures" =>
                handler || lead || head || publisher || (Is(Post.Inspector) && inOrgan),

            // 平工信〔2019〕99号 二(一)2(1): the legal department keeps the list of items, the publishers put it before the public.
            "RegisterService/AddItem" or "RegisterService/ReviseItem" or "RegisterService/RecordItemApproval" =>
                publisher || (Is(Post.LegalReviewer) && inOrgan),
            "RegisterService/PublishItem" or "RegisterService/EndItem" => publisher,
            "RegisterService/GetItem" or "RegisterService/ListItems" => inOrgan,

            // Supervision is the inspectors'; the head answers for the organ, a lead for the department (平工信〔2019〕99号 三).
            "SupervisionService/ListObligations" or "SupervisionService/ListCases" or "SupervisionService/GetCaseOversight" =>
                (Is(Post.Inspector) && inOrgan) || head || lead,

            // 国办发〔2018〕118号: the publisher sees to it that what is public arrives above; supervision looks on.
            "DeliveryService/ListDeliveries" or "DeliveryService/GetDelivery" => (Is(Post.Publisher) || Is(Post.Inspector)) && inOrgan,
            "DeliveryService/RetryDelivery" or "DeliveryService/ResolveDelivery" => Is(Post.Publisher) && inOrgan,

            "RetentionService/PlaceHold" => archivist || lead,
            "RetentionService/LiftHold" => head,
            "RetentionService/ApproveDestruction" => lead || (Is(Post.AuditAdministrator) && inOrgan),
            "RetentionService/DestroyParts" => archivist,

            "EditionService/AdoptEdition" => Is(Post.LegalReviewer) && inOrgan,
            "EditionService/ApproveEdition" => (Is(Post.LegalReviewer) || Is(Post.OrganHead)) && inOrgan,
            "EditionService/GetEdition" or "EditionService/ListEditions" => inOrgan,

            "LedgerService/GetEntries" or "LedgerService/GetProof" => Is(Post.AuditAdministrator) && inOrgan,

            "LedgerService/ListParked" or "LedgerService/RetryParked" or "LedgerService/SkipParked" => Is(Post.SystemAdministrator),

            // Services only: no post opens these.
            "CaseService/GetDraftForReview" or "CaseService/GetDecisionForDisclosure" or "ReviewService/FindClearance"
                or "LedgerService/ReadFeed" or "LedgerService/ShowHead" => false,

            _ => throw new InvalidOperationException($"{rpc} has a row in the rights table and no line in this oracle."),
        };
    }

    public static bool ServiceMay(string rpc, string role) => rpc[(rpc.LastIndexOf('.') + 1)..] switch
    {
        "CaseService/GetDraftForReview" => role == "review",
        "CaseService/GetDecisionForDisclosure" or "PeopleService/GetPerson" or "OrganService/GetOrgan" => role == "disclosure",
        "ReviewService/FindClearance" => role == "records",
        "LedgerService/ReadFeed" or "LedgerService/ShowHead" or "LedgerService/GetEntries" or "LedgerService/GetProof" => !role.StartsWith("portal", StringComparison.Ordinal),
        _ => false,
    };
}
