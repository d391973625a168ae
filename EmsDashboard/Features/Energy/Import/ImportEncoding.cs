using EmsDashboard.Shared.Csv;

namespace EmsDashboard.Features.Energy.Import;

/// <summary>Turns a file's bytes into UTF-8 text: gzip is known by content, whatever the name says; a UTF-8 mark is taken off.</summary>
internal static class ImportEncoding
{
    /// <summary>The text, or why it cannot be read as one.</summary>
    /// <exception cref="InvalidDataException">A gzip whose very beginning is damaged; later damage is thrown while reading.</exception>
    public static async Task<(Stream? Text, string? Objection)> OpenAsync(Stream file, CancellationToken cancellationToken)
    {
        var bytes = new PeekStream(file);
        if ((await bytes.PeekAsync(2, cancellationToken)).Span is [0x1F, 0x8B]) bytes = new PeekStream(new GzipText(bytes));
        else bytes = new PeekStream(bytes);

        var head = await bytes.PeekAsync(4, cancellationToken);
        switch (head.Span)
        {
            case []:
                return (null, "empty_file");
            case [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, _, 0, _] or [_, 0, _, 0]:
                return (null, "utf16");
            case [0xEF, 0xBB, 0xBF]:
                return (null, "empty_file");
            case [0xEF, 0xBB, 0xBF, ..]:
                bytes.Skip(3);
                break;
        }

        return (bytes, null);
    }
}
