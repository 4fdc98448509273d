using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// What an engine puts beside each cell and demands of it at every read: a tag of purpose <c>cell</c> over name, version and value. An index
/// cell, tagged as the others, names the decisive cells that were ever made, so that one that is gone is noticed: a handler without its
/// cursor would begin anew and pass over what it was told, a log without its head or a witness without its memory would accept a shorter past.
/// A cell rolled back to an earlier state of its own holds; what must not roll back stands in the ledger or beside the anchors.
/// </summary>
/// <param name="tags">The role's tags of purpose <c>cell</c>.</param>
/// <param name="place">The file or collection, for people.</param>
public sealed class CellTags(KeyedTags tags, string place)
{
    /// <summary>Name of the index cell. It is the engine's own and is never listed.</summary>
    public const string Index = "cells/index";

    private static readonly ImmutableArray<string> decisive = ["checkpoint/", "handlers/", "witness/"];

    /// <summary>True for a cell whose absence decides something.</summary>
    public static bool IsDecisive(string name) => decisive.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The row of a cell, with its tag.</summary>
    public StoredCell Row(string name, long version, byte[]? value) => new(name, version, value, tags.Make(Message(name, version, value)));

    /// <summary>The row again, where it holds.</summary>
    /// <exception cref="CellDamagedException">It was changed by somebody without the key.</exception>
    public StoredCell Believed(StoredCell row) =>
        tags.Holds(row.Tag, Message(row.Name, row.Version, row.Value)) ? row : throw new CellDamagedException(place, row.Name);

    /// <summary>The row of the index that names one more cell, or that merely begins: it is written with the very first cell.</summary>
    public StoredCell IndexWith(StoredCell? index, string? name) =>
        Row(Index, (index?.Version ?? 0) + 1, Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetString(index?.Value ?? [])}{name}{(name is null ? "" : "\n")}"));

    /// <summary>The names of decisive cells in an index.</summary>
    public static ImmutableHashSet<string> NamesIn(StoredCell? index) =>
        [.. Encoding.UTF8.GetString(index?.Value ?? []).Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>To be asked where a row is not there.</summary>
    /// <exception cref="CellDamagedException">It was there.</exception>
    public void RequireAbsent(string name, ImmutableHashSet<string> named)
    {
        if (named.Contains(name))
        {
            throw new CellDamagedException(place, name);
        }
    }

    /// <summary>The index of a file that is opened, which MUST be there where any other row is.</summary>
    /// <exception cref="CellDamagedException">It was changed or taken away.</exception>
    public StoredCell? Opened(StoredCell? index, bool isEmpty) => (index, isEmpty) switch
    {
        ({ } there, _) => Believed(there),
        (null, true) => null,
        _ => throw new CellDamagedException(place, Index),
    };

    /// <summary>What a tag is made over: the name behind its length, version, removed (0) or there (1), value.</summary>
    private static byte[] Message(string name, long version, byte[]? value)
    {
        var length = Encoding.UTF8.GetByteCount(name);
        var message = new byte[sizeof(int) + length + sizeof(long) + 1 + (value?.Length ?? 0)];
        BinaryPrimitives.WriteInt32BigEndian(message, length);
        Encoding.UTF8.GetBytes(name, message.AsSpan(sizeof(int)));
        var rest = message.AsSpan(sizeof(int) + length);
        BinaryPrimitives.WriteInt64BigEndian(rest, version);
        rest[sizeof(long)] = value is null ? (byte)0 : (byte)1;
        value?.CopyTo(rest[(sizeof(long) + 1)..]);
        return message;
    }
}
