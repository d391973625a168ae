using System.Text.Json;

namespace EmsDashboard.Shared.Csv;

/// <summary>Writes records as one JSON array of objects, named in camelCase; decimals are numbers without loss.</summary>
internal sealed class JsonRecordWriter(Stream stream) : IRecordWriter, IDisposable
{
    private const int FlushAfterBytes = 1 << 16;

    private readonly Utf8JsonWriter _json = new(stream);
    private string[] _names = [];
    private int _next;

    public bool HasBegun { get; private set; }

    public void Columns(params ReadOnlySpan<string> names)
    {
        _names = [.. names];
        for (var i = 0; i < _names.Length; i++) _names[i] = CamelCase(_names[i]);
        HasBegun = true;
        _json.WriteStartArray();
    }

    public IRecordWriter Text(string? text)
    {
        _json.WriteString(NextName(), text);
        return this;
    }

    public IRecordWriter Number(decimal? number)
    {
        var name = NextName();
        if (number is { } value) _json.WriteNumber(name, value);
        else _json.WriteNull(name);
        return this;
    }

    public IRecordWriter Date(DateOnly? date) => Text(date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    public IRecordWriter Instant(DateTimeOffset? instant)
    {
        var name = NextName();
        if (instant is { } value) _json.WriteString(name, value.UtcDateTime);
        else _json.WriteNull(name);
        return this;
    }

    public IRecordWriter Flag(bool flag)
    {
        _json.WriteBoolean(NextName(), flag);
        return this;
    }

    public void EndRecord()
    {
        _json.WriteEndObject();
        _next = 0;
        if (_json.BytesPending > FlushAfterBytes) _json.Flush();
    }

    public void End()
    {
        _json.WriteEndArray();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();

    private string NextName()
    {
        if (_next == 0) _json.WriteStartObject();
        return _names[_next++];
    }

    private static string CamelCase(string snake) =>
        string.Concat(snake.Split('_').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
}
