using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Records;
using Google.Protobuf;
using Grpc.Core;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Records;

public sealed class EvidenceStreamTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_may_be_as_large_as_the_limit_and_no_byte_larger()
    {
        await using var draft = new Drafted();

        await EvidenceStream.Receive(new Sent(10, 10), draft, largest: 20, Ct);
        var fault = await Assert.ThrowsAsync<Fault>(() => EvidenceStream.Receive(new Sent(10, 11), draft, largest: 20, Ct));

        Assert.Equal("EVIDENCE_TOO_LARGE", fault.Type.Reason);
        Assert.Equal("20", fault.Metadata["limit"]);
        Assert.Equal(30, draft.Length);
    }

    [Fact]
    public async Task The_first_bytes_tell_the_type_even_one_by_one()
    {
        await using var draft = new Drafted();
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0];

        Assert.Equal("image/png", await EvidenceStream.Receive(new Sent([.. png.Select(one => new[] { one })]), draft, 100, Ct));
    }

    /// <summary>Chunks that a client sent.</summary>
    private sealed class Sent(params byte[][] chunks) : IAsyncStreamReader<CollectEvidenceRequest>
    {
        private int _next;

        public Sent(params int[] lengths)
            : this([.. lengths.Select(length => new byte[length])])
        {
        }

        public CollectEvidenceRequest Current => new() { Chunk = ByteString.CopyFrom(chunks[_next - 1]) };

        public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromResult(_next++ < chunks.Length);
    }

    /// <summary>Counts what is written.</summary>
    private sealed class Drafted : IBlobDraft
    {
        public long Length { get; private set; }

        public ValueTask Write(ReadOnlyMemory<byte> bytes, CancellationToken ct)
        {
            Length += bytes.Length;
            return default;
        }

        public MediaDigest Seal() => throw new InvalidOperationException();

        public Task Keep(long generation, CancellationToken ct) => throw new InvalidOperationException();

        public ValueTask DisposeAsync() => default;
    }
}
