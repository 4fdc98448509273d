using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>
/// Tables for queries, made from the ledger alone: a view is disposable and can be built again at any time. Decisions are never made on it.
/// </summary>
/// <remarks>
/// <see cref="Apply"/> MUST be deterministic: the same entries make the same rows, whatever the clock, the process or the batch. So it uses
/// nothing but the entry, the states it gives, and its own tables. Numbers that rows are told by come from the ledger (positions, versions),
/// never from the database: a view built again after a destruction lacks rows, and counted numbers would shift.
/// It MUST NOT keep personal data that it cannot find again: a row with personal data is written from the state of a stream that
/// <see cref="ViewEntry.StreamsOf"/> names, or keeps position and part of its source and is deleted when <see cref="ViewEntry.Destroyed"/> names them.
/// </remarks>
public abstract class View
{
    /// <summary>Name of the file and of the view in queries: lower-case letters, digits, hyphens.</summary>
    public abstract string Name { get; }

    /// <summary>Raised whenever <see cref="Apply"/> would make other rows of the same entries.</summary>
    public abstract int CodeVersion { get; }

    /// <summary>The statements that make the tables and indexes of an empty file. Table names MUST NOT begin with <c>ep_</c>.</summary>
    public abstract string Schema { get; }

    /// <summary>Writes what one entry changes. Called once per entry, in order; what it throws undoes the whole batch.</summary>
    public abstract ValueTask Apply(ViewEntry entry, ViewDb db);

    /// <summary>
    /// True for an entry that takes rows out of which no byte may stay in the file, though no part is destroyed: what was public and is so no
    /// more. The file is then cleaned as after a destruction, and an older version of it serves no longer.
    /// </summary>
    public virtual bool TakesBack(ImmutableArray<(IMessage Body, int Part)> notices) => false;

    /// <summary>Tells files of different code or schema apart: 12 hexadecimal digits.</summary>
    internal string Version
    {
        get
        {
            var source = string.Create(CultureInfo.InvariantCulture, $"{CodeVersion}\n{ViewFile.FormatVersion}\n{Schema}");
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)))[..12];
        }
    }
}
