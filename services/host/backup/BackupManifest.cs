using System.Collections.Immutable;
using System.Globalization;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Backup;

/// <summary>One ledger as a backup holds it.</summary>
/// <param name="Role">Name of the role.</param>
/// <param name="Origin">Name of the log.</param>
/// <param name="Size">Entries.</param>
/// <param name="Root">Root over all of them, signed by the log or not.</param>
/// <param name="Epoch">Newest epoch of the role's vouching ring: the backup can be used with a ring that has it. 0 without a ring.</param>
internal sealed record SavedLedger(string Role, string Origin, long Size, byte[] Root, int Epoch);

/// <summary>
/// What a backup holds, as a signed note (C2SP signed-note): the ledgers of one cut, and the digest of the list that names every file. Whoever holds
/// the backup cannot change it, mix it with another one or leave something out unseen.
/// </summary>
/// <param name="Cut">Random name of the moment; all ledgers are of it.</param>
/// <param name="At">The moment.</param>
/// <param name="Ledgers">One for each role.</param>
/// <param name="Files">SHA-256 of the list of files (<see cref="ListName"/>).</param>
internal sealed record BackupManifest(string Cut, DateTimeOffset At, ImmutableArray<SavedLedger> Ledgers, byte[] Files)
{
    /// <summary>File of the signed manifest.</summary>
    public const string FileName = "backup.note";

    /// <summary>File that names all others, as sha256sum writes and checks it.</summary>
    public const string ListName = "SHA256SUMS";

    /// <summary>Folder of what is put back into the data directory.</summary>
    public const string DataFolder = "data";

    private const string Format = "ep-backup/1";

    /// <summary>The text that is signed; a line each.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Format}\ncut {Cut}\ntime {At:O}\n")
        + string.Concat(Ledgers.Select(one => string.Create(CultureInfo.InvariantCulture, $"ledger {one.Role} {one.Origin} {one.Size} {Convert.ToBase64String(one.Root)} {one.Epoch}\n")))
        + $"files {Convert.ToHexStringLower(Files)}\n";

    /// <summary>The name under which an installation signs its backups.</summary>
    public static string NameOf(string origin) => $"{origin.Split('/')[0]}/backup";

    /// <exception cref="NoteFormatException">Not the text of a manifest.</exception>
    public static BackupManifest Parse(string text)
    {
        try
        {
            var lines = text.TrimEnd('\n').Split('\n').Select(line => line.Split(' ')).ToArray();
            return lines is [[Format], ["cut", var cut], ["time", var at], .. var ledgers, ["files", var files]]
                ? new(cut, DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), [.. ledgers.Select(LedgerOf)], Convert.FromHexString(files))
                : throw new NoteFormatException("not the manifest of a backup");
        }
        catch (FormatException error)
        {
            throw new NoteFormatException($"the manifest of the backup cannot be read: {error.Message}");
        }
    }

    private static SavedLedger LedgerOf(string[] line) => line is ["ledger", var role, var origin, var size, var root, var epoch]
        ? new(role, origin, long.Parse(size, CultureInfo.InvariantCulture), Convert.FromBase64String(root), int.Parse(epoch, CultureInfo.InvariantCulture))
        : throw new NoteFormatException("the manifest of the backup has a line that is none of a ledger");
}
