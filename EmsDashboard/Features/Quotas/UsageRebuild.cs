using System.Diagnostics;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Persistence;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using Npgsql;

namespace EmsDashboard.Features.Quotas;

/// <summary>
/// Compares every monthly roll-up with a plain sum over the daily rows, repairs what differs and marks the quotas that read it. Differences
/// are exact and folded under a lock, so there should never be one; if there is, the run says so.
/// </summary>
public sealed partial class UsageRebuild(NpgsqlDataSource dataSource, TimeProvider time, ILogger<UsageRebuild> logger)
{
    /// <param name="person">Who asked for it; null when nobody in particular did.</param>
    /// <returns>How many months were compared, and how many roll-ups were wrong and are right now.</returns>
    public async Task<(int Months, int Repaired)> RunAsync(string? person, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await using var run = await RunningCheck.BeginAsync(dataSource, new CheckRequest
        {
            Kind = CheckRunKind.Rebuild, Trigger = person is null ? CheckRunTrigger.Schedule : CheckRunTrigger.Manual, TriggeredBy = person,
        }, time.GetUtcNow(), cancellationToken);
        try
        {
            var months = await run.Session.QueryAsync("""
                SELECT DISTINCT month FROM ems.usage_month
                UNION SELECT to_date(right(c.relname, 6), 'YYYYMM') FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                    WHERE i.inhparent = 'ems.energy_daily_summary'::regclass
                ORDER BY 1
                """, [], row => row.GetFieldValue<DateOnly>(0), cancellationToken);
            var repaired = 0;
            foreach (var month in months) repaired += await RepairAsync(run, month, cancellationToken);
            await run.FinishAsync(repaired > 0 ? CheckRunState.SucceededWithFailures : CheckRunState.Succeeded, error: null, time.GetUtcNow(), Stopwatch.GetElapsedTime(started), cancellationToken);
            return (months.Count, repaired);
        }
        catch (Exception error)
        {
            await run.FailAsync(error is OperationCanceledException ? CheckReason.Stopped : CheckReason.Other(error.Message), time.GetUtcNow(), Stopwatch.GetElapsedTime(started));
            throw;
        }
    }

    /// <summary>One month a transaction: imports and checks wait for no more than that.</summary>
    private async Task<int> RepairAsync(RunningCheck run, DateOnly month, CancellationToken cancellationToken)
    {
        var connection = run.Session;
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await TransactionLock.TakeAsync(connection, TransactionLock.Fold, cancellationToken);
        await using var repair = connection.Command(Repair, month);
        repair.CommandTimeout = 0;
        var repaired = (int)(await repair.ExecuteScalarAsync(cancellationToken))!;
        await RunningCheck.CountAsync(connection, run.Id, new BatchResult { Evaluated = 1, Changed = repaired }, cancellationToken);
        if (repaired > 0)
        {
            LogRepaired(logger, month, repaired);
            await connection.ExecuteAsync("SELECT ems.touch($1)", [Topics.Energy], cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return repaired;
    }

    // One statement, and so one moment: rows whose differences still wait in the queue are in neither the roll-up nor, taken off here, the sum.
    private const string Repair = $"""
        WITH plain AS (
            SELECT device_id, energy_type, sum(consumption) AS amount, count(*) AS day_count, max(day) AS last_day
            FROM ems.energy_daily_summary WHERE day >= $1 AND day < ($1 + interval '1 month')::date GROUP BY device_id, energy_type
        ), queued AS (
            SELECT device_id, energy_type, sum(amount) AS amount, sum(day_count) AS day_count FROM ems.usage_delta WHERE month = $1 GROUP BY device_id, energy_type
        ), of_device AS (
            SELECT device_id, energy_type, coalesce(p.amount, 0) - coalesce(q.amount, 0) AS amount, coalesce(p.day_count, 0) - coalesce(q.day_count, 0) AS day_count,
                p.last_day, q.device_id IS NOT NULL AS is_queued
            FROM plain p FULL JOIN queued q USING (device_id, energy_type)
        ), placed AS (
            SELECT o.*, {MeterMoves.GroupInMonth} AS group_id, {MeterMoves.IsCut} AS is_cut
            FROM (SELECT *, $1::date AS month FROM of_device) o JOIN ems.device d ON d.id = o.device_id
        ), of_group AS (
            SELECT group_id, energy_type, amount, day_count, last_day, is_queued, false AS is_open FROM placed WHERE NOT is_cut
            UNION ALL
            -- Where a meter moved within the month a fold sums its days anew, queued ones too: until then nobody can say what is right.
            SELECT m.group_id, o.energy_type, sum(e.consumption), count(*), max(e.day), o.is_queued, o.is_queued
            FROM placed o JOIN ems.device_membership m ON m.device_id = o.device_id
                JOIN ems.energy_daily_summary e ON e.device_id = o.device_id AND e.energy_type = o.energy_type
                    AND e.day >= greatest($1, m.since) AND e.day < least(($1 + interval '1 month')::date, m.until)
            WHERE o.is_cut GROUP BY m.group_id, o.device_id, o.energy_type, o.is_queued
        ), scoped AS (
            SELECT 'd'::"char" AS scope_kind, device_id AS scope_id, energy_type, amount, day_count, last_day, is_queued, false AS is_open FROM of_device
            UNION ALL
            SELECT 'g', a.ancestor_id, o.energy_type, sum(o.amount), sum(o.day_count), max(o.last_day), bool_or(o.is_queued), bool_or(o.is_open)
            FROM of_group o JOIN ems.device_group_ancestor a ON a.group_id = o.group_id GROUP BY a.ancestor_id, o.energy_type
            UNION ALL
            SELECT 't', 0, energy_type, sum(amount), sum(day_count), max(last_day), bool_or(is_queued), false FROM of_device GROUP BY energy_type
        ), wrong AS (
            SELECT scope_kind, scope_id, energy_type, coalesce(s.amount, 0) AS amount, coalesce(s.day_count, 0) AS day_count, coalesce(s.last_day, u.last_day, $1) AS last_day
            FROM scoped s FULL JOIN (SELECT * FROM ems.usage_month WHERE month = $1) u USING (scope_kind, scope_id, energy_type)
            WHERE s.is_open IS NOT TRUE AND ((coalesce(s.amount, 0), coalesce(s.day_count, 0)) IS DISTINCT FROM (coalesce(u.amount, 0), coalesce(u.day_count, 0))
                OR s.day_count > 0 AND NOT s.is_queued AND s.last_day IS DISTINCT FROM u.last_day)
        ), repaired AS (
            INSERT INTO ems.usage_month AS u (scope_kind, scope_id, energy_type, month, amount, day_count, last_day)
            SELECT scope_kind, scope_id, energy_type, $1, amount, day_count, last_day FROM wrong ORDER BY scope_kind, scope_id, energy_type
            ON CONFLICT (scope_kind, scope_id, energy_type, month) DO UPDATE SET amount = excluded.amount, day_count = excluded.day_count, last_day = excluded.last_day
        ), marked AS (
            INSERT INTO ems.quota_dirty (quota_id, month)
            SELECT q.id, $1 FROM wrong w JOIN ({UsageFold.Targets}) q ON q.kind = w.scope_kind AND q.target = w.scope_id AND q.energy_type = w.energy_type ORDER BY 1
        )
        SELECT count(*)::int FROM wrong
        """;

    [LoggerMessage(LogLevel.Error, "{Count} roll-ups of {Month} were not what their daily rows amount to; they have been repaired")]
    private static partial void LogRepaired(ILogger logger, DateOnly month, int count);
}
