using EnforcementPlatform.Kernel;
using Microsoft.Data.Sqlite;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>
/// The tables of a ledger file. A part's place is <c>position * 64 + part</c>, so the parts of one entry lie side by side.
/// </summary>
internal static class LedgerSchema
{
    /// <summary>Most parts an entry may have: what a place leaves room for.</summary>
    public const int PartsPerEntry = 64;

    public static long Place(long position, int part) => (position * PartsPerEntry) + part;

    /// <summary>
    /// The index row of a stream's newest entry and that entry. LEFT JOIN fixes the order of the loops, so that one row of the index is read
    /// backward and nothing is sorted; and it shows an entry that is gone, behind which an older one would pass for the newest.
    /// </summary>
    public const string HeadOfStream = """
        SELECT c.position, c.version, c.claim, e.bytes, e.leaf, e.claims, e.parts, e.m FROM claims c LEFT JOIN entries e ON e.position = c.position
        WHERE c.stream = ?1 ORDER BY c.version DESC LIMIT 1
        """;

    /// <summary>The entry with a command id.</summary>
    public const string EntryOfCommand = "SELECT position, bytes, leaf, claims, parts, m FROM entries WHERE id = ?1";

    /// <summary>
    /// An entry whose row names another command than its bytes do. Bytes begin <c>{"v":1,"o":"…","id":"…"</c> with an id of 22 characters; an organ
    /// holds no quotation mark.
    /// </summary>
    public const string EntryUnderAnotherCommand = """
        SELECT position FROM entries
        WHERE CAST(substr(bytes, instr(substr(bytes, 1, 256), x'222c226964223a22') + 8, 22) AS TEXT) <> id ORDER BY position LIMIT 1
        """;

    /// <summary>
    /// Version of the file and of what its entries say. It is raised whenever a program would read the entries of an earlier one otherwise than they
    /// were meant, even where the tables are the same.
    /// </summary>
    private const int Version = 3;

    /// <summary>Makes the tables where the file is new; refuses a file of another version.</summary>
    public static void Ensure(SqliteConnection connection)
    {
        using var version = new Statement(connection, "PRAGMA user_version");
        version.Step();
        var found = version.Long(0);
        version.Reset();
        if (found is not (0 or Version))
        {
            var cure = found < Version
                ? "它由较早的程序写入，本程序会读错其中的内容，所以没有打开，也没有改动。请用写入它的程序版本打开；只是开发或演示数据的，换用新的空数据目录重新启动。"
                : "它由较新的程序写入，没有打开，也没有改动。请改用写入它的程序版本或更新的版本。";
            throw new LedgerVersionException(
                $"账本文件 {connection.DataSource} 的版本为 {found}，本程序只支持版本 {Version}：{cure} The ledger file is of version {found}; this program knows {Version}.");
        }

        if (found == 0)
        {
            SqliteConnections.Run(connection, Create);
        }
    }

    // Negative places: four rows that make the tree of parts two levels deep before it holds anything. From then on rows only ever join at its
    // right edge and are only ever overwritten in place, so SQLite never moves a part from one page to another, and no stale copy of one can
    // be left in the free space of a page. DestroyParts rests on this; the contract suite scans the bytes.
    private const string Create = """
        BEGIN IMMEDIATE;
        CREATE TABLE entries (
            position INTEGER PRIMARY KEY,
            id       TEXT    NOT NULL UNIQUE,
            at       INTEGER NOT NULL, -- milliseconds since 1970 UTC
            bytes    BLOB    NOT NULL,
            leaf     BLOB    NOT NULL,
            claims   INTEGER NOT NULL, -- claims of the ledger so far, these included
            parts    INTEGER NOT NULL, -- parts so far, likewise
            m        BLOB    NOT NULL  -- tag over position, leaf, claims, parts
        ) STRICT;
        CREATE TABLE about (
            name  TEXT PRIMARY KEY, -- origin
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE claims (
            stream   TEXT    NOT NULL,
            version  INTEGER NOT NULL,
            position INTEGER NOT NULL,
            claim    INTEGER NOT NULL, -- index among the entry's claims
            PRIMARY KEY (stream, version)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE parts (
            place     INTEGER PRIMARY KEY,
            salt      BLOB NOT NULL,
            algorithm TEXT NOT NULL,
            key       BLOB NOT NULL,
            nonce     BLOB NOT NULL,
            bytes     BLOB NOT NULL
        ) STRICT;
        CREATE TABLE destroyed_parts (
            place      INTEGER PRIMARY KEY,
            ordered_by INTEGER NOT NULL, -- position of the entry that ordered it
            m          BLOB    NOT NULL  -- tag over position, part, ordered_by
        ) STRICT;
        INSERT INTO parts (place, salt, algorithm, key, nonce, bytes) VALUES
            (-4, x'', 'none', x'', x'', zeroblob(2000)),
            (-3, x'', 'none', x'', x'', zeroblob(2000)),
            (-2, x'', 'none', x'', x'', zeroblob(2000)),
            (-1, x'', 'none', x'', x'', zeroblob(2000));
        PRAGMA user_version = 3;
        COMMIT;
        """;
}
