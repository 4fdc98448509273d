namespace EnforcementPlatform.Kernel;

/// <summary>What was altered is evidence: it stays beside its place under another name, and nothing that was kept so before is replaced.</summary>
public static class KeptAside
{
    /// <summary>Renames a file or folder: <c>name.word</c>, or <c>name.word.2</c> and so on where that exists.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="word">Why it was set aside.</param>
    /// <returns>Its new path; null where there is nothing.</returns>
    public static string? Move(string path, string word)
    {
        if (!Path.Exists(path))
        {
            return null;
        }

        var aside = $"{path}.{word}";
        for (var number = 2; Path.Exists(aside); number++)
        {
            aside = $"{path}.{word}.{number}";
        }

        Directory.Move(path, aside); // of a file, too
        return aside;
    }
}
