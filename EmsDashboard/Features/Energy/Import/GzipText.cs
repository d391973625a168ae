using System.Buffers.Binary;
using System.IO.Compression;
using EmsDashboard.Shared.Csv;

namespace EmsDashboard.Features.Energy.Import;

/// <summary>
/// Unpacks gzip and insists on its end: the framework's stream takes a file whose last bytes are cut off for a whole one. The last four
/// bytes of a gzip are the length of what is in it. A file of several gzips put together does not fit that and is refused too.
/// </summary>
internal sealed class GzipText : ForwardStream
{
    private readonly TailStream _packed;
    private readonly GZipStream _text;
    private uint _length;

    public GzipText(Stream packed)
    {
        _packed = new TailStream(packed);
        _text = new GZipStream(_packed, CompressionMode.Decompress);
    }

    /// <exception cref="InvalidDataException">The gzip is damaged or does not end as it must.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Checked(await _text.ReadAsync(buffer, cancellationToken), buffer.Length);

    public override int Read(Span<byte> buffer) => Checked(_text.Read(buffer), buffer.Length);

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
    private sealed class TailStream(Stream inner) : ForwardStream
    {
        private readonly byte[] _tail = new byte[4];

        public uint LastFourBytes => BinaryPrimitives.ReadUInt32LittleEndian(_tail);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            Remember(buffer.Span[..read]);
            return read;
        }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            Remember(buffer[..read]);
            return read;
        }

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
