namespace EmsDashboard.Shared.Csv;

/// <summary>What is wrong with the form of a record. After <see cref="UnclosedQuote"/> and <see cref="TextTooLong"/> nothing more can be read.</summary>
internal enum CsvFault
{
    None,

    /// <summary>A quote inside an unquoted field, or text behind a closing quote.</summary>
    StrayQuote,

    /// <summary>Bytes that are not UTF-8; nothing is replaced or guessed.</summary>
    NotUtf8,

    /// <summary>A NUL, which no text holds and PostgreSQL cannot store.</summary>
    NulCharacter,

    /// <summary>Longer than <see cref="CsvReader.MaxRecordBytes"/> or more fields than <see cref="CsvReader.MaxFields"/>.</summary>
    RecordTooLong,

    /// <summary>A quoted field that does not end before the text does or before <see cref="CsvReader.MaxRecordBytes"/>.</summary>
    UnclosedQuote,

    /// <summary>The text goes on beyond the limit given to the reader.</summary>
    TextTooLong,
}
