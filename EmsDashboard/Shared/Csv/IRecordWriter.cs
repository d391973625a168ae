namespace EmsDashboard.Shared.Csv;

/// <summary>Takes records cell by cell, in the order of the columns.</summary>
internal interface IRecordWriter
{
    /// <summary>Whether anything has been written.</summary>
    bool HasBegun { get; }

    /// <summary>Names the columns; first and once.</summary>
    void Columns(params ReadOnlySpan<string> names);

    IRecordWriter Text(string? text);

    /// <summary>A number as it is, without trailing zeros behind the point.</summary>
    IRecordWriter Number(decimal? number);

    IRecordWriter Date(DateOnly? date);

    /// <summary>An instant in UTC with <c>Z</c>.</summary>
    IRecordWriter Instant(DateTimeOffset? instant);

    IRecordWriter Flag(bool flag);

    void EndRecord();

    /// <summary>Closes what <see cref="Columns"/> opened.</summary>
    void End();
}
