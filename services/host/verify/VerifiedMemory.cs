using System.Globalization;
using System.Text;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Verify;

/// <summary>How far a ledger was verified, and when.</summary>
/// <param name="Head">Entries and root.</param>
/// <param name="At">When the run that read them ended.</param>
internal sealed record Remembered(VerifiedHead Head, DateTimeOffset At);

/// <summary>
/// The head up to which a ledger was last found intact: a file beside the anchors, with a tag of the role's vouching ring. Nobody without the key
/// directory can write one that is believed and so make a verification pass over entries. It does not say what became of those entries since:
/// only a run that reads everything does.
/// </summary>
/// <param name="anchors">Folder of the anchors.</param>
/// <param name="origin">The log.</param>
/// <param name="tags">Tags of the purpose <see cref="TagPurpose.Verified"/>.</param>
internal sealed class VerifiedMemory(string anchors, string origin, KeyedTags tags)
{
    private const string Format = "ep-verified/1";
    private const int Lines = 6;

    /// <summary>The memory of a role's log, or null where its ring is not at hand.</summary>
    public static VerifiedMemory? Of(string anchors, string keys, string role, string origin) =>
        VouchRing.Read(keys, role, origin) is { } ring ? new(anchors, origin, ring.For(TagPurpose.Verified)) : null;

    /// <summary>File of the memory.</summary>
    public string Path => System.IO.Path.Combine(anchors, Uri.EscapeDataString(origin) + ".verified");

    /// <summary>What was remembered; null without a memory, and for one that is not our own: then everything is read.</summary>
    public Remembered? Read()
    {
        if (!File.Exists(Path) || File.ReadAllText(Path).Split('\n') is not { Length: Lines } lines)
        {
            return null;
        }

        return lines[0] == Format && lines[1] == origin && tags.Holds(Bytes(lines[5]), Message(lines[..5]))
            ? new(new(long.Parse(lines[2], CultureInfo.InvariantCulture), Bytes(lines[3])), DateTimeOffset.Parse(lines[4], CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>Remembers the signed head of a run that found nothing.</summary>
    public void Keep(Checkpoint head, DateTimeOffset now)
    {
        string[] lines = [Format, origin, head.Size.ToString(CultureInfo.InvariantCulture), Convert.ToBase64String(head.Root), now.ToString("O", CultureInfo.InvariantCulture)];
        var beside = $"{Path}.new";
        Directory.CreateDirectory(anchors);
        File.WriteAllText(beside, $"{string.Join('\n', lines)}\n{Convert.ToBase64String(tags.Make(Message(lines)))}");
        File.Move(beside, Path, overwrite: true);
    }

    private static byte[] Message(string[] lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines));

    private static byte[] Bytes(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out _) ? Convert.FromBase64String(text) : [];
}
