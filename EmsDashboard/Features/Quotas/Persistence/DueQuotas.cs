using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Shared.Time;
using Npgsql;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>Finds the quotas a run has to look at, and the periods a recomputation adds.</summary>
internal static class DueQuotas
{
    /// <summary>
    /// Ids, ascending: quotas with marks of months that have begun, those in whose zone another day has begun since the last run that looked
    /// at all of them, and those that need a check for other reasons, deactivated ones that nobody has looked at since among them. With
    /// the day change what a forecast knows, which days should have data and which period runs. A mark of a future month waits until it begins.
    /// </summary>
    /// <param name="since">Beginning of that run; null when there was none.</param>
    public static async Task<int[]> FindAsync(
        NpgsqlConnection connection, CheckRequest request, bool all, DateTimeOffset? since, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = await connection.QueryAsync("SELECT time_zone, bool_or(needs_check), EXISTS (SELECT FROM ems.quota_dirty) FROM ems.quota GROUP BY time_zone",
            [], row => (Zone: row.GetString(0), IsNeeded: row.GetBoolean(1) || row.GetBoolean(2)), cancellationToken);
        string[] zones = [.. found.Select(f => f.Zone)];
        var todays = IanaZones.Todays(zones, now);
        var before = since is { } last ? IanaZones.Todays(zones, last) : null;
        string[] turned = [.. zones.Where((_, i) => before is null || before[i] != todays[i])];
        // Nearly every check of a day comes this far only: the quotas are gone through once.
        if (!all && turned.Length == 0 && !found.Exists(f => f.IsNeeded)) return [];
        return [.. await connection.QueryAsync("""
            SELECT id FROM ems.quota q WHERE ($1::text[] IS NULL OR code = ANY ($1)) AND (needs_check OR is_active AND ($2 OR time_zone = ANY ($3) OR id IN (
                SELECT d.quota_id FROM ems.quota_dirty d JOIN ems.quota m ON m.id = d.quota_id JOIN unnest($4::text[], $5::date[]) AS z (zone, today) ON z.zone = m.time_zone
                WHERE d.month <= z.today)))
            ORDER BY id
            """,
            [request.Codes?.ToArray(), all, turned, zones, todays],
            row => row.GetInt32(0), cancellationToken)];
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

    /// <summary>Leaves a mark on a quota that could not be judged, which nobody may have locked for that: its row can be somebody else's.</summary>
    /// <param name="month">One that has begun in every zone.</param>
    public static Task MarkAgainAsync(NpgsqlConnection connection, int quotaId, DateOnly month, CancellationToken cancellationToken) => connection.ExecuteAsync("""
            INSERT INTO ems.quota_dirty (quota_id, month) SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM ems.quota_dirty WHERE quota_id = $1 AND month <= $2)
            """, [quotaId, month], cancellationToken);

    /// <summary>Says of quotas that the caller has locked whether the next check is to look at them whatever the day.</summary>
    public static Task SetNeedsCheckAsync(NpgsqlConnection connection, int[] ids, bool needsCheck, CancellationToken cancellationToken) =>
        ids.Length == 0 ? Task.CompletedTask : connection.ExecuteAsync("UPDATE ems.quota SET needs_check = $2 WHERE id = ANY ($1)", [ids, needsCheck], cancellationToken);

    /// <exception cref="UnknownQuotaException">One of the codes is not known.</exception>
    public static async Task RefuseUnknownAsync(NpgsqlConnection connection, IReadOnlyCollection<string> codes, CancellationToken cancellationToken)
    {
        var unknown = await connection.QueryAsync("""
            SELECT c FROM unnest($1::text[]) AS c WHERE NOT EXISTS (SELECT FROM ems.quota q WHERE q.code = c)
            """, [codes.ToArray()], row => row.GetString(0), cancellationToken);
        if (unknown.Count > 0) throw new UnknownQuotaException(unknown);
    }
}
