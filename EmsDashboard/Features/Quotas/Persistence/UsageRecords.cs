using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;
using EmsDashboard.Infrastructure.Persistence;
using Npgsql;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>What a usage record is found by.</summary>
/// <param name="IsMonth">Of a month of a split year, not of the quota's own period.</param>
internal readonly record struct UsageKey(int QuotaId, bool IsMonth, DateOnly Start);

/// <summary>A row of quota_usage but for who calculated it when. Equal rows mean that nothing changed.</summary>
internal sealed record UsageRecord(
    int QuotaId, bool IsMonth, PeriodSpan Period, decimal Actual, decimal QuotaValue, decimal Carried, int VersionNumber, string Unit, decimal WarningThresholdPct,
    decimal AlertThresholdPct, decimal RatePct, QuotaStatus Status, int DayCount, int ExpectedDays, DateOnly? DataThrough, int RevisionCount, bool IsCurrent)
{
    public UsageKey Key => new(QuotaId, IsMonth, Period.Start);

    private static readonly ForecastResult Over = new(null, Domain.Forecasting.NoForecast.PeriodOver);

    /// <summary>Of the period's end; over where it is not asked for.</summary>
    public ForecastResult Outlook { get; init; } = Over;
    public QuotaStatus ForecastStatus { get; init; }
    public ThresholdStreaks Streaks { get; init; } = ThresholdStreaks.None;

    public static UsageRecord Of(QuotaOnDay quota, QuotaTimelinePeriod period, QuotaLimit limit, UsageAnswer usage, ExpectedData expected, bool isCurrent)
    {
        var (warning, alert) = period.Version.Thresholds.Marks(limit);
        return new UsageRecord(quota.Quota.Id, quota.IsOfMonths, period.Span, limit.Unit.FromCanonical(usage.Amount, 9), limit.Effective.Round(QuotaRules.ValueDecimals), limit.Carried,
            period.Version.Number, limit.Unit.Symbol, warning, alert, QuotaJudge.RatePct(usage.Amount, limit), QuotaJudge.Status(usage.Amount, limit, period.Version.Thresholds),
            Math.Max(0, usage.DayCount - expected.Stray), expected.Days, usage.LastDay, RevisionCount: 0, isCurrent);
    }

    /// <summary>Every device-day that should have data by now has some, and there is one at all.</summary>
    public bool IsComplete => DayCount > 0 && DayCount >= ExpectedDays;

    /// <summary>With what is expected of the period's end, and how often in a row checks found thresholds reached.</summary>
    /// <param name="before">As the check before left them; none in a new period.</param>
    /// <param name="now">When the check was begun.</param>
    public UsageRecord Foreseeing(ForecastResult outlook, ThresholdSet thresholds, QuotaLimit limit, decimal canonicalActual, ThresholdStreaks before, DateTimeOffset now)
    {
        decimal? forecast = outlook.Forecast is { } f ? limit.Unit.ToCanonical(f.Value, 9) : null;
        var streaks = before.Next(thresholds, canonicalActual, forecast, limit, now);
        return this with { Outlook = outlook, ForecastStatus = QuotaJudge.ForecastStatus(forecast, limit, thresholds, streaks), Streaks = streaks };
    }

    /// <summary>What alarms go by, of a period that runs.</summary>
    /// <param name="canonicalActual">Exact usage in the canonical unit.</param>
    public JudgedUsage ToJudged(QuotaLimit limit, ThresholdSet thresholds, decimal canonicalActual, DateOnly today) => new(
        IsMonth, Period, limit, thresholds, Streaks, canonicalActual, Actual, new Verdict(Status, RatePct), IsComplete,
        // Of old data nobody can tell any more what is to come.
        DataThrough >= today.AddDays(-DataFreshness.StaleAfterDays) ? Forecast?.Value : null);

    public QuotaForecast? Forecast => Outlook.Forecast;

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
    /// <summary>The records that pages show: of a quota one at most, and one of a month.</summary>
    public static Task<List<UsageRecord>> CurrentAsync(NpgsqlConnection connection, int[] quotaIds, CancellationToken cancellationToken) =>
        connection.QueryAsync($"SELECT {Columns} FROM ems.quota_usage WHERE quota_id = ANY ($1) AND is_current", [quotaIds], Read, cancellationToken);

    /// <summary>Records by their exact keys.</summary>
    public static Task<List<UsageRecord>> ByKeyAsync(
        NpgsqlConnection connection, IReadOnlyCollection<UsageKey> keys, CancellationToken cancellationToken) =>
        keys.Count == 0 ? Task.FromResult<List<UsageRecord>>([]) : connection.QueryAsync($"""
            SELECT {Columns} FROM unnest($1::int[], $2::bool[], $3::date[]) AS p (id, of_month, start)
                JOIN ems.quota_usage ON quota_id = p.id AND is_month = p.of_month AND period_start = p.start
            """, [keys.Select(k => k.QuotaId).ToArray(), keys.Select(k => k.IsMonth).ToArray(), keys.Select(k => k.Start).ToArray()], Read, cancellationToken);

    private const string Columns = """
        quota_id, period_start, period_end, actual_value, quota_value, carried_value, version_number, unit, warning_threshold_pct,
        alert_threshold_pct, usage_rate_pct, status, day_count, expected_days, data_through, revision_count, is_current,
        forecast_value, forecast_low, forecast_high, forecast_method, forecast_is_fallback, exceeds_on, exceeds_earliest, exceeds_latest,
        allowance_per_day, estimated_share, forecast_error_pct, no_forecast, forecast_status, threshold_streaks, is_month
        """;

    /// <summary>Before new current records are stored: at most one record of a quota may be current at any moment.</summary>
    /// <param name="next">Those that pages are to show from here on.</param>
    public static Task MakeWayAsync(NpgsqlConnection connection, IEnumerable<UsageRecord> next, CancellationToken cancellationToken)
    {
        UsageRecord[] rows = [.. next.OrderBy(r => r.QuotaId)];
        return rows.Length == 0 ? Task.CompletedTask : connection.ExecuteAsync("""
            UPDATE ems.quota_usage u SET is_current = false
            FROM unnest($1::int[], $2::bool[], $3::date[]) AS c (quota_id, is_month, period_start)
            WHERE u.quota_id = c.quota_id AND u.is_month = c.is_month AND u.is_current AND u.period_start <> c.period_start
            """, [Column(rows, r => r.QuotaId), Column(rows, r => r.IsMonth), Column(rows, r => r.Period.Start)], cancellationToken);
    }

    public static async Task StoreAsync(
        NpgsqlConnection connection, IReadOnlyCollection<UsageRecord> records, long runId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (records.Count == 0) return;
        UsageRecord[] rows = [.. records.OrderBy(r => r.QuotaId).ThenBy(r => r.IsMonth).ThenBy(r => r.Period.Start)];
        await connection.ExecuteAsync("""
            INSERT INTO ems.quota_usage AS u (quota_id, period_start, period_end, actual_value, quota_value, carried_value, version_number, unit,
                warning_threshold_pct, alert_threshold_pct, usage_rate_pct, status, day_count, expected_days, data_through, revision_count, is_current,
                forecast_value, forecast_low, forecast_high, forecast_method, forecast_is_fallback, exceeds_on, exceeds_earliest, exceeds_latest,
                allowance_per_day, estimated_share, forecast_error_pct, no_forecast, forecast_status, threshold_streaks, is_month, calculated_at, run_id)
            SELECT r.*, $33::timestamptz, $34::bigint
            FROM unnest($1::int[], $2::date[], $3::date[], $4::numeric[], $5::numeric[], $6::numeric[], $7::int[], $8::text[], $9::numeric[], $10::numeric[],
                $11::numeric[], $12::text[], $13::int[], $14::int[], $15::date[], $16::int[], $17::bool[],
                $18::numeric[], $19::numeric[], $20::numeric[], $21::text[], $22::bool[], $23::date[], $24::date[], $25::date[],
                $26::numeric[], $27::numeric[], $28::numeric[], $29::text[], $30::text[], $31::text[], $32::bool[]) AS r (quota_id, period_start)
            ORDER BY 1, 32, 2
            ON CONFLICT (quota_id, is_month, period_start) DO UPDATE SET
                period_end = excluded.period_end, actual_value = excluded.actual_value, quota_value = excluded.quota_value,
                carried_value = excluded.carried_value, version_number = excluded.version_number, unit = excluded.unit,
                warning_threshold_pct = excluded.warning_threshold_pct, alert_threshold_pct = excluded.alert_threshold_pct,
                usage_rate_pct = excluded.usage_rate_pct, status = excluded.status, day_count = excluded.day_count, expected_days = excluded.expected_days,
                data_through = excluded.data_through, revision_count = excluded.revision_count, is_current = excluded.is_current,
                forecast_value = excluded.forecast_value, forecast_low = excluded.forecast_low, forecast_high = excluded.forecast_high,
                forecast_method = excluded.forecast_method, forecast_is_fallback = excluded.forecast_is_fallback, exceeds_on = excluded.exceeds_on,
                exceeds_earliest = excluded.exceeds_earliest, exceeds_latest = excluded.exceeds_latest, allowance_per_day = excluded.allowance_per_day,
                estimated_share = excluded.estimated_share, forecast_error_pct = excluded.forecast_error_pct, no_forecast = excluded.no_forecast,
                forecast_status = excluded.forecast_status, threshold_streaks = excluded.threshold_streaks,
                calculated_at = excluded.calculated_at, run_id = excluded.run_id
            """,
            [
                Column(rows, r => r.QuotaId), Column(rows, r => r.Period.Start), Column(rows, r => r.Period.End), Column(rows, r => r.Actual),
                Column(rows, r => r.QuotaValue), Column(rows, r => r.Carried), Column(rows, r => r.VersionNumber), Column(rows, r => r.Unit),
                Column(rows, r => r.WarningThresholdPct), Column(rows, r => r.AlertThresholdPct), Column(rows, r => r.RatePct),
                Column(rows, r => SnakeCaseEnum.ToText(r.Status)), Column(rows, r => r.DayCount), Column(rows, r => r.ExpectedDays),
                Column(rows, r => r.DataThrough), Column(rows, r => r.RevisionCount), Column(rows, r => r.IsCurrent),
                Column(rows, r => r.Forecast?.Value), Column(rows, r => r.Forecast?.Low), Column(rows, r => r.Forecast?.High),
                Column(rows, r => r.Forecast is { } f ? SnakeCaseEnum.ToText(f.Method) : null), Column(rows, r => r.Forecast?.IsFallback == true),
                Column(rows, r => r.Forecast?.ExceedsOn), Column(rows, r => r.Forecast?.ExceedsEarliest), Column(rows, r => r.Forecast?.ExceedsLatest),
                Column(rows, r => r.Forecast?.AllowancePerDay), Column(rows, r => r.Forecast?.EstimatedShare), Column(rows, r => r.Forecast?.BacktestErrorPct),
                Column(rows, r => r.Outlook.Reason is { } reason ? SnakeCaseEnum.ToText(reason) : null), Column(rows, r => SnakeCaseEnum.ToText(r.ForecastStatus)),
                Column(rows, r => r.Streaks.Text is { Length: > 0 } text ? text : null), Column(rows, r => r.IsMonth), at, runId,
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
                old_unit, new_unit, old_usage_rate_pct, new_usage_rate_pct, old_status, new_status, data_revision, is_month, at, run_id)
            SELECT r.*, $16::timestamptz, $17::bigint
            FROM unnest($1::int[], $2::date[], $3::int[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[], $8::text[], $9::text[],
                $10::numeric[], $11::numeric[], $12::text[], $13::text[], $14::bigint[], $15::bool[]) AS r
            """,
            [
                Column(rows, r => r.New.QuotaId), Column(rows, r => r.New.Period.Start), Column(rows, r => r.New.RevisionCount), Column(rows, r => r.Old.Actual),
                Column(rows, r => r.New.Actual), Column(rows, r => r.Old.QuotaValue), Column(rows, r => r.New.QuotaValue), Column(rows, r => r.Old.Unit),
                Column(rows, r => r.New.Unit), Column(rows, r => r.Old.RatePct), Column(rows, r => r.New.RatePct),
                Column(rows, r => SnakeCaseEnum.ToText(r.Old.Status)), Column(rows, r => SnakeCaseEnum.ToText(r.New.Status)), Column(rows, r => r.DataRevision), Column(rows, r => r.New.IsMonth), at, runId,
            ], cancellationToken);
    }

    private static T[] Column<TRow, T>(TRow[] rows, Func<TRow, T> value) => Array.ConvertAll(rows, r => value(r));

    private static UsageRecord Read(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.GetBoolean(31), new PeriodSpan(row.GetFieldValue<DateOnly>(1), row.GetFieldValue<DateOnly>(2)), row.GetDecimal(3), row.GetDecimal(4),
        row.GetDecimal(5), row.GetInt32(6), row.GetString(7), row.GetDecimal(8), row.GetDecimal(9), row.GetDecimal(10),
        SnakeCaseEnum.Parse<QuotaStatus>(row.GetString(11)), row.GetInt32(12), row.GetInt32(13), row.Optional<DateOnly>(14), row.GetInt32(15), row.GetBoolean(16))
    {
        Outlook = new ForecastResult(ReadForecast(row), row.Text(28) is { } reason ? SnakeCaseEnum.Parse<NoForecast>(reason) : null),
        ForecastStatus = SnakeCaseEnum.Parse<QuotaStatus>(row.GetString(29)),
        Streaks = ThresholdStreaks.Of(row.Text(30)),
    };

    private static QuotaForecast? ReadForecast(NpgsqlDataReader row) => row.IsDBNull(17) ? null : new QuotaForecast(
        row.GetDecimal(17), row.GetDecimal(18), row.GetDecimal(19), SnakeCaseEnum.Parse<ForecastMethod>(row.GetString(20)), row.GetBoolean(21),
        row.Optional<DateOnly>(22), row.Optional<DateOnly>(23), row.Optional<DateOnly>(24), row.Optional<decimal>(25), row.GetDecimal(26), row.Optional<decimal>(27));
}
