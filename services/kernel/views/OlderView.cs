using System.Collections.Immutable;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>
/// The newest file of another version of a view: it answers until the view of today has caught up. It stands still, so it can neither
/// carry out an order to destroy nor forget what is taken back: from the first such entry that it has not seen it MUST NOT be read, nor lie there.
/// </summary>
internal sealed class OlderView(View view, ViewReaders readers, IEntries entries)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    public ViewReaders Readers => readers;

    /// <summary>Returns when the file MUST no longer answer: it is another ledger's, or an entry orders destruction or takes something back.</summary>
    /// <param name="fit">Called once: up to the ledger's head nothing keeps the file from answering.</param>
    /// <param name="ct">Cancels.</param>
    public async Task Watch(Action fit, CancellationToken ct)
    {
        var (_, cursor) = await readers.TryRead(Cursor, ct);
        if (cursor.Next > 0 && !Continues(await entries.ReadFrom(cursor.Next - 1, 1, ct), cursor.Leaf))
        {
            return;
        }

        for (var (next, isFit) = (cursor.Next, false); ;)
        {
            var batch = await entries.ReadFrom(next, ViewRunner.LargestBatch, ct);
            if (batch.Any(entry => entry.OrdersDestruction() || view.TakesBack(entry.Notices)))
            {
                return;
            }

            if (!batch.IsEmpty)
            {
                next = batch[^1].Position + 1;
                continue;
            }

            if (!isFit)
            {
                isFit = true;
                fit();
            }

            await entries.Wait(next, LongestWait, ct);
        }
    }

    private static bool Continues(ImmutableArray<DecodedEntry> last, byte[] leaf) => last is [var entry] && entry.Leaf.AsSpan().SequenceEqual(leaf);

    private static (long Next, byte[] Leaf) Cursor(ViewDb db) =>
        db.First($"SELECT next, leaf FROM ep_cursor", row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)));
}
