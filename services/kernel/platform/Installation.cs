namespace EnforcementPlatform.Kernel;

/// <summary>
/// Whether what this process serves is a demonstration. That is a property of the installation, written into its ledgers by whatever filled them,
/// and not of the start: invented organs, persons and cases are shown as such whatever the settings say.
/// </summary>
public sealed class Installation(PlatformOptions options)
{
    private volatile bool _isDemonstration = options.DemoData;

    /// <summary>Header of <c>/health/live</c> and <c>/health/ready</c>, there for a demonstration alone.</summary>
    public const string Header = "ep-installation";

    /// <summary>Its value.</summary>
    public const string Demonstration = "demonstration";

    /// <summary>True once it was asked to be a demonstration or found to be one.</summary>
    public bool IsDemonstration => _isDemonstration;

    /// <summary>A ledger, or the service that is asked, holds a demonstration's data.</summary>
    public void FoundDemonstration() => _isDemonstration = true;
}
