using System.Text;
using System.Text.Json;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Lines that wait beside the anchors until the ledger takes appends again. Each is vouched for together with the one before it, so that none
/// can be changed, added or taken out of the middle without the key. Durable when <see cref="Add"/> returns. One instance a file: threads
/// wait for each other only within it.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="origin">Log that the lines wait for.</param>
/// <param name="tags">Makes and checks the tags: purpose <see cref="TagPurpose.Journal"/>.</param>
public sealed class KeyedJournal(string path, string origin, KeyedTags tags)
{
    /// <summary>Lines kept, at the most: what does not end by itself is a person's to look at.</summary>
    public const int MostLines = 10_000;

    private readonly Lock _lock = new();

    /// <summary>Where the journal of a log lies.</summary>
    public static string In(string anchors, string origin) => Path.Combine(anchors, Uri.EscapeDataString(origin) + ".journal");

    /// <summary>True where nothing waits.</summary>
    public bool IsEmpty => !File.Exists(path);

    /// <summary>Adds a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="most">Where as many lines wait already, it is not added.</param>
    /// <exception cref="IOException">It could not be written; nothing may rest on it.</exception>
    public void Add<T>(T line, int most = MostLines)
    {
        lock (_lock)
        {
            var lines = Lines();
            if (lines.Length >= most)
            {
                throw new IOException($"{path}: {most} lines wait already");
            }

            var body = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(line));
            var tag = Convert.ToBase64String(tags.Make(Message(lines.LastOrDefault(""), body)));
            DurableFile.Replace(path, Encoding.ASCII.GetBytes(string.Concat(lines.Append($"{body} {tag}").Select(one => $"{one}\n"))), DurableFile.Secret);
        }
    }

    /// <summary>The lines that are vouched for, oldest first, up to the first that is not; and whether all are.</summary>
    public (IReadOnlyList<T> Lines, bool IsWhole) Read<T>()
    {
        lock (_lock)
        {
            var (found, before) = (new List<T>(), "");
            foreach (var line in Lines())
            {
                if (Body(line, before) is not { } body)
                {
                    return (found, false);
                }

                found.Add(JsonSerializer.Deserialize<T>(body)!);
                before = line;
            }

            return (found, true);
        }
    }

    /// <summary>Removes the file once its lines are entered, where none came in between.</summary>
    public void Clear(int entered)
    {
        lock (_lock)
        {
            if (Lines().Length == entered)
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Keeps a file that somebody altered under another name, for whoever must find out why.</summary>
    public void SetAside()
    {
        lock (_lock)
        {
            KeptAside.Move(path, "altered");
        }
    }

    private string[] Lines() => File.Exists(path) ? File.ReadAllLines(path) : [];

    private byte[]? Body(string line, string before)
    {
        try
        {
            return line.Split(' ') is [var body, var tag] && tags.Holds(Convert.FromBase64String(tag), Message(before, body)) ? Convert.FromBase64String(body) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private byte[] Message(string before, string body) => Encoding.UTF8.GetBytes($"{origin}\n{before}\n{body}");
}
