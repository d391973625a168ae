using System.Globalization;

namespace EmsDashboard.Shared.Csv;

/// <summary>Writes RFC 4180 records: comma, LF, quotes only where needed, decimal point, ISO dates; text cells pass <see cref="CellGuard"/>.</summary>
internal sealed class CsvWriter(TextWriter writer) : IRecordWriter
{
    private bool _first = true;

    public bool HasBegun { get; private set; }

    public IRecordWriter Text(string? text)
    {
        Raw(CellGuard.Protect(text ?? ""));
        return this;
    }

    public IRecordWriter Number(decimal? number)
    {
        Raw(number?.ToString("0.############################", CultureInfo.InvariantCulture) ?? "");
        return this;
    }

    public IRecordWriter Date(DateOnly? date)
    {
        Raw(date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "");
        return this;
    }

    public IRecordWriter Instant(DateTimeOffset? instant)
    {
        Raw(instant?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture) ?? "");
        return this;
    }

    public IRecordWriter Flag(bool flag)
    {
        Raw(flag ? "true" : "false");
        return this;
    }

    public void End() { }

    public void EndRecord()
    {
        _first = true;
        writer.Write('\n');
    }

    public void Columns(params ReadOnlySpan<string> names)
    {
        HasBegun = true;
        foreach (var name in names) Raw(name);
        EndRecord();
    }

    private void Raw(string cell)
    {
        if (!_first) writer.Write(',');
        _first = false;
        if (cell.AsSpan().IndexOfAny(",\"\r\n") < 0 && cell.AsSpan().Trim(" \t").Length == cell.Length)
        {
            writer.Write(cell);
            return;
        }

        writer.Write('"');
        writer.Write(cell.Replace("\"", "\"\"", StringComparison.Ordinal));
        writer.Write('"');
    }
}
