using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The keys by which a role vouches for what it keeps outside the signed tree: <c>&lt;role&gt;.vouch</c> in the key directory. What has no tag of
/// them is used for nothing, whoever wrote it. Keys are of one log (origin) and are minted for a new ledger only; older epochs stay, to read with.
/// </summary>
public sealed class VouchRing
{
    private readonly IReadOnlyList<RingKey> _keys;
    private readonly ConcurrentDictionary<string, KeyedTags> _tags = new(StringComparer.Ordinal);

    internal VouchRing(string origin, IReadOnlyList<RingKey> keys)
    {
        (Origin, _keys) = (origin, keys);
        Rows = new(For(TagPurpose.Row));
    }

    /// <summary>The log whose keys they are.</summary>
    public string Origin { get; }

    /// <summary>Vouches for entries.</summary>
    public RowVouching Rows { get; }

    /// <summary>Epoch of the tags that are made.</summary>
    public ushort Newest => _keys.Max(key => key.Epoch);

    /// <summary>The file.</summary>
    public static string FileIn(string directory, string role) => Path.Combine(directory, $"{role}.vouch");

    /// <summary>The ring of a log, or null where the key directory has none of it.</summary>
    /// <exception cref="SettingsException">The file is damaged.</exception>
    public static VouchRing? Read(string directory, string role, string origin)
    {
        var keys = RingFile.Read(FileIn(directory, role)).Where(key => key.Origin == origin).ToArray();
        return keys.Length > 0 ? new(origin, keys) : null;
    }

    /// <summary>The ring of a log, made where there is none. For a new ledger only: over an existing one it would disown every entry.</summary>
    public static VouchRing ReadOrMake(string directory, string role, string origin) =>
        Read(directory, role, origin) ?? Add(directory, role, origin, epoch: 1);

    /// <summary>Adds a key of the next epoch, with which tags are made from now on. Takes effect at the next start.</summary>
    public static VouchRing Renew(string directory, string role, string origin) =>
        Add(directory, role, origin, (ushort)((Read(directory, role, origin)?.Newest ?? 0) + 1));

    /// <summary>Tags of one of <see cref="TagPurpose"/>.</summary>
    public KeyedTags For(string purpose) => _tags.GetOrAdd(purpose, one => new(one, _keys));

    /// <summary>Tags of every purpose that was asked for, for counting.</summary>
    internal IEnumerable<KeyedTags> Used => _tags.Values;

    private static VouchRing Add(string directory, string role, string origin, ushort epoch)
    {
        var path = FileIn(directory, role);
        RingFile.Write(path, [.. RingFile.Read(path), new(epoch, KeyedTags.HmacSha256, RandomNumberGenerator.GetBytes(RingKey.KeySize), origin)]);
        return Read(directory, role, origin)!;
    }
}
