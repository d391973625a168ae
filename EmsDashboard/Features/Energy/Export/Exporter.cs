using EmsDashboard.Infrastructure.CommandLine;
using EmsDashboard.Shared.Csv;

namespace EmsDashboard.Features.Energy.Export;

/// <summary>What to export. Not every kind knows every limit; one it does not know is to be left open.</summary>
/// <param name="From">First day; of periods, those that end after it.</param>
/// <param name="To">Last day; of periods, those that begin on it or before.</param>
/// <param name="Quotas">Codes of quotas; empty for all.</param>
internal sealed record ExportRequest(DateOnly? From, DateOnly? To, IReadOnlyList<string> Quotas);

/// <summary>One kind of file that can be written. What an import of the same kind reads, it reads back.</summary>
internal abstract class Exporter
{
    public abstract FileKind Kind { get; }

    /// <summary>Writes all records in a stable order. Asks for the viewer's role.</summary>
    /// <exception cref="RefusedInputException">The request names what does not exist; nothing was written.</exception>
    public abstract Task WriteAsync(ExportRequest request, IRecordWriter writer, CancellationToken cancellationToken);
}
