using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>
/// Tables for queries, made from the ledger alone: a view is disposable and can be built again at any time. Decisions are never made on it.
/// </summary>
/// <remarks>
/// <see cref="Apply"/> MUST be deterministic: the same entries make the same rows, whatever the clock, the process or the batch. So it uses
/// nothing but the entry, the states it gives, and its own tables.
/// It MUST NOT keep personal data that it cannot find again: a row with personal data belongs to a stream and is rewritten from
/// <see cref="ViewEntry.StateAfter"/> when an entry of that stream orders the data destroyed (<see cref="ViewEntry.OrdersDestruction"/>).
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
