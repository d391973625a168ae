using System.Data;
using System.Text.Json;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Infrastructure.Time;
using EmsDashboard.Shared;
using EmsDashboard.Shared.Csv;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmsDashboard.Features.Energy.Import;

/// <summary>
/// The one way in for files. All files of a call are one import: read whole, objections collected, then everything is stored in one
/// transaction or nothing is.
/// </summary>
internal sealed class ImportFiles(IEnumerable<Importer> importers, IDbContextFactory<EmsDbContext> contexts, IAccess access, EmsClock clock)
{
    /// <summary>Longest text a file may unpack to. Beyond it lies a mistake or an attack by compression.</summary>
    public const long MaxTextBytes = 4L * 1024 * 1024 * 1024;

    private const int RowsBetweenReports = 5000;

    /// <exception cref="ArgumentException">No such kind.</exception>
    /// <exception cref="AccessDeniedException">The actor is not a manager.</exception>
    public async Task<ImportReport> RunAsync(string kind, IReadOnlyList<ImportFile> given, bool dryRun, IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken)
    {
        var importer = importers.FirstOrDefault(i => i.Kind.Name == kind)
            ?? throw new ArgumentException($"No import of '{kind}'. Known: {FileKind.Names(FileKind.Imported)}.", nameof(kind));
        var actor = await access.DemandAsync(Policies.Manager);
        var startedAt = clock.GetUtcNow();
        var remarks = new ImportRemarks();
        using var atHand = await FilesAtHand.ReceiveAsync(given, MaxTextBytes + 1, cancellationToken);
        var files = atHand.Files;
        var reading = new Reading(files.Any(f => f.Length is null) ? null : files.Sum(f => f.Length), progress, remarks);
        StoreCounts counts = default;
        long? revision = null;
        long? batchId = null;

        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            // Who only asks looks at one moment's catalogue and holds nobody up.
            await using var transaction = await db.Database.BeginTransactionAsync(dryRun ? IsolationLevel.RepeatableRead : IsolationLevel.ReadCommitted, cancellationToken);
            if (!dryRun) await CatalogueLock.TakeAsync(db, importer.ChangesCatalogue, cancellationToken);
            var realNow = clock.GetRealUtcNow();
            var context = new ImportContext(db, (NpgsqlConnection)db.Database.GetDbConnection(), remarks, actor, dryRun, startedAt,
                realNow > startedAt ? realNow : startedAt);
            await using var session = await importer.BeginAsync(context, cancellationToken);
            for (var i = 0; i < files.Count; i++) await ReadFileAsync(importer, session, files[i], i, reading, cancellationToken);
            await session.FinishReadingAsync(cancellationToken);
            if (remarks.RejectedTotal == 0)
            {
                reading.Report(ImportPhase.Storing);
                counts = await session.StoreAsync(dryRun, cancellationToken);
                revision = session.DataRevision;
                if (!dryRun) batchId = await CommitAsync(db, importer, files, Batch(ImportState.Stored), actor, cancellationToken);
            }
        }

        var state = remarks.RejectedTotal > 0 ? ImportState.Refused : dryRun ? ImportState.Checked : ImportState.Stored;
        if (state == ImportState.Refused && !dryRun)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            batchId = await CommitAsync(db, importer, files, Batch(ImportState.Refused), actor, cancellationToken);
        }

        reading.Report(ImportPhase.Done);
        return new ImportReport(batchId, kind, state, dryRun, reading.Rows, counts.Inserted, counts.Updated, counts.Unchanged,
            remarks.RejectedTotal, remarks.Rejected, remarks.NotesTotal, remarks.Notes);

        ImportBatch Batch(ImportState outcome) => new()
        {
            Kind = kind,
            FileName = Names(files),
            ImportedBy = actor.Name,
            StartedAt = startedAt,
            FinishedAt = clock.GetUtcNow(),
            State = SnakeCaseEnum.ToText(outcome),
            RowsRead = reading.Rows,
            Inserted = counts.Inserted,
            Updated = counts.Updated,
            Unchanged = counts.Unchanged,
            RejectedTotal = remarks.RejectedTotal,
            DataRevision = revision,
        };
    }

    private static async Task ReadFileAsync(Importer importer, ImportSession session, ImportFile file, int index, Reading reading,
        CancellationToken cancellationToken)
    {
        var line = 1;
        try
        {
            await using var raw = new CountingStream(await file.OpenAsync(cancellationToken), reading.CountBytes);
            var (text, objection) = await ImportEncoding.OpenAsync(raw, cancellationToken);
            if (text is null)
            {
                RejectFile(objection!);
                return;
            }

            await using var _ = text;
            var reader = new CsvReader(text, MaxTextBytes);
            if (!await reader.ReadAsync(cancellationToken))
            {
                RejectFile("empty_file");
                return;
            }

            if (reader.Fault != CsvFault.None)
            {
                RejectFault(reader, null);
                return;
            }

            var fields = ImportHeader.Map(reader, file.Name, importer.Columns, reading.Remarks);
            if (fields is null) return;
            var width = reader.FieldCount;
            var columnNames = Enumerable.Range(0, width).Select(f => reader[f].ToString()).ToList();
            var row = new ImportRow(reading.Remarks);
            row.Open(file.Name, index, reader, fields);
            var rowsBefore = reading.Rows;
            while (await reader.ReadAsync(cancellationToken))
            {
                line = reader.Line;
                reading.CountRow();
                row.Next();
                if (reader.Fault != CsvFault.None) RejectFault(reader, columnNames.ElementAtOrDefault(reader.FaultField));
                else if (reader.FieldCount != width) row.Reject(null, "field_count", width, reader.FieldCount);
                else await session.ReadAsync(row, cancellationToken);
            }

            if (reading.Rows == rowsBefore)
                reading.Remarks.Note(new ImportRemark(file.Name, 1, null, null, new ImportReason("no_rows")));
        }
        catch (InvalidDataException)
        {
            RejectFile("damaged_gzip");
        }

        void RejectFile(string code) => reading.Remarks.Reject(new ImportRemark(file.Name, line, null, null, new ImportReason(code)));

        void RejectFault(CsvReader reader, string? column) => reading.Remarks.Reject(new ImportRemark(file.Name, reader.Line,
            column is null || reader.Fault == CsvFault.RecordTooLong ? null : PlainText.Show(column), null, new ImportReason(SnakeCaseEnum.ToText(reader.Fault))));
    }

    private static async Task<long> CommitAsync(EmsDbContext db, Importer importer, IReadOnlyList<ImportFile> files, ImportBatch batch, Actor actor,
        CancellationToken cancellationToken)
    {
        var isStored = batch.State == SnakeCaseEnum.ToText(ImportState.Stored);
        db.Add(batch);
        db.Add(new AuditEntry
        {
            At = batch.FinishedAt,
            Actor = actor.Name,
            Action = isStored ? "import.stored" : "import.refused",
            Subject = importer.Kind.Name,
            Detail = JsonSerializer.Serialize(new
            {
                files = files.Select(f => f.Name).Take(100),
                rows = batch.RowsRead,
                inserted = batch.Inserted,
                updated = batch.Updated,
                unchanged = batch.Unchanged,
                rejected = batch.RejectedTotal,
            }),
        });
        await db.SaveChangesAsync(cancellationToken);
        // A refused file, or one that says nothing new, changes the list of imports and nothing else.
        IEnumerable<string> topics = batch.Inserted + batch.Updated > 0 ? [.. importer.Topics, Topics.Imports] : [Topics.Imports];
        foreach (var topic in topics.Order(StringComparer.Ordinal)) await db.Database.ExecuteSqlAsync($"SELECT ems.touch({topic})", cancellationToken);
        if (db.Database.CurrentTransaction is { } transaction) await transaction.CommitAsync(cancellationToken);
        return batch.Id;
    }

    private static string Names(IReadOnlyList<ImportFile> files)
    {
        var names = files.Count == 1 ? files[0].Name : $"{files[0].Name} + {files.Count - 1}";
        return names.Length <= 260 ? names : names[..259] + "…";
    }

    /// <summary>What is counted while reading, told on in steps.</summary>
    private sealed class Reading(long? totalBytes, IProgress<ImportProgress>? progress, ImportRemarks remarks)
    {
        private long _bytes;

        public ImportRemarks Remarks => remarks;
        public int Rows { get; private set; }

        public void CountBytes(int read) => _bytes += read;

        public void CountRow()
        {
            if (++Rows % RowsBetweenReports == 0) Report(ImportPhase.Reading);
        }

        public void Report(ImportPhase phase) => progress?.Report(new ImportProgress(phase, _bytes, totalBytes, Rows, remarks.RejectedTotal));
    }
}
