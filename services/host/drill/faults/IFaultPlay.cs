namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>One thing that goes wrong, played on an installation of its own.</summary>
internal interface IFaultPlay
{
    /// <summary>For <c>--only</c>.</summary>
    string Name { get; }

    /// <summary>What goes wrong, in Chinese.</summary>
    string Title { get; }

    /// <summary>Why it cannot be played on this machine; null where it can.</summary>
    string? CannotBePlayed => null;

    /// <summary>
    /// Plays it: acts before, the fault, who noticed it, the cure that was printed, what is kept afterwards. MUST throw <see cref="PlayFailedException"/>
    /// where it was not noticed or not cured.
    /// </summary>
    Task<Noticed> Play(Stage stage, CancellationToken ct);
}

/// <summary>How a fault was noticed.</summary>
/// <param name="After">Since the fault, or since the start that met it.</param>
/// <param name="By">Who noticed it, in Chinese.</param>
/// <param name="Words">The line that says so.</param>
internal sealed record Noticed(TimeSpan After, string By, string Words);

/// <summary>A fault was not noticed, or its cure did not cure; the sentence says what was seen instead.</summary>
internal sealed class PlayFailedException(string sentence) : Exception(sentence);
