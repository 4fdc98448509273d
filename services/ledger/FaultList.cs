using System.Collections.Immutable;

namespace EnforcementPlatform.Ledger;

/// <summary>Collects faults up to a bound; then says stop, because one lost row can make a million others look wrong.</summary>
internal sealed class FaultList(int most)
{
    private readonly ImmutableArray<LedgerFault>.Builder faults = ImmutableArray.CreateBuilder<LedgerFault>();

    public bool Stopped { get; private set; }

    public void Add(string place, LedgerProblem problem, string detail = "")
    {
        if (faults.Count >= most)
        {
            Stopped = true;
            throw new TooManyFaultsException();
        }

        faults.Add(new LedgerFault(place, problem, detail));
    }

    public ImmutableArray<LedgerFault> ToImmutable() => faults.ToImmutable();

    /// <summary>Runs the steps until done or stopped.</summary>
    public void Run(params ReadOnlySpan<Action> steps)
    {
        try
        {
            foreach (var step in steps) step();
        }
        catch (TooManyFaultsException)
        {
            // The report says that it is not complete.
        }
    }

    private sealed class TooManyFaultsException : Exception;
}
