using System.Security.Cryptography;
using EnforcementPlatform.Adapters.Files;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Contract;

/// <summary>What every store of media must do.</summary>
public abstract class BlobsContract : IDisposable
{
    private const int Piece = 64 * 1024;
    private readonly TestFolder _keys = new();

    protected const string Organ = "pds-gxj";

    protected InstallationKeys Keys => InstallationKeys.Load(_keys.Path, "records");

    protected abstract IBlobs Blobs { get; }

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public virtual void Dispose()
    {
        _keys.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Piece - 1)]
    [InlineData(Piece)]
    [InlineData(Piece + 1)]
    [InlineData((1 << 20) + 1)]
    public async Task What_is_kept_is_read_back_whole(int length)
    {
        var bytes = Bytes(length);

        var digest = await Keep(bytes);

        Assert.Equal((SHA256.HashData(bytes), (long)length), (digest.Sha256, digest.Length), new DigestComparer());
        Assert.Equal(bytes, await Read(digest.Root, 0, length));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, Piece)]
    [InlineData(Piece - 1, 2)]
    [InlineData(Piece, Piece)]
    [InlineData((3 * Piece) + 6, 1)]
    [InlineData(5, (3 * Piece) + 2)]
    [InlineData(7, 0)]
    public async Task Any_range_is_read_alone(int offset, int length)
    {
        var bytes = Bytes((3 * Piece) + 7);
        var digest = await Keep(bytes);

        Assert.Equal(bytes.AsSpan(offset, length).ToArray(), await Read(digest.Root, offset, length));
    }

    [Fact]
    public async Task A_range_outside_is_not_read()
    {
        var digest = await Keep(Bytes(100));

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Read(digest.Root, 90, 11));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Read(digest.Root, -1, 1));
    }

    [Fact]
    public async Task Nothing_can_be_read_before_it_is_kept()
    {
        await using var draft = await Blobs.Begin(Organ, Ct);
        await draft.Write(Bytes(100), Ct);
        var digest = draft.Seal();

        Assert.Empty(await Blobs.Kept(Organ, digest.Root, Ct));
        await Assert.ThrowsAsync<BlobDamagedException>(() => Read(digest.Root, 0, 1));
    }

    [Fact]
    public async Task A_blob_is_its_organs_own()
    {
        var digest = await Keep(Bytes(100));

        Assert.Empty(await Blobs.Kept("pds-yszy", digest.Root, Ct));
    }

    [Fact]
    public async Task Equal_bytes_are_kept_once_and_may_be_kept_again()
    {
        var first = await Keep(Bytes(100));
        var second = await Keep(Bytes(100));

        Assert.Equal(first.Root, second.Root);
        Assert.Equal(Bytes(100), await Read(first.Root, 0, 100));
    }

    [Fact]
    public async Task A_generation_is_deleted_alone()
    {
        var digest = await Keep(Bytes(100));
        await using (var draft = await Blobs.Begin(Organ, Ct))
        {
            await draft.Write(Bytes(100), Ct);
            draft.Seal();
            await draft.Keep(7, Ct);
        }

        Assert.Equal([0L, 7L], await Blobs.Kept(Organ, digest.Root, Ct));
        await Blobs.Delete(Organ, new(digest.Root, 0), Ct);

        Assert.Equal([7L], await Blobs.Kept(Organ, digest.Root, Ct));
    }

    [Fact]
    public async Task A_deleted_blob_is_gone_and_deleting_it_again_changes_nothing()
    {
        var digest = await Keep(Bytes(100));

        await Blobs.Delete(Organ, new(digest.Root, 0), Ct);
        await Blobs.Delete(Organ, new(digest.Root, 0), Ct);

        Assert.Empty(await Blobs.Kept(Organ, digest.Root, Ct));
        await Assert.ThrowsAsync<BlobDamagedException>(() => Read(digest.Root, 0, 1));
    }

    protected async Task<MediaDigest> Keep(byte[] bytes, string organ = Organ)
    {
        await using var draft = await Blobs.Begin(organ, Ct);
        foreach (var part in bytes.Chunk(10_007))
        {
            await draft.Write(part, Ct);
        }

        var digest = draft.Seal();
        await draft.Keep(0, Ct);
        return digest;
    }

    protected async Task<byte[]> Read(byte[] root, long offset, long length, string organ = Organ)
    {
        var read = new MemoryStream();
        await foreach (var piece in Blobs.Read(organ, new(root, 0), offset, length, Ct))
        {
            read.Write(piece.Span);
        }

        return read.ToArray();
    }

    protected static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private sealed class DigestComparer : IEqualityComparer<(byte[], long)>
    {
        public bool Equals((byte[], long) x, (byte[], long) y) => x.Item2 == y.Item2 && x.Item1.AsSpan().SequenceEqual(y.Item1);

        public int GetHashCode((byte[], long) obj) => obj.Item2.GetHashCode();
    }
}

/// <summary>The store of one machine, and what only files can suffer.</summary>
public sealed class Blobs_in_files : BlobsContract
{
    private readonly TestFolder _folder = new();
    private FileBlobs? _blobs;

    protected override IBlobs Blobs => _blobs ??= FileBlobs.Open(_folder.Path, Keys);

    public override void Dispose()
    {
        _folder.Dispose();
        base.Dispose();
    }

    [Fact]
    public async Task No_plaintext_touches_the_disk()
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("绝不落盘的内容", 20_000)));
        var digest = await Keep(bytes);
        await using var draft = await Blobs.Begin(Organ, Ct);
        await draft.Write(bytes, Ct);

        var stored = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories);

        Assert.Equal(2, stored.Length);
        Assert.All(stored, file => Assert.Equal(-1, BytesOf(file).AsSpan().IndexOf("绝不落盘"u8)));
        Assert.Contains(stored, file => file.EndsWith($"{Convert.ToHexStringLower(digest.Root)}.0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cut_stream_leaves_a_staging_file_that_the_next_start_sweeps()
    {
        var draft = await Blobs.Begin(Organ, Ct);
        await draft.Write(Bytes(200_000), Ct);
        var staging = Path.Combine(_folder.Path, "staging");
        Assert.Single(Directory.GetFiles(staging));

        _ = FileBlobs.Open(_folder.Path, Keys);

        Assert.Empty(Directory.GetFiles(staging));
        await draft.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_that_is_given_up_leaves_nothing()
    {
        await using (var draft = await Blobs.Begin(Organ, Ct))
        {
            await draft.Write(Bytes(200_000), Ct);
        }

        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task An_altered_byte_spoils_its_own_range_and_no_other()
    {
        var bytes = Bytes(200_000);
        var digest = await Keep(bytes);
        Alter(digest.Root, 256 + 65_552 + 10);

        await Assert.ThrowsAsync<BlobDamagedException>(() => Read(digest.Root, 65_536, 1));
        Assert.Equal(bytes.AsSpan(0, 65_536).ToArray(), await Read(digest.Root, 0, 65_536));
        Assert.Equal(bytes.AsSpan(131_072).ToArray(), await Read(digest.Root, 131_072, 200_000 - 131_072));
    }

    [Fact]
    public async Task Every_altered_byte_of_the_header_is_noticed()
    {
        var digest = await Keep(Bytes(100));
        for (var place = 0; place < 256; place++)
        {
            Alter(digest.Root, place);
            await Assert.ThrowsAsync<BlobDamagedException>(() => Read(digest.Root, 0, 100));
            Alter(digest.Root, place);
        }

        Assert.Equal(Bytes(100), await Read(digest.Root, 0, 100));
    }

    [Fact]
    public async Task A_file_that_was_cut_off_or_put_in_anothers_place_is_noticed()
    {
        var digest = await Keep(Bytes(200_000));
        var other = await Keep(Bytes(200_001));
        var place = PlaceOf(digest.Root);
        File.Copy(PlaceOf(other.Root), place, overwrite: true);
        await Assert.ThrowsAsync<BlobDamagedException>(() => Read(digest.Root, 0, 1));

        await Keep(Bytes(200_000));
        using (var file = new FileStream(place, FileMode.Open))
        {
            file.SetLength(file.Length - 1);
        }

        await Assert.ThrowsAsync<BlobDamagedException>(() => Read(digest.Root, 199_999, 1));
    }

    [Fact]
    public async Task Chunks_that_change_places_are_noticed()
    {
        var digest = await Keep(Bytes(200_000));
        var place = PlaceOf(digest.Root);
        var file = File.ReadAllBytes(place);
        var first = file.AsSpan(256, 65_552);
        var second = file.AsSpan(256 + 65_552, 65_552);
        var held = first.ToArray();
        second.CopyTo(first);
        held.CopyTo(second);
        File.WriteAllBytes(place, file);

        await Assert.ThrowsAsync<BlobDamagedException>(() => Read(digest.Root, 0, 1));
    }

    [Fact]
    public async Task Another_installations_keys_open_nothing()
    {
        var digest = await Keep(Bytes(100));
        using var keys = new TestFolder();
        _blobs = FileBlobs.Open(_folder.Path, InstallationKeys.Load(keys.Path, "records"));

        await Assert.ThrowsAsync<BlobDamagedException>(() => Read(digest.Root, 0, 1));
    }

    private static byte[] BytesOf(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private string PlaceOf(byte[] root) => Directory.GetFiles(_folder.Path, $"{Convert.ToHexStringLower(root)}.0", SearchOption.AllDirectories).Single();

    private void Alter(byte[] root, int place)
    {
        using var file = new FileStream(PlaceOf(root), FileMode.Open);
        file.Position = place;
        var value = file.ReadByte();
        file.Position = place;
        file.WriteByte((byte)(value ^ 1));
    }
}
