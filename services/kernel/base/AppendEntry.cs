namespace EnforcementPlatform.Kernel;

/// <summary>
/// Appends one entry. MUST return only when the entry is durable; MUST let many callers share one commit;
/// an exception means the outcome could not be learned and nothing may be told to the client but <see cref="KernelFaults.OutcomeUnknown"/>.
/// </summary>
public delegate ValueTask<AppendResult> AppendEntry(EntryToAppend entry, CancellationToken ct);
