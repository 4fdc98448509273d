using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The newest head of one log that each witness cosigned: a signed note a witness in the folder <c>witnessed</c> of the role's data. Lines are
/// verified before they come here. Not for use by several threads.
/// </summary>
/// <param name="dataDirectory">The role's data directory.</param>
public sealed class Cosignatures(string dataDirectory)
{
    private const string Suffix = ".note";

    private readonly Dictionary<string, Note> _newest = new(StringComparer.Ordinal);

    /// <summary>All notes there, by file; whether they are to be believed is the reader's to judge.</summary>
    public static IEnumerable<(string Source, byte[] Note)> In(string dataDirectory) =>
        Directory.Exists(FolderIn(dataDirectory)) ? Directory.GetFiles(FolderIn(dataDirectory), "*" + Suffix).Order(StringComparer.Ordinal).Select(file => (file, File.ReadAllBytes(file))) : [];

    /// <summary>Removes notes that were never finished.</summary>
    internal static void Sweep(string dataDirectory) => DurableFile.Sweep(FolderIn(dataDirectory));

    /// <summary>A head with every line in the folder that was made over this very text. Nothing is verified.</summary>
    public static Note On(string dataDirectory, Note head) => Joined(head, Notes(dataDirectory));

    /// <summary>Every line in the folder.</summary>
    public static IEnumerable<NoteSignature> Lines(string dataDirectory) => Notes(dataDirectory).SelectMany(note => note.Signatures);

    /// <summary>The note of one witness, or null.</summary>
    public Note? Of(string witness)
    {
        if (!_newest.ContainsKey(witness) && DurableFile.Read(PathOf(witness)) is { } kept && Parsed(kept) is { } note)
        {
            _newest[witness] = note;
        }

        return _newest.GetValueOrDefault(witness);
    }

    /// <summary>Replaces the note of a witness, durably.</summary>
    public void Keep(string witness, Note note)
    {
        DurableFile.Replace(PathOf(witness), note.ToBytes());
        _newest[witness] = note;
    }

    /// <summary>The head with every cosignature that was made over this very text.</summary>
    public Note On(Note head) => Joined(head, _newest.Values);

    private static Note Joined(Note head, IEnumerable<Note> cosigned) => cosigned
        .Where(note => note.Text == head.Text)
        .SelectMany(note => note.Signatures)
        .Where(line => head.Signatures.All(own => (own.Name, own.KeyId) != (line.Name, line.KeyId)))
        .Aggregate(head, (all, line) => all.With(line));

    /// <summary>The notes that can be read as such; a reader of the files names the others.</summary>
    private static IEnumerable<Note> Notes(string dataDirectory) => In(dataDirectory).Select(file => Parsed(file.Note)).OfType<Note>();

    private static Note? Parsed(byte[] bytes)
    {
        try
        {
            return Note.Parse(bytes);
        }
        catch (NoteFormatException)
        {
            return null;
        }
    }

    private static string FolderIn(string dataDirectory) => Path.Combine(dataDirectory, "witnessed");

    private string PathOf(string witness) => Path.Combine(FolderIn(dataDirectory), Uri.EscapeDataString(witness) + Suffix);
}
