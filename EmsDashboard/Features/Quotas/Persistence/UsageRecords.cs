using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using Npgsql;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>A row of quota_usage but for who calculated it when. Equal rows mean that nothing changed.</summary>
internal sealed record UsageRecord(
    int QuotaId, PeriodSpan Period, decimal Actual, decimal QuotaValue, string Unit, decimal WarningThresholdPct, decimal AlertThresholdPct,
    decimal RatePct, QuotaStatus Status, int DayCount, DateOnly? DataThrough, bool IsCurrent)
{
    public UsageTerms Terms => new(QuotaValue, Energy.Domain.Unit.Get(Unit), WarningThresholdPct, AlertThresholdPct);

    public static UsageRecord Of(int quotaId, PeriodSpan period, UsageAnswer usage, UsageTerms terms, Verdict verdict, bool isCurrent) => new(
        quotaId, period, terms.Unit.FromCanonical(usage.Amount, 9), terms.QuotaValue, terms.Unit.Symbol, terms.WarningThresholdPct,
        terms.AlertThresholdPct, verdict.RatePct, verdict.Status, usage.DayCount, usage.LastDay, isCurrent);
}

/// <summary>Reads and writes usage records of quotas that the caller has locked.</summary>
internal static class UsageRecords
{
    /// <summary>The quotas' current records and those of the given periods.</summary>
    public static async Task<Dictionary<(int QuotaId, DateOnly PeriodStart), UsageRecord>> LoadAsync(
        NpgsqlConnection connection, int[] quotaIds, DateOnly[] periodStarts, CancellationToken cancellationToken)
    {
        var records = await connection.QueryAsync("""
            SELECT quota_id, period_start, period_end, actual_value, quota_value, unit, warning_threshold_pct, alert_threshold_pct, usage_rate_pct,
                status, day_count, data_through, is_current
            FROM ems.quota_usage WHERE quota_id = ANY ($1) AND (is_current OR period_start = ANY ($2))
            """, [quotaIds, periodStarts], Read, cancellationToken);
        return records.ToDictionary(r => (r.QuotaId, r.Period.Start));
    }

    public static async Task StoreAsync(
        NpgsqlConnection connection, IReadOnlyCollection<UsageRecord> records, long runId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (records.Count == 0) return;
        UsageRecord[] current = [.. records.Where(r => r.IsCurrent).OrderBy(r => r.QuotaId)];
        // First: at most one record of a quota may be current at any moment.
        await connection.ExecuteAsync("""
            UPDATE ems.quota_usage u SET is_current = false
            FROM unnest($1::int[], $2::date[]) AS c (quota_id, period_start)
            WHERE u.quota_id = c.quota_id AND u.is_current AND u.period_start <> c.period_start
            """, [current.Select(r => r.QuotaId).ToArray(), current.Select(r => r.Period.Start).ToArray()], cancellationToken);

        UsageRecord[] rows = [.. records.OrderBy(r => r.QuotaId).ThenBy(r => r.Period.Start)];
        await connection.ExecuteAsync("""
            INSERT INTO ems.quota_usage AS u (quota_id, period_start, period_end, actual_value, quota_value, unit, warning_threshold_pct,
                alert_threshold_pct, usage_rate_pct, status, day_count, data_through, is_current, calculated_at, run_id)
            SELECT r.*, $14::timestamptz, $15::bigint
            FROM unnest($1::int[], $2::date[], $3::date[], $4::numeric[], $5::numeric[], $6::text[], $7::numeric[], $8::numeric[], $9::numeric[],
                $10::text[], $11::int[], $12::date[], $13::bool[]) AS r (quota_id, period_start)
            ORDER BY r.quota_id, r.period_start
            ON CONFLICT (quota_id, period_start) DO UPDATE SET
                period_end = excluded.period_end, actual_value = excluded.actual_value, quota_value = excluded.quota_value, unit = excluded.unit,
                warning_threshold_pct = excluded.warning_threshold_pct, alert_threshold_pct = excluded.alert_threshold_pct,
                usage_rate_pct = excluded.usage_rate_pct, status = excluded.status, day_count = excluded.day_count,
                data_through = excluded.data_through, is_current = excluded.is_current, calculated_at = excluded.calculated_at, run_id = excluded.run_id
            """,
            [
                Column(rows, r => r.QuotaId), Column(rows, r => r.Period.Start), Column(rows, r => r.Period.End), Column(rows, r => r.Actual),
                Column(rows, r => r.QuotaValue), Column(rows, r => r.Unit), Column(rows, r => r.WarningThresholdPct), Column(rows, r => r.AlertThresholdPct),
                Column(rows, r => r.RatePct), Column(rows, r => SnakeCaseEnum.ToText(r.Status)), Column(rows, r => r.DayCount),
                Column(rows, r => r.DataThrough), Column(rows, r => r.IsCurrent), at, runId,
            ], cancellationToken);
    }

    private static T[] Column<T>(UsageRecord[] rows, Func<UsageRecord, T> value) => Array.ConvertAll(rows, r => value(r));

    private static UsageRecord Read(NpgsqlDataReader row) => new(
        row.GetInt32(0), new PeriodSpan(row.GetFieldValue<DateOnly>(1), row.GetFieldValue<DateOnly>(2)), row.GetDecimal(3), row.GetDecimal(4),
        row.GetString(5), row.GetDecimal(6), row.GetDecimal(7), row.GetDecimal(8), SnakeCaseEnum.Parse<QuotaStatus>(row.GetString(9)),
        row.GetInt32(10), row.Optional<DateOnly>(11), row.GetBoolean(12));
}
