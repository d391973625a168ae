namespace EmsDashboard.Features.Energy.Domain;

/// <summary>One file that was taken in or refused: who, when, what came of it.</summary>
public sealed class ImportBatch
{
    public long Id { get; private set; }
    public required string Kind { get; init; }
    public required string FileName { get; init; }
    public required string ImportedBy { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary><c>stored</c> or <c>refused</c>.</summary>
    public required string State { get; init; }
    public required int RowsRead { get; init; }
    public required int Inserted { get; init; }
    public required int Updated { get; init; }
    public required int Unchanged { get; init; }
    public required int RejectedTotal { get; init; }

    /// <summary>Revision of the daily rows it stored, by which restated results name it; null when it stored none.</summary>
    public required long? DataRevision { get; init; }
}
