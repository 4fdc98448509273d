namespace EnforcementPlatform.Host;

/// <summary>One command of <c>enforce</c>.</summary>
internal interface ICommand
{
    /// <summary>One or two words, e.g. <c>clock explain</c>.</summary>
    string Name { get; }

    /// <summary>One Chinese line for the list of commands.</summary>
    string Summary { get; }

    /// <summary>Chinese text for <c>enforce help NAME</c>: arguments, options, exit codes.</summary>
    string Usage { get; }

    /// <summary>
    /// Runs it. 0 = done, 1 = done and what was asked does not hold (a test failed, a ledger is damaged). Wrong arguments MUST throw
    /// <see cref="UsageException"/>. <paramref name="ct"/> is cancelled by Ctrl+C.
    /// </summary>
    Task<int> Run(IReadOnlyList<string> args, CancellationToken ct);
}

/// <summary>The command was called wrongly; the Chinese sentence says how.</summary>
internal sealed class UsageException(string sentence) : Exception(sentence);
