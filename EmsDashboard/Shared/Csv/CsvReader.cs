using System.Buffers;
using System.Text.Unicode;

namespace EmsDashboard.Shared.Csv;

/// <summary>
/// A strict, forward-only RFC 4180 reader over UTF-8 bytes. It knows the physical line each record begins on, keeps one record in
/// memory whatever the input, and repairs nothing: what does not fit the format is reported as a <see cref="CsvFault"/> of its record.
/// Line ends may be LF, CRLF or CR. Lines that hold nothing but blanks are passed over.
/// </summary>
internal sealed class CsvReader(Stream stream, long maxBytes = long.MaxValue)
{
    /// <summary>Longest record that is read; a longer one is a fault and skipped without being kept.</summary>
    public const int MaxRecordBytes = 64 * 1024;

    public const int MaxFields = 256;

    private static readonly SearchValues<byte> UnquotedEnds = SearchValues.Create(",\n\r\""u8);
    private static readonly SearchValues<byte> QuotedMarks = SearchValues.Create("\n\r\""u8);
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\n\r"u8);

    private readonly byte[] _bytes = new byte[2 * MaxRecordBytes];
    private readonly char[] _chars = new char[MaxRecordBytes];
    private readonly (int Start, int Length)[] _fields = new (int, int)[MaxFields];
    private int _start;
    private int _end;
    private bool _ended;
    private int _nextLine = 1;

    /// <summary>Physical line on which the current record begins, the first being 1.</summary>
    public int Line { get; private set; }

    /// <summary>Fields of the current record; 0 when it is at fault.</summary>
    public int FieldCount { get; private set; }

    public CsvFault Fault { get; private set; }

    /// <summary>Index of the field that <see cref="Fault"/> is in.</summary>
    public int FaultField { get; private set; }

    /// <summary>Bytes of text read so far, after decompression.</summary>
    public long BytesRead { get; private set; }

    /// <summary>A field of the current record without its quotes, valid until the next read.</summary>
    public ReadOnlySpan<char> this[int field] => _chars.AsSpan(_fields[field].Start, _fields[field].Length);

    /// <summary>Moves to the next record. False at the end of the text, and after a fault nothing can be read behind.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (Fault is CsvFault.UnclosedQuote or CsvFault.TextTooLong) return false;
        while (true)
        {
            switch (Parse())
            {
                case Outcome.Record:
                    return true;
                case Outcome.Blank:
                    continue;
                case Outcome.End:
                    return false;
                case Outcome.LongLine:
                    await SkipLineAsync(cancellationToken);
                    return true;
                default:
                    await FillAsync(cancellationToken);
                    if (Fault == CsvFault.TextTooLong) return true;
                    break;
            }
        }
    }

    private enum Outcome { Record, Blank, End, LongLine, NeedsMore }

    private Outcome Parse()
    {
        Fault = CsvFault.None;
        FaultField = 0;
        FieldCount = 0;
        Line = _nextLine;
        if (_start == _end) return _ended ? Outcome.End : Outcome.NeedsMore;

        int position = _start, chars = 0, fields = 0, lines = 0;
        while (true)
        {
            if (position < _end && _bytes[position] == '"')
            {
                var quoted = ReadQuoted(ref position, ref chars, ref lines, fields);
                if (quoted is { } early) return early;
            }
            else if (!ReadUnquoted(ref position, ref chars, fields))
            {
                return NeedsMore();
            }

            fields++;
            if (position < _end && _bytes[position] == ',')
            {
                position++;
                if (position == _end && !_ended) return NeedsMore();
                continue;
            }

            if (position < _end)
            {
                var length = LineEndLength(position);
                if (length == 0) return NeedsMore();
                position += length;
            }

            lines++;
            break;
        }

        if (fields > MaxFields || position - _start > MaxRecordBytes) Fault = CsvFault.RecordTooLong;
        _start = position;
        _nextLine += lines;
        FieldCount = Fault == CsvFault.None ? fields : 0;
        return fields == 1 && Fault == CsvFault.None && this[0].Trim(" \t").IsEmpty ? Outcome.Blank : Outcome.Record;
    }

    /// <summary>Reads up to a comma, a line end or the end of the text; false when more bytes are needed to tell.</summary>
    private bool ReadUnquoted(ref int position, ref int chars, int field)
    {
        var rest = _bytes.AsSpan(position, _end - position);
        var length = rest.IndexOfAny(UnquotedEnds);
        if (length >= 0 && rest[length] == '"')
        {
            SetFault(CsvFault.StrayQuote, field);
            length = rest.IndexOfAny(LineEnds);
        }

        if (length < 0)
        {
            if (!_ended) return false;
            length = rest.Length;
        }

        Keep(position, length, ref chars, field, append: false);
        position += length;
        return true;
    }

    /// <summary>Reads a quoted field; a result other than null ends the parse of this record.</summary>
    private Outcome? ReadQuoted(ref int position, ref int chars, ref int lines, int field)
    {
        var opened = lines;
        var from = ++position;
        Keep(from, 0, ref chars, field, append: false);
        while (true)
        {
            var mark = _bytes.AsSpan(position, _end - position).IndexOfAny(QuotedMarks);
            if (mark < 0) return Unfinished(field, opened);
            position += mark;
            if (_bytes[position] != '"')
            {
                var length = LineEndLength(position);
                if (length == 0) return Unfinished(field, opened);
                position += length;
                lines++;
                continue;
            }

            if (position + 1 == _end && !_ended) return Unfinished(field, opened);
            if (position + 1 < _end && _bytes[position + 1] == '"')
            {
                Keep(from, position + 1 - from, ref chars, field, append: true);
                position += 2;
                from = position;
                continue;
            }

            Keep(from, position - from, ref chars, field, append: true);
            position++;
            if (position == _end || _bytes[position] is (byte)',' or (byte)'\n' or (byte)'\r') return null;
            SetFault(CsvFault.StrayQuote, field);
            var rest = _bytes.AsSpan(position, _end - position).IndexOfAny(LineEnds);
            if (rest < 0 && !_ended) return NeedsMore();
            position = rest < 0 ? _end : position + rest;
            return null;
        }
    }

    private Outcome NeedsMore() => _end - _start >= MaxRecordBytes ? Outcome.LongLine : Outcome.NeedsMore;

    private Outcome Unfinished(int field, int linesBefore)
    {
        if (!_ended && _end - _start < MaxRecordBytes) return Outcome.NeedsMore;
        Fault = CsvFault.UnclosedQuote;
        FaultField = field;
        Line += linesBefore;
        return Outcome.Record;
    }

    /// <summary>1 or 2 bytes, or 0 when a CR ends what is known of the text.</summary>
    private int LineEndLength(int position)
    {
        if (_bytes[position] == '\n') return 1;
        if (position + 1 == _end) return _ended ? 1 : 0;
        return _bytes[position + 1] == '\n' ? 2 : 1;
    }

    private void Keep(int from, int length, ref int chars, int field, bool append)
    {
        if (field >= MaxFields) return;
        if (!append) _fields[field] = (chars, 0);
        if (length == 0) return;
        var source = _bytes.AsSpan(from, length);
        if (source.Contains((byte)0)) SetFault(CsvFault.NulCharacter, field);
        var target = _chars.AsSpan(chars);
        switch (Utf8.ToUtf16(source, target, out _, out var written, replaceInvalidSequences: false))
        {
            case OperationStatus.Done:
                break;
            case OperationStatus.DestinationTooSmall:
                SetFault(CsvFault.RecordTooLong, field);
                break;
            default:
                SetFault(CsvFault.NotUtf8, field);
                break;
        }

        chars += written;
        _fields[field].Length += written;
    }

    private void SetFault(CsvFault fault, int field)
    {
        if (Fault != CsvFault.None) return;
        Fault = fault;
        FaultField = field;
    }

    /// <summary>Leaves a record that is too long behind, up to the next line end, without keeping it.</summary>
    private async ValueTask SkipLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var ending = _bytes.AsSpan(_start, _end - _start).IndexOfAny(LineEnds);
            if (ending >= 0 && LineEndLength(_start + ending) is var length and > 0)
            {
                _start += ending + length;
                break;
            }

            if (_ended)
            {
                _start = _end;
                break;
            }

            // A CR at the very end stays, because the LF that belongs to it may follow.
            _start = ending >= 0 ? _start + ending : _end;
            await FillAsync(cancellationToken);
            if (Fault == CsvFault.TextTooLong) return;
        }

        _nextLine++;
        FieldCount = 0;
        Fault = CsvFault.RecordTooLong;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            _end -= _start;
            _start = 0;
        }

        var read = await stream.ReadAsync(_bytes.AsMemory(_end), cancellationToken);
        _end += read;
        BytesRead += read;
        _ended = read == 0;
        if (BytesRead > maxBytes) Fault = CsvFault.TextTooLong;
    }
}
