using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The newest signed head of each log, kept where no backup of the data reaches (<c>Platform:Anchors</c>): the memory that a restored old
/// copy does not have. Keyed by origin. What a witness of this installation saw of a log lies beside it.
/// </summary>
public sealed class Anchors(string directory)
{
    private const string Suffix = ".note";
    private const string Evidence = "evidence";
    private const string DemonstrationSuffix = ".demo";

    /// <summary>The note, or null where this log has none.</summary>
    public byte[]? Read(string origin) => DurableFile.Read(PathOf(origin));

    /// <summary>Replaces the note; after a power cut either the old or the new one is there.</summary>
    public void Write(string origin, byte[] note) => DurableFile.Replace(PathOf(origin), note);

    /// <summary>Logs whose origin begins so, with the size of their anchor; 1 where it cannot be read, since something was there.</summary>
    internal IEnumerable<(string Origin, long Size)> Of(string beginning) => Directory.Exists(directory)
        ? Directory.GetFiles(directory, Uri.EscapeDataString(beginning) + "*" + Suffix)
            .Order(StringComparer.Ordinal)
            .Select(file => Uri.UnescapeDataString(Path.GetFileName(file)[..^Suffix.Length]))
            .Where(origin => !origin.Contains('+', StringComparison.Ordinal))
            .Select(origin => (origin, SizeOf(Read(origin))))
        : [];

    /// <summary>Marks a log as one of a demonstration, which may be deleted and begun afresh.</summary>
    internal void MarkDemonstration(string origin) => DurableFile.Replace(PathOf(origin) + DemonstrationSuffix, []);

    internal bool IsDemonstration(string origin) => File.Exists(PathOf(origin) + DemonstrationSuffix);

    /// <summary>Keeps the anchor of a log that a person has given up under another name, for whoever asks later.</summary>
    internal void Retire(string origin) => File.Move(PathOf(origin), PathOf(origin) + ".retired", overwrite: true);

    private static long SizeOf(byte[]? note)
    {
        try
        {
            return note is null ? 0 : Checkpoint.Parse(Note.Parse(note).Text).Size;
        }
        catch (NoteFormatException)
        {
            return 1;
        }
    }

    /// <summary>File of a log's anchor.</summary>
    public string PathOf(string origin) => Path.Combine(directory, Uri.EscapeDataString(origin) + Suffix);

    /// <summary>
    /// Name of what a witness put down about a log, to be used as an origin is. An origin holds no plus sign, so the two cannot be mistaken.
    /// </summary>
    public static string SeenBy(string witness, string origin, string what) => $"{origin}+{what}+{witness}";

    /// <summary>
    /// Keeps a head that convicted a log's data, where no backup reaches: a restart, or the same old copy once more, MUST NOT forget it. The log's own
    /// key signed it, so nobody can make one up.
    /// </summary>
    /// <returns>The file.</returns>
    internal string Convict(string origin, string shownBy, byte[] note)
    {
        Write(SeenBy(shownBy, origin, Evidence), note);
        return PathOf(SeenBy(shownBy, origin, Evidence));
    }

    /// <summary>Heads that convicted a log's data, by file.</summary>
    internal IReadOnlyList<(string Source, byte[] Note)> Convicting(string origin) => Noted($"{origin}+{Evidence}+");

    private IReadOnlyList<(string Source, byte[] Note)> Noted(string prefix) => Directory.Exists(directory)
        ? [.. Directory.GetFiles(directory, Uri.EscapeDataString(prefix) + "*" + Suffix).Order(StringComparer.Ordinal).Select(file => (file, File.ReadAllBytes(file)))]
        : [];

    /// <summary>Everything that witnesses of this installation put down about a log, and what convicted it, by file.</summary>
    public IReadOnlyList<(string Source, byte[] Note)> Seen(string origin) => Noted($"{origin}+");
}
