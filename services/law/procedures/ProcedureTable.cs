using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>Every procedure that the product knows.</summary>
public static class ProcedureTable
{
    public static ImmutableArray<Procedure> All { get; } = [OrdinaryPenalty.Table];
}
