namespace EnforcementPlatform.Law;

/// <summary>What a person may be charged with. Posts give duties (<see cref="Posts"/>); the rights table names duties only.</summary>
public enum Duty
{
    /// <summary>Held by everyone who has signed in, with or without a post.</summary>
    SignedIn,

    /// <summary>Investigate and handle cases (承办).</summary>
    HandleCase,

    /// <summary>Lead the department that handles the case (承办机构负责).</summary>
    LeadDepartment,

    /// <summary>Decide for the organ (机关负责人决定, 行政处罚法 57).</summary>
    DecideCase,

    /// <summary>Review legality before the decision (法制审核, 行政处罚法 58).</summary>
    ReviewLegality,

    /// <summary>Keep the organ's rules: editions of calendar, thresholds and ranges (notice 二(一)1, 政策法规科).</summary>
    KeepRules,

    /// <summary>Publish and withdraw (公示, 行政处罚法 48).</summary>
    Publish,

    /// <summary>Supervise enforcement (执法监督); reads, never writes a case.</summary>
    Inspect,

    /// <summary>Keep the archive (归档).</summary>
    Archive,

    /// <summary>Approve the destruction of parts whose retention has ended, beside the department's lead.</summary>
    ApproveDestruction,

    /// <summary>Read the log's entries and who read what (安全审计, GB/T 22239-2019 8.1.4.3).</summary>
    ReadAudit,

    /// <summary>Register persons, posts and certificates.</summary>
    ManagePeople,

    /// <summary>Open, lock and unlock accounts.</summary>
    ManageAccounts,

    /// <summary>Register organs on this installation.</summary>
    ManageOrgans,

    /// <summary>Run the machines: backup, restart, parked notices; no business data.</summary>
    AdministerSystem,
}
