using System.Globalization;

namespace EmsDashboard.Shared.Csv;

/// <summary>Writes RFC 4180 records: comma, LF, quotes only where needed, decimal point, ISO dates; text cells pass <see cref="CellGuard"/>.</summary>
internal sealed class CsvWriter(TextWriter writer)
{
    private bool _first = true;

    public CsvWriter Text(string? text)
    {
        Raw(CellGuard.Protect(text ?? ""));
        return this;
    }

    /// <summary>A number as it is, without trailing zeros behind the point.</summary>
    public CsvWriter Number(decimal? number)
    {
        Raw(number?.ToString("0.############################", CultureInfo.InvariantCulture) ?? "");
        return this;
    }

    public CsvWriter Date(DateOnly? date)
    {
        Raw(date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "");
        return this;
    }

    /// <summary>An instant in UTC with <c>Z</c>.</summary>
    public CsvWriter Instant(DateTimeOffset? instant)
    {
        Raw(instant?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture) ?? "");
        return this;
    }

    public CsvWriter Flag(bool flag)
    {
        Raw(flag ? "true" : "false");
        return this;
    }

    public void EndRecord()
    {
        _first = true;
        writer.Write('\n');
    }

    /// <summary>Writes a whole header line.</summary>
    public void Header(params ReadOnlySpan<string> names)
    {
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
