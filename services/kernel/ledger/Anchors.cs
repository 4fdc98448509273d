namespace EnforcementPlatform.Kernel;

/// <summary>
/// The newest signed head of each log, kept where no backup of the data reaches (<c>Platform:Anchors</c>): the memory that a restored old
/// copy does not have. Keyed by origin.
/// </summary>
public sealed class Anchors(string directory)
{
    /// <summary>The note, or null where this log has none.</summary>
    public byte[]? Read(string origin) => DurableFile.Read(PathOf(origin));

    /// <summary>Replaces the note; after a power cut either the old or the new one is there.</summary>
    public void Write(string origin, byte[] note) => DurableFile.Replace(PathOf(origin), note);

    /// <summary>File of a log's anchor.</summary>
    public string PathOf(string origin) => Path.Combine(directory, Uri.EscapeDataString(origin) + ".note");
}
