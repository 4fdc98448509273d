using System.Security.Cryptography;
using EnforcementPlatform.Adapters.Files;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Rotation;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

/// <summary><c>enforce keys rotate</c>: what is kept stays readable, what was destroyed is forgotten by every copy of before.</summary>
public sealed class Key_rotation : IDisposable
{
    private const int Notes = 260; // two parts each that are sealed: more than a batch

    private readonly TestFolder _data = new();
    private readonly NotesService _writer = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Keys => _writer.Folder.Beside("keys");

    private ProductFolders Folders => new(_data.Path, Keys, _data.Beside("anchors"));

    [Fact]
    public async Task Loses_nothing_wherever_it_is_killed_and_ends_with_one_key()
    {
        await Fill(Notes);
        for (var killedAt = 1; killedAt <= 2; killedAt++)
        {
            var batches = 0;
            var last = killedAt;
            await Assert.ThrowsAsync<KilledException>(() => RotateKeysCommand.Wrapping(
                Folders, "notes", Ct, () => _ = ++batches == last ? throw new KilledException() : 0));
            Assert.Equal(Notes, Readable(Path.Combine(_data.Path, "notes", "ledger.db")));
            Assert.Equal(2, File.ReadLines(Path.Combine(Keys, "notes.wrap")).Count());
        }

        await RotateKeysCommand.Wrapping(Folders, "notes", Ct);

        Assert.Equal(Notes, Readable(Path.Combine(_data.Path, "notes", "ledger.db")));
        Assert.StartsWith("2 1 ", Assert.Single(File.ReadLines(Path.Combine(Keys, "notes.wrap"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Makes_an_old_copy_forget_what_was_destroyed_since()
    {
        await Fill(2);
        var copy = Path.Combine(_data.Copy(), "notes", "ledger.db");
        using (var store = Open())
        {
            await store.DestroyParts([(0, 1)], orderedBy: 1, Ct);
        }

        Assert.Equal(2, Readable(copy)); // the old key still opens it

        await RotateKeysCommand.Wrapping(Folders, "notes", Ct);

        Assert.Throws<LedgerDamagedException>(() => Readable(copy));
        Assert.Equal(2, Readable(Path.Combine(_data.Path, "notes", "ledger.db")));
    }

    [Fact]
    public async Task Is_refused_while_the_ledger_is_open_and_changes_no_key()
    {
        await Fill(1);
        var before = await File.ReadAllBytesAsync(Path.Combine(Keys, "notes.wrap"), Ct);
        using var running = Open();

        Assert.Equal(2, await new RotateKeysCommand([new("notes", new(Types, []))]).Run(["--data", _data.Path, "--keys", Keys], Ct));

        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(Keys, "notes.wrap"), Ct));
    }

    [Fact]
    public async Task Takes_media_along()
    {
        var blobs = FileBlobs.Open(_data.Path, InstallationKeys.Load(Keys, "records"));
        var bytes = RandomNumberGenerator.GetBytes(100_000);
        byte[] root;
        await using (var draft = await blobs.Begin("pds-gxj", Ct))
        {
            await draft.Write(bytes, Ct);
            root = draft.Seal().Root;
            await draft.Keep(0, Ct);
        }

        var old = _data.Copy();
        var keys = InstallationKeys.BeginRotation(Keys, "records");
        Assert.Equal(1, await FileBlobs.Rewrap(_data.Path, keys, Ct));
        Assert.Equal(0, await FileBlobs.Rewrap(_data.Path, keys, Ct));
        InstallationKeys.EndRotation(Keys, "records");

        Assert.Equal(bytes, await Read(_data.Path, root, bytes.Length));
        await Assert.ThrowsAsync<BlobDamagedException>(() => Read(old, root, bytes.Length));
    }

    public void Dispose()
    {
        _writer.Dispose();
        _data.Dispose();
    }

    private static MessageTypes Types { get; } = new(StringValue.Descriptor.File, PartsDestroyed.Descriptor.File);

    private SqliteLedger Open() => new(Path.Combine(_data.Path, "notes", "ledger.db"), TestRing.Open);

    private async Task Fill(int notes)
    {
        using var store = Open();
        using var service = new NotesService(store, null, _writer);
        for (var note = 0; note < notes; note++)
        {
            await service.Write($"{note}", $"text {note}", "somebody", new Int64Value { Value = note });
        }
    }

    /// <summary>Entries that the keys of now open, with every part that is not destroyed.</summary>
    private int Readable(string ledger)
    {
        using var reader = new LedgerReader(ledger, TestRing.Ring.Rows);
        var decoder = new EntryDecoder(Types, InstallationKeys.Load(Keys, "notes"));
        return reader.ReadFrom(0, 1000).Select(decoder.Decode).Count();
    }

    private async Task<byte[]> Read(string directory, byte[] root, int length)
    {
        var read = new List<byte>();
        await foreach (var piece in FileBlobs.ForReading(directory, InstallationKeys.Load(Keys, "records")).Read("pds-gxj", new(root, 0), 0, length, Ct))
        {
            read.AddRange(piece.Span);
        }

        return [.. read];
    }

    private sealed class KilledException : Exception;
}
