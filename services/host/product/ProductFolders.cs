namespace EnforcementPlatform.Host.Product;

/// <summary>The three folders of an installation (<c>Platform:DataDirectory</c>, <c>KeyDirectory</c>, <c>Anchors</c>).</summary>
/// <param name="Data">Ledgers, cells, views, evidence.</param>
/// <param name="Keys">Secrets.</param>
/// <param name="Anchors">Last known checkpoints.</param>
internal sealed record ProductFolders(string Data, string Keys, string Anchors)
{
    /// <summary>Three new folders in one place.</summary>
    public static ProductFolders In(string place) => new(Path.Combine(place, "data"), Path.Combine(place, "keys"), Path.Combine(place, "anchors"));

    /// <summary>As settings on the command line.</summary>
    public IEnumerable<string> ToArguments() =>
    [
        $"--Platform:DataDirectory={Data}",
        $"--Platform:KeyDirectory={Keys}",
        $"--Platform:Anchors={Anchors}",
    ];
}

/// <summary>A folder for one run, removed with all that is in it when the run ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("enforce-").FullName;

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
