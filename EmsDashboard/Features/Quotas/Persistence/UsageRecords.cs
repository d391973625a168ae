using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using Npgsql;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>A row of quota_usage but for who calculated it when. Equal rows mean that nothing changed.</summary>
internal sealed record UsageRecord(
    int QuotaId, PeriodSpan Period, decimal Actual, decimal QuotaValue, decimal Carried, int VersionNumber, string Unit, decimal WarningThresholdPct,
    decimal AlertThresholdPct, decimal RatePct, QuotaStatus Status, int DayCount, int ExpectedDays, DateOnly? DataThrough, int RevisionCount, bool IsCurrent)
{
    public static UsageRecord Of(int quotaId, QuotaTimelinePeriod period, QuotaLimit limit, UsageAnswer usage, int expectedDays, bool isCurrent)
    {
        var (warning, alert) = period.Version.Thresholds.Marks(limit);
        return new UsageRecord(quotaId, period.Span, limit.Unit.FromCanonical(usage.Amount, 9), limit.Effective.Round(QuotaRules.ValueDecimals), limit.Carried,
            period.Version.Number, limit.Unit.Symbol, warning, alert, QuotaJudge.RatePct(usage.Amount, limit), QuotaJudge.Status(usage.Amount, limit, period.Version.Thresholds),
            usage.DayCount, expectedDays, usage.LastDay, RevisionCount: 0, isCurrent);
    }

    /// <summary>Whether the result is another one; how many days are expected and which period is shown are not part of it.</summary>
    public bool IsRestatedBy(UsageRecord other) =>
        (Actual, QuotaValue, Unit, RatePct, Status) != (other.Actual, other.QuotaValue, other.Unit, other.RatePct, other.Status);
}

/// <summary>A record that changed after its period was closed and the time for corrections was over.</summary>
/// <param name="DataRevision">Revision of the latest data that had it judged again; null when no data did.</param>
internal sealed record Restatement(UsageRecord Old, UsageRecord New, long? DataRevision);

/// <summary>Reads and writes usage records of quotas that the caller has locked.</summary>
internal static class UsageRecords
{
    /// <summary>The quotas' current records and those of the given periods.</summary>
    public static async Task<Dictionary<(int QuotaId, DateOnly PeriodStart), UsageRecord>> LoadAsync(
        NpgsqlConnection connection, int[] quotaIds, DateOnly[] periodStarts, CancellationToken cancellationToken)
    {
        var records = await connection.QueryAsync("""
            SELECT quota_id, period_start, period_end, actual_value, quota_value, carried_value, version_number, unit, warning_threshold_pct,
                alert_threshold_pct, usage_rate_pct, status, day_count, expected_days, data_through, revision_count, is_current
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
            INSERT INTO ems.quota_usage AS u (quota_id, period_start, period_end, actual_value, quota_value, carried_value, version_number, unit,
                warning_threshold_pct, alert_threshold_pct, usage_rate_pct, status, day_count, expected_days, data_through, revision_count, is_current,
                calculated_at, run_id)
            SELECT r.*, $18::timestamptz, $19::bigint
            FROM unnest($1::int[], $2::date[], $3::date[], $4::numeric[], $5::numeric[], $6::numeric[], $7::int[], $8::text[], $9::numeric[], $10::numeric[],
                $11::numeric[], $12::text[], $13::int[], $14::int[], $15::date[], $16::int[], $17::bool[]) AS r (quota_id, period_start)
            ORDER BY r.quota_id, r.period_start
            ON CONFLICT (quota_id, period_start) DO UPDATE SET
                period_end = excluded.period_end, actual_value = excluded.actual_value, quota_value = excluded.quota_value,
                carried_value = excluded.carried_value, version_number = excluded.version_number, unit = excluded.unit,
                warning_threshold_pct = excluded.warning_threshold_pct, alert_threshold_pct = excluded.alert_threshold_pct,
                usage_rate_pct = excluded.usage_rate_pct, status = excluded.status, day_count = excluded.day_count, expected_days = excluded.expected_days,
                data_through = excluded.data_through, revision_count = excluded.revision_count, is_current = excluded.is_current,
                calculated_at = excluded.calculated_at, run_id = excluded.run_id
            """,
            [
                Column(rows, r => r.QuotaId), Column(rows, r => r.Period.Start), Column(rows, r => r.Period.End), Column(rows, r => r.Actual),
                Column(rows, r => r.QuotaValue), Column(rows, r => r.Carried), Column(rows, r => r.VersionNumber), Column(rows, r => r.Unit),
                Column(rows, r => r.WarningThresholdPct), Column(rows, r => r.AlertThresholdPct), Column(rows, r => r.RatePct),
                Column(rows, r => SnakeCaseEnum.ToText(r.Status)), Column(rows, r => r.DayCount), Column(rows, r => r.ExpectedDays),
                Column(rows, r => r.DataThrough), Column(rows, r => r.RevisionCount), Column(rows, r => r.IsCurrent), at, runId,
            ], cancellationToken);
    }

    /// <summary>Keeps what restated records said before. Their number is the new record's count of revisions.</summary>
    public static Task KeepAsync(
        NpgsqlConnection connection, IReadOnlyCollection<Restatement> restatements, long runId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (restatements.Count == 0) return Task.CompletedTask;
        Restatement[] rows = [.. restatements];
        return connection.ExecuteAsync("""
            INSERT INTO ems.quota_usage_revision (quota_id, period_start, number, old_actual_value, new_actual_value, old_quota_value, new_quota_value,
                old_unit, new_unit, old_usage_rate_pct, new_usage_rate_pct, old_status, new_status, data_revision, at, run_id)
            SELECT r.*, $15::timestamptz, $16::bigint
            FROM unnest($1::int[], $2::date[], $3::int[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[], $8::text[], $9::text[],
                $10::numeric[], $11::numeric[], $12::text[], $13::text[], $14::bigint[]) AS r
            """,
            [
                Column(rows, r => r.New.QuotaId), Column(rows, r => r.New.Period.Start), Column(rows, r => r.New.RevisionCount), Column(rows, r => r.Old.Actual),
                Column(rows, r => r.New.Actual), Column(rows, r => r.Old.QuotaValue), Column(rows, r => r.New.QuotaValue), Column(rows, r => r.Old.Unit),
                Column(rows, r => r.New.Unit), Column(rows, r => r.Old.RatePct), Column(rows, r => r.New.RatePct),
                Column(rows, r => SnakeCaseEnum.ToText(r.Old.Status)), Column(rows, r => SnakeCaseEnum.ToText(r.New.Status)), Column(rows, r => r.DataRevision), at, runId,
            ], cancellationToken);
    }

    private static T[] Column<TRow, T>(TRow[] rows, Func<TRow, T> value) => Array.ConvertAll(rows, r => value(r));

    private static UsageRecord Read(NpgsqlDataReader row) => new(
        row.GetInt32(0), new PeriodSpan(row.GetFieldValue<DateOnly>(1), row.GetFieldValue<DateOnly>(2)), row.GetDecimal(3), row.GetDecimal(4),
        row.GetDecimal(5), row.GetInt32(6), row.GetString(7), row.GetDecimal(8), row.GetDecimal(9), row.GetDecimal(10),
        SnakeCaseEnum.Parse<QuotaStatus>(row.GetString(11)), row.GetInt32(12), row.GetInt32(13), row.Optional<DateOnly>(14), row.GetInt32(15), row.GetBoolean(16));
}
