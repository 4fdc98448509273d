using System.Collections.Immutable;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>
/// A full-text index, kept by a view of its own. Indexing is bound by tokenising; with a file, a cursor and a pace of its own it follows the
/// ledger in batches beside the other views and delays none of them.
/// </summary>
/// <param name="table">Name of the index; a constant of the code, never input.</param>
public sealed class TextIndex(string table)
{
    private readonly SqlName _table = new(table);

    /// <summary>Statement for the view's schema. Tokens only are stored, not the text.</summary>
    public string Schema { get; } = $"CREATE VIRTUAL TABLE {table} USING fts5(tokens, content='', contentless_delete=1, tokenize='ascii')";

    /// <summary>Indexes a document in place of what its number stood for before. The number comes from the ledger (a position), so that newer ones are greater.</summary>
    public void Put(ViewDb db, long number, string text)
    {
        Remove(db, number);
        db.Run($"INSERT INTO {_table}(rowid, tokens) VALUES ({number}, {Bigrams.Tokens(text)})");
    }

    /// <summary>Takes a document out; nothing happens when there is none.</summary>
    public void Remove(ViewDb db, long number) => db.Run($"DELETE FROM {_table} WHERE rowid = {number}");

    /// <summary>Numbers of the documents that contain every part of the search, newest first; none for a search without letter, digit or ideograph.</summary>
    /// <param name="before">The number the page before ended with; null for the first page.</param>
    /// <param name="max">Documents at most.</param>
    public ImmutableArray<long> Search(ViewDb db, string search, long? before, int max) => Bigrams.Query(search) is { } query
        ? db.List(
            $"SELECT rowid FROM {_table} WHERE {_table} MATCH {query} AND rowid < {before ?? long.MaxValue} ORDER BY rowid DESC LIMIT {max}",
            row => row.GetInt64(0))
        : [];

    /// <summary>
    /// The condition that a row's number is that of a document which contains every part of the search, for a query of its own order and
    /// filters in the same file; false for a search without letter, digit or ideograph.
    /// </summary>
    public SqlPart Matches(SqlName number, string search) => Bigrams.Query(search) is { } query
        ? new($"{number} IN (SELECT rowid FROM {_table} WHERE {_table} MATCH {query})")
        : new($"1 = 0");

    /// <summary>How many documents contain every part of the search.</summary>
    public long Count(ViewDb db, string search) =>
        Bigrams.Query(search) is { } query ? db.Number($"SELECT count(*) FROM {_table} WHERE {_table} MATCH {query}") : 0;
}
