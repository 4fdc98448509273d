using System.Text.Json;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The newest signed head of each log, kept where no backup of the data reaches (<c>Platform:Anchors</c>): the memory that a restored old
/// copy does not have. Keyed by origin. What a witness of this installation saw of a log lies beside it.
/// </summary>
public sealed class Anchors(string directory)
{
    private const string Suffix = ".note";
    private const string ClaimSuffix = ".claim";

    /// <summary>The note, or null where this log has none.</summary>
    public byte[]? Read(string origin) => DurableFile.Read(PathOf(origin));

    /// <summary>Replaces the note; after a power cut either the old or the new one is there.</summary>
    public void Write(string origin, byte[] note) => DurableFile.Replace(PathOf(origin), note);

    /// <summary>File of a log's anchor.</summary>
    public string PathOf(string origin) => Path.Combine(directory, Uri.EscapeDataString(origin) + Suffix);

    /// <summary>
    /// Name of what a witness put down about a log, to be used as an origin is. An origin holds no plus sign, so the two cannot be mistaken.
    /// </summary>
    public static string SeenBy(string witness, string origin, string what) => $"{origin}+{what}+{witness}";

    /// <summary>Keeps what stopped a log, where no backup reaches: a restart, or the same old copy once more, MUST NOT forget it.</summary>
    internal void Keep(string origin, WitnessClaim claim) => DurableFile.Replace(PathOf(origin, claim.Witness), JsonSerializer.SerializeToUtf8Bytes(claim));

    /// <summary>What witnesses hold against a log, by file; null for a file that cannot be read.</summary>
    internal IReadOnlyList<(string Source, WitnessClaim? Claim)> Claims(string origin) => Directory.Exists(directory)
        ? [.. Directory.GetFiles(directory, Uri.EscapeDataString(origin + "+") + "*" + ClaimSuffix).Order(StringComparer.Ordinal).Select(file => (file, ClaimIn(file)))]
        : [];

    private string PathOf(string origin, string witness) => Path.Combine(directory, Uri.EscapeDataString($"{origin}+{witness}") + ClaimSuffix);

    private static WitnessClaim? ClaimIn(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<WitnessClaim>(File.ReadAllBytes(file)) is { Witness: not null } claim ? claim : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Everything that witnesses of this installation put down about a log, by file.</summary>
    public IReadOnlyList<(string Source, byte[] Note)> Seen(string origin) => Directory.Exists(directory)
        ? [.. Directory.GetFiles(directory, Uri.EscapeDataString(origin + "+") + "*" + Suffix).Order(StringComparer.Ordinal).Select(file => (file, File.ReadAllBytes(file)))]
        : [];
}
