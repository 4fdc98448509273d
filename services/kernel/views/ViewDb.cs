using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>The files of views: implemented where the driver is.</summary>
public interface IViewFiles
{
    /// <summary>Opens a file. MUST overwrite what is removed, and MUST keep the file whole through a power cut.</summary>
    /// <param name="path">The file; made when absent unless <paramref name="readOnly"/>.</param>
    /// <param name="readOnly">True for a connection that can never write.</param>
    /// <param name="cacheKiB">Page cache of the connection, KiB.</param>
    DbConnection Open(string path, bool readOnly, int cacheKiB);

    /// <summary>True when the file's content is to blame. MUST be false for what passes or lies elsewhere: a lock, a full disk, missing rights.</summary>
    bool IsDamage(DbException error);
}

/// <summary>
/// One connection to a view's file, its statements prepared once per text. Used by one thread at a time.
/// </summary>
public sealed class ViewDb : IDisposable
{
    /// <summary>Statements kept prepared. A view has dozens; lists with many filters may make more, and then all are prepared anew.</summary>
    private const int Prepared = 256;

    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);

    internal ViewDb(DbConnection connection) => Connection = connection;

    /// <summary>The connection itself, for what the methods here cannot say.</summary>
    public DbConnection Connection { get; }

    /// <summary>Runs a statement; the number of rows it changed.</summary>
    public int Run(Sql sql) => Command(sql).ExecuteNonQuery();

    /// <summary>All rows of a query.</summary>
    public ImmutableArray<T> List<T>(Sql sql, Func<DbDataReader, T> map)
    {
        using var reader = Command(sql).ExecuteReader();
        var rows = ImmutableArray.CreateBuilder<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows.ToImmutable();
    }

    /// <summary>The first row of a query, or the default where there is none.</summary>
    public T? First<T>(Sql sql, Func<DbDataReader, T> map)
    {
        using var reader = Command(sql).ExecuteReader();
        return reader.Read() ? map(reader) : default;
    }

    /// <summary>The number in the first column of the first row; 0 where there is none.</summary>
    public long Number(Sql sql) => First(sql, row => row.IsDBNull(0) ? 0 : row.GetInt64(0));

    public void Dispose()
    {
        Forget();
        Connection.Dispose();
    }

    /// <summary>Ends all prepared statements; VACUUM and a cut of the log need that.</summary>
    internal void Forget()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _commands.Clear();
    }

    /// <summary>Statements without values, as they stand.</summary>
    internal void Script(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private DbCommand Command(Sql sql)
    {
        var text = sql.Text;
        if (!_commands.TryGetValue(text, out var command))
        {
            command = Prepare(text, sql.Values.Count);
        }

        for (var index = 0; index < sql.Values.Count; index++)
        {
            command.Parameters[index].Value = sql.Values[index];
        }

        return command;
    }

    private DbCommand Prepare(string text, int values)
    {
        if (_commands.Count == Prepared)
        {
            Forget();
        }

        var command = Connection.CreateCommand();
        command.CommandText = text;
        for (var index = 1; index <= values; index++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"${index}");
            parameter.Value = DBNull.Value;
            command.Parameters.Add(parameter);
        }

        command.Prepare();
        return _commands[text] = command;
    }
}
