using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Npgsql;

namespace EmsDashboard.Features.Energy.Import;

/// <summary>One kind of file that can be imported. Slices register theirs; the pipeline does everything that is the same for all.</summary>
internal abstract class Importer
{
    public abstract FileKind Kind { get; }

    public abstract IReadOnlyList<ImportColumn> Columns { get; }

    /// <summary>True when rows are groups, devices or quotas; false when they only name them.</summary>
    public abstract bool ChangesCatalogue { get; }

    /// <summary>Topics of <c>ems.touch</c> that change when something is stored, in alphabetical order.</summary>
    public abstract IReadOnlyList<string> Topics { get; }

    public abstract Task<ImportSession> BeginAsync(ImportContext context, CancellationToken cancellationToken);
}

/// <summary>The reading of one import: rows in, objections to the remarks, then everything stored or nothing.</summary>
internal abstract class ImportSession : IAsyncDisposable
{
    /// <summary>Takes a record in; reports what is wrong through it.</summary>
    public abstract ValueTask ReadAsync(ImportRow row, CancellationToken cancellationToken);

    /// <summary>Called after the last record: objections that only the whole input shows.</summary>
    public virtual Task FinishReadingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Stores what was read in the context's transaction, or only counts when <paramref name="dryRun"/>. Not called after an objection.</summary>
    public abstract Task<StoreCounts> StoreAsync(bool dryRun, CancellationToken cancellationToken);

    /// <summary>Revision of the daily rows that were stored; null when none were.</summary>
    public virtual long? DataRevision => null;

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>What a session works with. The transaction is open and holds the catalogue's lock, or for a dry run sees one moment's catalogue.</summary>
/// <param name="Now">The product's time.</param>
/// <param name="RealNow">The later of the product's and the real time: what lies beyond it is from the future in either.</param>
internal sealed record ImportContext(
    EmsDbContext Db,
    NpgsqlConnection Connection,
    ImportRemarks Remarks,
    Actor Actor,
    bool DryRun,
    DateTimeOffset Now,
    DateTimeOffset RealNow);
