namespace EnforcementPlatform.Kernel.Witnesses;

/// <summary>One role witnesses the ledger of another.</summary>
/// <param name="Witness">Role that cosigns.</param>
/// <param name="Log">Role whose ledger it is.</param>
public sealed record Witnessing(string Witness, string Log);

/// <summary>Who witnesses whose ledger. A role that the installation does not have is not asked.</summary>
public sealed class WitnessTable(params IEnumerable<Witnessing> rows)
{
    private readonly Witnessing[] _rows = [.. rows];

    /// <summary>Roles whose ledgers a role cosigns.</summary>
    public IEnumerable<string> LogsOf(string witness) => _rows.Where(row => row.Witness == witness).Select(row => row.Log);

    /// <summary>Roles that cosign a role's ledger.</summary>
    public IEnumerable<string> WitnessesOf(string log) => _rows.Where(row => row.Log == log).Select(row => row.Witness);

    /// <summary>True for a role of the table; any other witness in the settings belongs to somebody else and is asked about every ledger.</summary>
    public bool Knows(string witness) => _rows.Any(row => row.Witness == witness);
}
