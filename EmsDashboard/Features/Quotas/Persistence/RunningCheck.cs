using System.Data;
using System.Text.Json;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using Npgsql;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>
/// The row of a run in progress. While it lives its session holds a lock on its number; a row that says "running" without anybody
/// holding that lock belongs to a process that was killed. A run needs no other connection: were two needed, runs at the same time could
/// starve each other of connections.
/// </summary>
internal sealed class RunningCheck : IAsyncDisposable
{
    /// <summary>Stands for the run of a rehearsal, which has no row.</summary>
    public const long Rehearsal = 0;

    private const string Lock = "hashtext('ems.check_run')";
    private readonly NpgsqlDataSource _dataSource;

    private RunningCheck(NpgsqlDataSource dataSource, NpgsqlConnection session, long id) => (_dataSource, Session, Id) = (dataSource, session, id);

    public long Id { get; }
    public NpgsqlConnection Session { get; }

    public static async Task<RunningCheck> BeginAsync(NpgsqlDataSource dataSource, CheckRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var session = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var transaction = await session.BeginTransactionAsync(cancellationToken);
            await FailOrphansAsync(session, now, cancellationToken);
            var id = await session.ScalarAsync<long>("""
                INSERT INTO ems.check_run (kind, trigger, triggered_by, started_at, is_partial, state, evaluated, changed, normal, warning, exceeded,
                    raised, escalated, cleared, closed, failed)
                VALUES ($1, $2, $3::text, $4, $5, 'running', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) RETURNING id
                """, [SnakeCaseEnum.ToText(request.Kind), SnakeCaseEnum.ToText(request.Trigger), request.TriggeredBy, now, request.Codes is not null], cancellationToken);
            await session.ExecuteAsync($"SELECT pg_advisory_lock({Lock}, $1)", [(int)id], cancellationToken);
            await session.ExecuteAsync("SELECT ems.touch($1)", [Topics.Runs], cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return new RunningCheck(dataSource, session, id);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds a batch's figures to the run's row, in the batch's transaction.</summary>
    public static Task CountAsync(NpgsqlConnection connection, long runId, BatchResult batch, CancellationToken cancellationToken) =>
        connection.ExecuteAsync("""
            UPDATE ems.check_run SET evaluated = evaluated + $2, changed = changed + $3, normal = normal + $4, warning = warning + $5,
                exceeded = exceeded + $6, raised = raised + $7, escalated = escalated + $8, cleared = cleared + $9, closed = closed + $10, failed = failed + $11
            WHERE id = $1
            """,
            [
                runId, batch.Evaluated, batch.Changed, batch.Normal, batch.Warning, batch.Exceeded, batch.Alarms.Raised, batch.Alarms.Escalated,
                batch.Alarms.Cleared, batch.Alarms.Closed, batch.Failures.Count,
            ], cancellationToken);

    public static Task RecordFailuresAsync(NpgsqlConnection connection, long runId, IReadOnlyList<CheckFailure> failures, CancellationToken cancellationToken) =>
        failures.Count == 0 || runId == Rehearsal ? Task.CompletedTask : connection.ExecuteAsync("""
            INSERT INTO ems.check_run_failure (run_id, quota_id, quota_code, reason_code, reason_facts)
            SELECT $1, f.quota_id, f.code, f.reason, ARRAY(SELECT jsonb_array_elements_text(f.facts::jsonb))
            FROM unnest($2::int[], $3::text[], $4::text[], $5::text[]) AS f (quota_id, code, reason, facts)
            """,
            [
                runId, failures.Select(f => f.QuotaId).ToArray(), failures.Select(f => f.Code).ToArray(), failures.Select(f => f.Reason.Code).ToArray(),
                failures.Select(f => JsonSerializer.Serialize(f.Reason.Facts.Select(Cut))).ToArray(),
            ], cancellationToken);

    /// <param name="error">Why the whole run failed; null otherwise.</param>
    public async Task FinishAsync(CheckRunState state, CheckReason? error, DateTimeOffset now, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        await using var spare = Session.FullState == ConnectionState.Open ? null : await _dataSource.OpenConnectionAsync(cancellationToken);
        var connection = spare ?? Session;
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("""
            UPDATE ems.check_run SET state = $2, error_code = $3::text, error_facts = $4::text[], finished_at = greatest(started_at, $5), elapsed_ms = $6 WHERE id = $1
            """, [Id, SnakeCaseEnum.ToText(state), error?.Code, error?.Facts.Select(Cut).ToArray() ?? [], now, (long)elapsed.TotalMilliseconds], cancellationToken);
        await connection.ExecuteAsync("SELECT ems.touch($1)", [Topics.Runs], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Records what ended the run before its time, which is on its way to the caller already: a database that cannot take that down either
    /// must not stand in its place. The run's lock goes with its session, and the next run finds it.
    /// </summary>
    public async Task FailAsync(CheckReason reason, DateTimeOffset now, TimeSpan elapsed)
    {
        try
        {
            // The run is over whatever asked it to stop; saying so must still be possible.
            await FinishAsync(CheckRunState.Failed, reason, now, elapsed, CancellationToken.None);
        }
        catch (Exception away) when (DatabaseFault.IsAway(away))
        {
        }
    }

    /// <summary>
    /// Instants at which the last finished run began, and the last one that looked at all that was due; null when there was none. The last
    /// by number: where the clock was set back, an earlier run has the later instant.
    /// </summary>
    public static async Task<(DateTimeOffset? Any, DateTimeOffset? Whole)> LastStartsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (await connection.QueryAsync("""
            SELECT (SELECT started_at FROM ems.check_run WHERE kind <> 'rebuild' AND state LIKE 'succeeded%' ORDER BY id DESC LIMIT 1),
                (SELECT started_at FROM ems.check_run WHERE kind <> 'rebuild' AND state LIKE 'succeeded%' AND NOT is_partial ORDER BY id DESC LIMIT 1)
            """, [], row => (row.Optional<DateTimeOffset>(0), row.Optional<DateTimeOffset>(1)), cancellationToken))[0];

    /// <summary>Instant at which the last run began that looks at all that is due, however it ended; null when there was none.</summary>
    public static async Task<DateTimeOffset?> LastBegunAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.ScalarAsync<DateTime?>("SELECT started_at FROM ems.check_run WHERE kind <> 'rebuild' AND NOT is_partial ORDER BY id DESC LIMIT 1", [], cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            // The pool keeps the session open; without this the lock would outlive the run.
            await Session.ExecuteAsync($"SELECT pg_advisory_unlock({Lock}, $1)", [(int)Id], CancellationToken.None);
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
        {
            // The session is gone, and its lock with it.
        }
        finally
        {
            await Session.DisposeAsync();
        }
    }

    /// <summary>What somebody else said may be of any length.</summary>
    private static string Cut(string fact) => fact.Length > 2000 ? fact[..2000] : fact;

    private static Task<int> FailOrphansAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.ExecuteAsync($"""
            WITH orphan AS (
                SELECT id FROM ems.check_run WHERE state = 'running' AND pg_try_advisory_xact_lock({Lock}, id::int) ORDER BY id FOR UPDATE SKIP LOCKED
            )
            UPDATE ems.check_run r SET state = 'failed', error_code = $2, finished_at = greatest(r.started_at, $1)
            FROM orphan WHERE r.id = orphan.id
            """, [now, CheckReason.ProcessEnded.Code], cancellationToken);
}
