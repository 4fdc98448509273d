using System.Collections.Immutable;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Tests.Fast.Fakes;

/// <summary>A note: its text (a string fact) and the name of its author (a personal string, referred to by a number fact).</summary>
public sealed record NoteState : StreamState, IFold<NoteState>
{
    public static NoteState Empty { get; } = new();

    public string Text { get; init; } = "";

    public Personal<StringValue>? Author { get; init; }

    public static NoteState Apply(NoteState state, IMessage fact, Recorded entry) => fact switch
    {
        StringValue text => state with { Text = text.Value },
        Int32Value personal => state with { Author = entry.PersonalOf<StringValue>(personal.Value) },
        PartsDestroyed => state,
        _ => throw KernelFaults.ReplicaTooOld.Now(),
    };

    public override Relation RelationOf(Actor actor) => Relation.None;
}

/// <summary>A whole service over any store: ledger, write path, tail. Facts, personal parts and notices are well-known wrapper messages.</summary>
public sealed class NotesService : IDisposable
{
    private readonly TestFolder _folder = new();
    private int _commands;

    /// <param name="process">The process whose keys this one shares: the same service, started again.</param>
    public NotesService(ILedgerStore? store = null, ICells? cells = null, NotesService? process = null)
    {
        Store = store ?? new InMemoryLedger();
        Cells = cells ?? new InMemoryCells();
        var types = new MessageTypes(StringValue.Descriptor.File, PartsDestroyed.Descriptor.File);
        AppendEntry append = async (entry, ct) => (await Store.Append([entry], ct))[0];
        Ledger = new("notes", Store, Bell.Ringing(append), Cells, process?.Ledger.Keys ?? InstallationKeys.Load(_folder.Beside("keys"), "notes"), process?.Ledger.Ring ?? TestRing.In(_folder.Beside("keys")), types, TimeProvider.System);
        Notes = new(Ledger, "notes", "note_id");
        Retention = new(Ledger, "retention", "note_id");
        Tail = new(Store, Ledger.Decoder, Bell, TimeProvider.System);
    }

    public static Actor Service { get; } = new() { PersonId = "", AccountId = "notes", Organ = "410400-gxj", Department = "mb", Service = "notes" };

    public TestFolder Folder => _folder;

    public ILedgerStore Store { get; }

    public ICells Cells { get; }

    public Doorbell Bell { get; } = new();

    public ServiceLedger Ledger { get; }

    public Streams<NoteState> Notes { get; }

    public Streams<NoteState> Retention { get; }

    public EntryTail Tail { get; }

    public static IViewFiles ViewFiles { get; } = new SqliteViewFiles();

    /// <summary>Writes a version of a note; its position.</summary>
    public Task<long> Write(string key, string text, string? author = null, params IMessage[] notices) => Keep(Notes, key, Decided(text, author, notices));

    /// <summary>Orders parts destroyed from a stream that is not the note's, as retention does; its position.</summary>
    public Task<long> Order(params (long Position, int Part)[] parts)
    {
        var order = new PartsDestroyed();
        order.Parts.Add(parts.Select(part => new PartPlace { Position = part.Position, Part = part.Part }));
        return Keep(Retention, "some-case", Decision.Of(order));
    }

    /// <summary>Writes many entries, five to a note and one in five with a personal part, and copies them to another store in large batches.</summary>
    public async Task Fill(int entries, ILedgerStore copy)
    {
        for (var number = 0; number < entries; number++)
        {
            await Write($"f{number / 5}", $"text {number}", number % 5 == 0 ? "王小明" : null);
        }

        for (var position = 0L; position < entries; position += 500)
        {
            await copy.Append([.. (await Store.ReadFrom(position, 500, CancellationToken.None)).Select(Again)], CancellationToken.None);
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task<long> Keep(Streams<NoteState> streams, string key, Decision decision)
    {
        await streams.Run(key, Sample.Id($"{++_commands}"), Service, "notes/Write", new Int32Value { Value = _commands }, (_, _) => ValueTask.FromResult(decision), CancellationToken.None);
        return await Tail.Count(CancellationToken.None) - 1;
    }

    private static EntryToAppend Again(StoredEntry stored)
    {
        var entry = EntryCodec.Decode(stored.Bytes);
        return new(entry.Id, entry.Claims, entry.At, stored.Bytes, stored.Leaf, stored.Parts);
    }

    private static Decision Decided(string text, string? author, IMessage[] notices)
    {
        var decision = Decision.Of(new StringValue { Value = text });
        if (author is not null)
        {
            decision = decision.With(new Int32Value { Value = 0 }).WithPersonal(new StringValue { Value = author });
        }

        return notices.Aggregate(decision, (all, notice) => all.WithNotice(notice));
    }
}

/// <summary>One row for each note.</summary>
public class NotesView : View
{
    public override string Name => "notes";

    public override int CodeVersion => 1;

    public override string Schema => "CREATE TABLE notes (stream TEXT PRIMARY KEY, organ TEXT NOT NULL, text TEXT NOT NULL, author TEXT, version INTEGER NOT NULL) WITHOUT ROWID";

    public override async ValueTask Apply(ViewEntry entry, ViewDb db)
    {
        foreach (var stream in await entry.StreamsOf("notes"))
        {
            var note = await entry.StateAfter<NoteState>(stream);
            db.Run($"INSERT INTO notes VALUES ({stream}, {note.Organ}, {note.Text}, {note.Author?.OrNull?.Value}, {note.Version}) ON CONFLICT DO UPDATE SET text = excluded.text, author = excluded.author, version = excluded.version");
        }
    }
}

/// <summary>Every author's name and every note's text, to be searched.</summary>
public sealed class NotesTextView : View
{
    public static readonly TextIndex Index = new("note_text");

    public override string Name => "notes-text";

    public override int CodeVersion => 1;

    public override string Schema => $"CREATE TABLE first (stream TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID; {Index.Schema}";

    public override async ValueTask Apply(ViewEntry entry, ViewDb db)
    {
        foreach (var stream in await entry.StreamsOf("notes"))
        {
            var note = await entry.StateAfter<NoteState>(stream);
            db.Run($"INSERT OR IGNORE INTO first VALUES ({stream}, {entry.Position})");
            Index.Put(db, db.Number($"SELECT number FROM first WHERE stream = {stream}"), $"{note.Text} {note.Author?.OrNull?.Value}");
        }
    }
}
