namespace EmsDashboard.Features.Energy.Import;

public enum ImportState
{
    /// <summary>Read without objection, nothing stored because it was only asked for.</summary>
    Checked,
    Stored,

    /// <summary>At least one objection; nothing stored.</summary>
    Refused,
}

/// <summary>A place in a file and what is the matter with it.</summary>
/// <param name="File">Name as given; several files may be imported as one.</param>
/// <param name="Line">Physical line on which the record begins, the first being 1.</param>
/// <param name="Column">Name of the column; null when the whole record or file is meant.</param>
/// <param name="Value">The cell shortened and made harmless to show; null without a column.</param>
public sealed record ImportRemark(string File, int Line, string? Column, string? Value, ImportReason Reason);

/// <summary>What came of an import.</summary>
/// <param name="Id">Of the batch in the list of imports; null for a dry run.</param>
/// <param name="Inserted">Rows stored, or for a dry run rows that would be; likewise the next two.</param>
/// <param name="Rejected">The first <see cref="ImportRemarks.Kept"/> of <paramref name="RejectedTotal"/>.</param>
/// <param name="Notes">What was accepted but should be looked at: the first of <paramref name="NotesTotal"/>.</param>
public sealed record ImportReport(
    long? Id,
    string Kind,
    ImportState State,
    bool DryRun,
    int RowsRead,
    int Inserted,
    int Updated,
    int Unchanged,
    int RejectedTotal,
    IReadOnlyList<ImportRemark> Rejected,
    int NotesTotal,
    IReadOnlyList<ImportRemark> Notes);

/// <summary>How far an import has come.</summary>
/// <param name="TotalBytes">Size of all files as they lie there; null when one has no known size.</param>
public readonly record struct ImportProgress(ImportPhase Phase, long BytesRead, long? TotalBytes, int RowsRead, int RejectedTotal);

public enum ImportPhase
{
    Reading,
    Storing,
    Done,
}

/// <summary>Inserted, updated and unchanged rows; repeats inside the input are none of these.</summary>
public readonly record struct StoreCounts(int Inserted, int Updated, int Unchanged);
