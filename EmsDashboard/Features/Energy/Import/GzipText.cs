using System.Buffers.Binary;
using System.IO.Compression;

namespace EmsDashboard.Features.Energy.Import;

/// <summary>
/// Unpacks gzip and insists on its end: the framework's stream takes a file whose last bytes are cut off for a whole one. The last four
/// bytes of a gzip are the length of what is in it. A file of several gzips put together does not fit that and is refused too.
/// </summary>
internal sealed class GzipText : Stream
{
    private readonly TailStream _packed;
    private readonly GZipStream _text;
    private uint _length;

    public GzipText(Stream packed)
    {
        _packed = new TailStream(packed);
        _text = new GZipStream(_packed, CompressionMode.Decompress);
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="InvalidDataException">The gzip is damaged or does not end as it must.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Checked(await _text.ReadAsync(buffer, cancellationToken), buffer.Length);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Checked(_text.Read(buffer, offset, count), count);

    public override void Flush() => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _text.Dispose();
        base.Dispose(disposing);
    }

    private int Checked(int read, int asked)
    {
        unchecked
        {
            _length += (uint)read;
        }

        return read > 0 || asked == 0 || _packed.LastFourBytes == _length ? read : throw new InvalidDataException("The gzip does not end with its length.");
    }

    /// <summary>Remembers the last four bytes that went through.</summary>
    private sealed class TailStream(Stream inner) : Stream
    {
        private readonly byte[] _tail = new byte[4];

        public uint LastFourBytes => BinaryPrimitives.ReadUInt32LittleEndian(_tail);

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            Remember(buffer.Span[..read]);
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            Remember(buffer.AsSpan(offset, read));
            return read;
        }

        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }

        private void Remember(ReadOnlySpan<byte> bytes)
        {
            if (bytes.Length < _tail.Length) _tail.AsSpan(bytes.Length).CopyTo(_tail);
            var last = bytes[^Math.Min(bytes.Length, _tail.Length)..];
            last.CopyTo(_tail.AsSpan(_tail.Length - last.Length));
        }
    }
}
