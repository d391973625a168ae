using System.Globalization;
using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Recomputation;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EmsDashboard.Tests.Support;

/// <summary>The product's check on a test's database, and looks at what it left there.</summary>
internal sealed class QuotaChecks(TestDatabase database, string now, int batchSize = 1000, AlarmsOptions? alarms = null)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public FakeTimeProvider Time { get; } = new(Instant(now));

    public EstateSeed Estate { get; } = new(database.DataSource);

    public QuotaChecker Checker => field ??= NewChecker();

    /// <summary>Another instance of the application on the same database.</summary>
    public QuotaChecker NewChecker() => new(database.DataSource, new QuotaAlarmFollower(Options.Create(alarms ?? new AlarmsOptions())), Time,
        Options.Create(new QuotaCheckOptions { BatchSize = batchSize }), NullLogger<QuotaChecker>.Instance);

    public ForecastCalibrator Calibrator => new(database.DataSource, Time);

    public QuotaRecompute Recompute => new(Checker, Calibrator, database.DataSource, Time, Options.Create(new QuotaCheckOptions()));

    /// <summary>Moves the clock, if a time is given, and checks what is due.</summary>
    public Task<CheckReport> RunAsync(string? at = null, CheckRequest? request = null)
    {
        if (at is not null) Time.AdjustTime(Instant(at));
        return Checker.RunAsync(request ?? new CheckRequest(), Cancel);
    }

    /// <summary>Imports daily rows as a file would bring them: one a day from a day on, in the canonical unit.</summary>
    public Task StoreAsync(int device, string from, params decimal[] amounts) => StoreAsync(device, "electricity", from, amounts);

    public async Task StoreAsync(int device, string energyType, string from, decimal[] amounts)
    {
        var code = await database.DataSource.ScalarAsync<string>("SELECT code FROM ems.device WHERE id = $1", device);
        await new Imports(database, startAt: Time.GetUtcNow()).EnergyAsync(amounts.Select((amount, i) => (code, Day(from).AddDays(i), amount)), energyType);
    }

    /// <summary>A quota's record of a period in one line: actual, quota, rate, status, current or not.</summary>
    public Task<string?> UsageAsync(int quota, string periodStart, bool ofMonth = false) => TextAsync("""
        SELECT concat_ws(' ', trim_scale(actual_value), trim_scale(quota_value), trim_scale(usage_rate_pct), status, CASE WHEN is_current THEN 'current' END)
        FROM ems.quota_usage WHERE quota_id = $1 AND period_start = $2 AND is_month = $3
        """, quota, Day(periodStart), ofMonth);

    /// <summary>A quota's alarms of a kind, the oldest period first: period, severity, what holds, occurrences.</summary>
    public Task<string?> AlarmsAsync(int quota, string kind = "usage") => TextAsync("""
        SELECT string_agg(concat_ws(' ', period_start, severity, CASE WHEN acknowledged_at IS NOT NULL THEN 'acknowledged' END, clear_reason, resolve_reason,
            'x' || occurrences), ', ' ORDER BY period_start) FROM ems.alarm_event WHERE quota_id = $1 AND kind = $2
        """, quota, kind);

    /// <summary>What happened to a quota's alarms of a kind, in order.</summary>
    public Task<string?> TimelineAsync(int quota, string kind = "usage") => TextAsync("""
        SELECT string_agg(t.type, ' ' ORDER BY t.id) FROM ems.alarm_transition t JOIN ems.alarm_event a ON a.id = t.alarm_id WHERE a.quota_id = $1 AND a.kind = $2
        """, quota, kind);

    /// <summary>Everything the check decides, but for who calculated it when: equal texts are equal states.</summary>
    public Task<string?> StateAsync() => TextAsync("""
        SELECT concat_ws(E'\n',
            (SELECT string_agg(concat_ws(' ', q.code, u.period_start, u.period_end, trim_scale(u.actual_value), u.quota_value, u.unit, u.usage_rate_pct, u.status,
                u.day_count, u.data_through, u.is_current, u.is_month), E'\n' ORDER BY q.code, u.is_month, u.period_start) FROM ems.quota_usage u JOIN ems.quota q ON q.id = u.quota_id),
            (SELECT string_agg(concat_ws(' ', q.code, a.period_start, a.kind, a.severity, a.cleared_at IS NULL, a.resolve_reason, a.occurrences, a.version),
                E'\n' ORDER BY q.code, a.period_start, a.kind) FROM ems.alarm_event a JOIN ems.quota q ON q.id = a.quota_id),
            (SELECT string_agg(concat_ws(' ', q.code, r.is_month, r.period_start, r.number, trim_scale(r.old_actual_value), trim_scale(r.new_actual_value),
                trim_scale(r.old_quota_value), trim_scale(r.new_quota_value)), E'\n' ORDER BY q.code, r.is_month, r.period_start, r.number)
                FROM ems.quota_usage_revision r JOIN ems.quota q ON q.id = r.quota_id),
            (SELECT string_agg(concat_ws(' ', scope_kind, scope_id, energy_type, month, trim_scale(amount), day_count, last_day),
                E'\n' ORDER BY scope_kind, scope_id, energy_type, month) FROM ems.usage_month),
            (SELECT count(*) FROM ems.alarm_transition), (SELECT count(*) FROM ems.usage_delta), (SELECT count(*) FROM ems.quota_dirty))
        """);

    /// <summary>Monthly and yearly records that are not what a plain sum over the daily rows gives; an empty text when there is none.</summary>
    public Task<string?> WrongUsageAsync() => TextAsync("""
            WITH plain AS (
            SELECT q.id, q.code, date_trunc(CASE v.period WHEN 'yearly' THEN 'year' ELSE 'month' END, e.day)::date AS period_start,
                sum(e.consumption) AS amount, count(*) AS days, max(e.day) AS last_day
            FROM ems.energy_daily_summary e JOIN ems.device d ON d.id = e.device_id
            CROSS JOIN LATERAL (
                SELECT coalesce((SELECT p.group_id FROM ems.device_past_group p WHERE p.device_id = d.id AND p.until > e.day ORDER BY p.until LIMIT 1), d.group_id) AS id) g
            JOIN ems.quota q ON q.scope = 'energy_type' OR d.id = q.target_device_id
                OR EXISTS (SELECT FROM ems.device_group_ancestor a WHERE a.group_id = g.id AND a.ancestor_id = q.target_group_id)
            JOIN ems.quota_version v ON v.quota_id = q.id
            GROUP BY 1, 2, 3
        )
        SELECT coalesce(string_agg(concat_ws(' ', u.quota_id, p.code, p.period_start, p.amount, u.actual_value, p.days, u.day_count), E'\n'), '')
        FROM plain p FULL JOIN ems.quota_usage u ON u.quota_id = p.id AND u.period_start = p.period_start
        WHERE (coalesce(p.amount, 0), coalesce(p.days, 0), p.last_day) IS DISTINCT FROM (u.actual_value, u.day_count, u.data_through)
        """);

    public async Task<string?> TextAsync(string sql, params object[] values)
    {
        await using var command = database.DataSource.Statement(sql, values);
        return (await command.ExecuteScalarAsync(Cancel))?.ToString();
    }

    public static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
