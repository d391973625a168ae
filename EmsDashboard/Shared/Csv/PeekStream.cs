namespace EmsDashboard.Shared.Csv;

/// <summary>A stream whose first bytes can be looked at before they are read, for sources that cannot be rewound.</summary>
internal sealed class PeekStream(Stream inner) : ForwardStream
{
    private ReadOnlyMemory<byte> _head;

    /// <summary>The next bytes, at most <paramref name="count"/>; fewer only at the end. Call before reading.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(int count, CancellationToken cancellationToken)
    {
        var head = new byte[count];
        var length = await inner.ReadAtLeastAsync(head, count, throwOnEndOfStream: false, cancellationToken);
        return _head = head.AsMemory(0, length);
    }

    /// <summary>Leaves out the next bytes, which have been looked at.</summary>
    public void Skip(int count) => _head = _head[count..];

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _head.IsEmpty ? inner.ReadAsync(buffer, cancellationToken) : ValueTask.FromResult(TakeHead(buffer.Span));

    public override int Read(Span<byte> buffer) => _head.IsEmpty ? inner.Read(buffer) : TakeHead(buffer);

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private int TakeHead(Span<byte> buffer)
    {
        var length = Math.Min(buffer.Length, _head.Length);
        _head.Span[..length].CopyTo(buffer);
        Skip(length);
        return length;
    }
}
