using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Shared.Time;
using Npgsql;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>Finds the quotas a run has to look at, and the periods a recomputation adds.</summary>
internal static class DueQuotas
{
    /// <summary>
    /// Ids, ascending: quotas with marks of months that have begun, quotas that time alone made out of date, and deactivated ones that
    /// nobody has looked at since. A mark of a future month waits until the month begins.
    /// </summary>
    public static async Task<int[]> FindAsync(NpgsqlConnection connection, CheckRequest request, bool all, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = await connection.QueryAsync("""
            SELECT q.id, q.time_zone, CASE WHEN q.next_due_at IS NULL OR $2 OR q.next_due_at <= $3 THEN NULL ELSE d.month END
            FROM ems.quota q LEFT JOIN (SELECT quota_id, min(month) AS month FROM ems.quota_dirty GROUP BY quota_id) d ON d.quota_id = q.id
            WHERE ($1::text[] IS NULL OR q.code = ANY ($1))
                AND (q.next_due_at IS NULL OR q.is_active AND ($2 OR q.next_due_at <= $3 OR d.month IS NOT NULL))
            ORDER BY q.id
            """, [request.Codes?.ToArray(), all, now],
            row => (Id: row.GetInt32(0), Zone: row.GetString(1), MarkedFrom: row.Optional<DateOnly>(2)), cancellationToken);
        // A zone nobody knows is that quota's failure; to be told so it must be found.
        string[] zones = [.. found.Where(q => q.MarkedFrom is not null).Select(q => q.Zone).Distinct()];
        var todays = zones.Zip(IanaZones.Todays(zones, now)).ToDictionary(z => z.First, z => z.Second);
        return [.. found.Where(q => q.MarkedFrom is not { } month || month <= todays[q.Zone]).Select(q => q.Id)];
    }

    /// <summary>Takes the marks of months that have begun. The quotas are locked: marks made from here on belong to the next run.</summary>
    public static Task<List<(int QuotaId, DateOnly Month, long? DataRevision)>> TakeMarksAsync(
        NpgsqlConnection connection, int[] ids, DateOnly[] todays, CancellationToken cancellationToken) =>
        connection.QueryAsync("""
            WITH taken AS (
                DELETE FROM ems.quota_dirty d USING unnest($1::int[], $2::date[]) AS q (id, today)
                WHERE d.quota_id = q.id AND d.month <= q.today RETURNING d.quota_id, d.month, d.revision
            )
            SELECT quota_id, month, max(revision) FROM taken GROUP BY quota_id, month
            """, [ids, todays], row => (row.GetInt32(0), row.GetFieldValue<DateOnly>(1), row.Optional<long>(2)), cancellationToken);

    /// <summary>First days of months with data of a quota's target, and starts of periods that have a record, within spans of days.</summary>
    public static Task<List<(int QuotaId, DateOnly Day)>> WithDataOrRecordAsync(
        NpgsqlConnection connection, IReadOnlyList<(int QuotaId, PeriodSpan Span)> spans, CancellationToken cancellationToken) =>
        connection.QueryAsync("""
            WITH asked AS (SELECT * FROM unnest($1::int[], $2::date[], $3::date[]) AS a (quota_id, first_day, end_day))
            SELECT q.id, m.month FROM asked a JOIN ems.quota q ON q.id = a.quota_id JOIN ems.usage_month m ON m.energy_type = q.energy_type
                AND m.scope_kind = CASE q.scope WHEN 'device' THEN 'd' WHEN 'group' THEN 'g' ELSE 't' END::"char"
                AND m.scope_id = CASE q.scope WHEN 'device' THEN q.target_device_id WHEN 'group' THEN q.target_group_id ELSE 0 END
                AND m.month >= date_trunc('month', a.first_day::timestamp) AND m.month < a.end_day
            UNION
            SELECT u.quota_id, u.period_start FROM asked a JOIN ems.quota_usage u ON u.quota_id = a.quota_id
                AND u.period_start >= a.first_day AND u.period_start < a.end_day
            """,
            [spans.Select(s => s.QuotaId).ToArray(), spans.Select(s => s.Span.Start).ToArray(), spans.Select(s => s.Span.End).ToArray()],
            row => (row.GetInt32(0), row.GetFieldValue<DateOnly>(1)), cancellationToken);

    /// <summary>Sets from when on time alone makes the results of quotas out of date that the caller has locked.</summary>
    public static Task SetNextAsync(NpgsqlConnection connection, IReadOnlyList<(int QuotaId, DateTimeOffset At)> next, CancellationToken cancellationToken) =>
        next.Count == 0 ? Task.CompletedTask : connection.ExecuteAsync("""
            UPDATE ems.quota q SET next_due_at = n.at FROM unnest($1::int[], $2::timestamptz[]) AS n (id, at) WHERE q.id = n.id
            """, [next.Select(n => n.QuotaId).ToArray(), next.Select(n => n.At).ToArray()], cancellationToken);

    /// <exception cref="UnknownQuotaException">One of the codes is not known.</exception>
    public static async Task RefuseUnknownAsync(NpgsqlConnection connection, IReadOnlyCollection<string> codes, CancellationToken cancellationToken)
    {
        var unknown = await connection.QueryAsync("""
            SELECT c FROM unnest($1::text[]) AS c WHERE NOT EXISTS (SELECT FROM ems.quota q WHERE q.code = c)
            """, [codes.ToArray()], row => row.GetString(0), cancellationToken);
        if (unknown.Count > 0) throw new UnknownQuotaException(unknown);
    }
}
