using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>
/// One prepared statement, bound by index. The ledger runs hundreds of thousands a second, where the lookup of parameters by name
/// in the ADO.NET command would cost more than the work. Not safe for use by two threads at once.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt handle;

    public Statement(SqliteConnection connection, string sql)
    {
        database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out handle));
    }

    public Statement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(handle, index, value));
        return this;
    }

    public Statement Bind(int index, string value)
    {
        Check(raw.sqlite3_bind_text(handle, index, value));
        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(handle, index, value));
        return this;
    }

    public Statement BindNull(int index)
    {
        Check(raw.sqlite3_bind_null(handle, index));
        return this;
    }

    /// <summary>True while the columns can be read.</summary>
    public bool HasRow { get; private set; }

    /// <summary>True when there is a row to read; false when the statement is done.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        HasRow = code == raw.SQLITE_ROW;
        if (HasRow || code == raw.SQLITE_DONE)
        {
            return HasRow;
        }

        // The reset repeats the error of the step and ends the statement, so that its locks go.
        var fault = Error(code);
        _ = raw.sqlite3_reset(handle);
        throw fault;
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    public void Run()
    {
        Step();
        Reset();
    }

    /// <summary>Ends the statement; a read keeps its snapshot, and so the log, until then.</summary>
    public void Reset()
    {
        HasRow = false;
        _ = raw.sqlite3_reset(handle);
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(handle, column);

    public string Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string();

    public byte[] Blob(int column) => raw.sqlite3_column_blob(handle, column).ToArray();

    public void Dispose() => handle.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Error(code);
        }
    }

    private SqliteException Error(int code) =>
        new(raw.sqlite3_errmsg(database).utf8_to_string(), code & 0xff, raw.sqlite3_extended_errcode(database));
}
