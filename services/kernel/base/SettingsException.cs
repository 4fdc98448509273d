namespace EnforcementPlatform.Kernel;

/// <summary>The settings are wrong; nothing was started. Each mistake is a sentence for the operator.</summary>
public sealed class SettingsException(IReadOnlyList<string> mistakes) : Exception(string.Join('\n', mistakes))
{
    public IReadOnlyList<string> Mistakes { get; } = mistakes;
}
