namespace EnforcementPlatform.Kernel;

/// <summary>
/// Response body of a JSON call that holds back what is written until the call has reached the interceptors. JSON transcoding writes its own
/// English words about a request it cannot read; held back, they can be replaced by our shape; and so is its own spelling of a refusal.
/// </summary>
/// <param name="body">Where the answer goes.</param>
/// <param name="isReached">True once the interceptors were reached and while they refused nothing.</param>
internal sealed class HeldBody(Stream body, Func<bool> isReached) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        isReached() ? body.WriteAsync(buffer, cancellationToken) : ValueTask.CompletedTask;

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        isReached() ? body.FlushAsync(cancellationToken) : Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
