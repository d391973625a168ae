using System.Collections.Concurrent;
using System.Diagnostics;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Persistence;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EmsDashboard.Features.Quotas;

/// <summary>
/// The quota check: folds what arrived, then judges the quotas that are marked or due, batch by batch. Any number of runs at the same
/// time, in any number of processes, leave the same state as one: rows are locked in one order, marks are taken and usage is stored in
/// the same transaction, and what is unique is a unique index. Who may call it is decided by the caller.
/// </summary>
public sealed partial class QuotaChecker(
    NpgsqlDataSource dataSource, IQuotaAlarms alarms, TimeProvider time, IOptions<QuotaCheckOptions> options, ILogger<QuotaChecker> logger)
{
    private const int MaxTries = 5;

    /// <summary>
    /// One run of a process at a time may judge on a second connection beside its own. Any run can do without: were two needed, runs at the
    /// same time could starve each other of connections.
    /// </summary>
    private static readonly SemaphoreSlim SecondConnection = new(1);

    /// <exception cref="UnknownQuotaException">The request names a quota that does not exist; nothing was stored.</exception>
    public async Task<CheckReport> RunAsync(CheckRequest request, CancellationToken cancellationToken) =>
        request.DryRun ? await RehearseAsync(request, cancellationToken) : await RunStoredAsync(request, cancellationToken);

    private async Task<CheckReport> RunStoredAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        if (request.Codes is not null) await RefuseUnknownAsync(request.Codes, cancellationToken);
        await using var run = await RunningCheck.BeginAsync(dataSource, request, time.GetUtcNow(), cancellationToken);
        try
        {
            var result = await CheckAsync(new Session(run.Session, isRehearsal: false), run.Id, request, cancellationToken);
            var report = result.ToReport(run.Id, result.Failures.Count > 0 ? CheckRunState.SucceededWithFailures : CheckRunState.Succeeded, Stopwatch.GetElapsedTime(started));
            await run.FinishAsync(report.State, error: null, time.GetUtcNow(), report.Elapsed, cancellationToken);
            LogFinished(logger, run.Id, report.Evaluated, report.Changed, report.Failures.Count, (long)report.Elapsed.TotalMilliseconds);
            return report;
        }
        catch (Exception error)
        {
            var reason = error is OperationCanceledException ? CheckReason.Stopped : CheckReason.Other(error.Message);
            LogFailed(logger, run.Id, reason.InEnglish());
            await run.FailAsync(reason, time.GetUtcNow(), Stopwatch.GetElapsedTime(started));
            throw;
        }
    }

    /// <summary>Does everything and takes it back, batch by batch: writers wait for a batch, never for the whole.</summary>
    private async Task<CheckReport> RehearseAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        if (request.Codes is not null) await RefuseUnknownAsync(request.Codes, cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var result = await CheckAsync(new Session(connection, isRehearsal: true), RunningCheck.Rehearsal, request, cancellationToken);
        return result.ToReport(runId: null, result.Failures.Count > 0 ? CheckRunState.SucceededWithFailures : CheckRunState.Succeeded, Stopwatch.GetElapsedTime(started));
    }

    private async Task<BatchResult> CheckAsync(Session session, long runId, CheckRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var connection = session.Connection;
        // The clock was set back, as a replay of old data does: what is stored and what is due belong to a later time.
        var (last, lastWhole) = await RunningCheck.LastStartsAsync(connection, cancellationToken);
        var all = request.All || now < last;
        if (!session.IsRehearsal) await session.DoAsync(() => UsageFold.RunAsync(connection, cancellationToken), cancellationToken);
        var ids = await DueQuotas.FindAsync(connection, request, all, lastWhole, now, cancellationToken);
        var batches = new Batches(ids.Chunk(options.Value.BatchSize), request.Progress);
        request.Progress?.Report(new CheckProgress(0, ids.Length));
        Task WorkAsync(Session on) => batches.EachAsync(chunk =>
            JudgeAsync(on, new QuotaBatch(alarms, on.Connection, runId, request, options.Value.CorrectionDays, time, now, lastWhole), runId, chunk, cancellationToken));
        if (session.IsRehearsal || batches.Count < 2 || !SecondConnection.Wait(0, CancellationToken.None))
        {
            await WorkAsync(session);
            return batches.Result;
        }

        try
        {
            await using var second = await TryOpenAsync(cancellationToken);
            await Task.WhenAll(WorkAsync(session), second is null ? Task.CompletedTask : WorkAsync(new Session(second, isRehearsal: false)));
            return batches.Result;
        }
        finally
        {
            SecondConnection.Release();
        }
    }

    /// <returns>Null when there is none to be had: the run then goes on alone.</returns>
    private async Task<NpgsqlConnection?> TryOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await dataSource.OpenConnectionAsync(cancellationToken);
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    /// <summary>Batches of a run that several take from, and what they came to, in the order of the batches.</summary>
    private sealed class Batches(IEnumerable<int[]> chunks, IProgress<CheckProgress>? progress)
    {
        private readonly int[][] _chunks = [.. chunks];
        private readonly ConcurrentDictionary<int, BatchResult> _results = new();
        private int _taken = -1;

        public int Count => _chunks.Length;
        public BatchResult Result => _results.OrderBy(r => r.Key).Aggregate(BatchResult.Empty, (all, next) => all.Add(next.Value));

        public async Task EachAsync(Func<int[], Task<BatchResult>> judge)
        {
            for (var i = Interlocked.Increment(ref _taken); i < _chunks.Length; i = Interlocked.Increment(ref _taken))
            {
                _results[i] = await judge(_chunks[i]);
                progress?.Report(new CheckProgress(_results.Keys.Sum(done => _chunks[done].Length), _chunks.Sum(chunk => chunk.Length)));
            }
        }
    }

    /// <summary>A batch that fails is split until the one bad quota is found; the others go on.</summary>
    private async Task<BatchResult> JudgeAsync(Session session, QuotaBatch batch, long runId, int[] ids, CancellationToken cancellationToken)
    {
        try
        {
            return await session.DoAsync(async () =>
            {
                // What a rehearsal folds is taken back with its batch.
                if (session.IsRehearsal) await UsageFold.RunAsync(session.Connection, cancellationToken);
                return await batch.RunAsync(ids, cancellationToken);
            }, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException && session.IsUsable)
        {
            if (ids.Length > 1)
            {
                LogSplit(logger, ids.Length, error.Message);
                var first = await JudgeAsync(session, batch, runId, ids[..(ids.Length / 2)], cancellationToken);
                return first.Add(await JudgeAsync(session, batch, runId, ids[(ids.Length / 2)..], cancellationToken));
            }

            return await RecordAsync(session, runId, ids[0], error, cancellationToken);
        }
    }

    private async Task<BatchResult> RecordAsync(Session session, long runId, int quotaId, Exception error, CancellationToken cancellationToken)
    {
        LogBadQuota(logger, error, quotaId, runId);
        return await session.DoAsync(async () =>
        {
            var code = await CheckedQuota.CodeAsync(session.Connection, quotaId, cancellationToken);
            await DueQuotas.MarkAgainAsync(session.Connection, quotaId, QuotaCalendar.MonthOf(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-1)), cancellationToken);
            var result = BatchResult.Failed(new CheckFailure(quotaId, code, Reason(error)));
            await RunningCheck.RecordFailuresAsync(session.Connection, runId, result.Failures, cancellationToken);
            await RunningCheck.CountAsync(session.Connection, runId, result, cancellationToken);
            return result;
        }, cancellationToken);
    }

    private static CheckReason Reason(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } => CheckReason.Locked,
        PostgresException refused => CheckReason.Other(refused.MessageText),
        _ => CheckReason.Other(error.Message),
    };

    private async Task RefuseUnknownAsync(IReadOnlyCollection<string> codes, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await DueQuotas.RefuseUnknownAsync(connection, codes, cancellationToken);
    }

    /// <summary>The connection of a run: each piece of work is a transaction of its own, which a rehearsal takes back.</summary>
    private sealed class Session(NpgsqlConnection connection, bool isRehearsal)
    {
        public NpgsqlConnection Connection { get; } = connection;
        public bool IsRehearsal { get; } = isRehearsal;
        public bool IsUsable => Connection.FullState == System.Data.ConnectionState.Open;

        public async Task<T> DoAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await using var transaction = await Connection.BeginTransactionAsync(cancellationToken);
                    var result = await work();
                    if (IsRehearsal) await transaction.RollbackAsync(cancellationToken);
                    else await transaction.CommitAsync(cancellationToken);
                    return result;
                }
                catch (PostgresException conflict) when (IsPassing(conflict) && attempt < MaxTries)
                {
                    // Somebody else's transaction won; the same work again finds what it left.
                }
            }
        }

        private static bool IsPassing(PostgresException error) => error.SqlState is
            PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable;
    }

    [LoggerMessage(LogLevel.Information, "Quota check {RunId}: {Evaluated} evaluated, {Changed} changed, {Failed} failed, {ElapsedMs} ms")]
    private static partial void LogFinished(ILogger logger, long runId, int evaluated, int changed, int failed, long elapsedMs);

    [LoggerMessage(LogLevel.Error, "Quota check {RunId} failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, long runId, string reason);

    [LoggerMessage(LogLevel.Warning, "A batch of {Count} quotas failed and is split: {Reason}")]
    private static partial void LogSplit(ILogger logger, int count, string reason);

    [LoggerMessage(LogLevel.Error, "Quota {QuotaId} cannot be judged in run {RunId}")]
    private static partial void LogBadQuota(ILogger logger, Exception error, int quotaId, long runId);
}
