using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using Npgsql;

namespace EmsDashboard.Tests.Support;

/// <summary>
/// Writes catalogue, daily rows and results straight into the tables, so that a test of the read side needs neither import nor check.
/// Roll-ups follow the rows as the fold would leave them.
/// </summary>
internal sealed class EstateSeed(NpgsqlDataSource database)
{
    public const string London = "Europe/London";

    public async Task<int> GroupAsync(string code, int? parent = null)
    {
        var id = await InsertAsync("INSERT INTO device_group (code, name, parent_id) VALUES ($1, $2, $3) RETURNING id", code, $"Group {code}", parent);
        await ExecuteAsync("""
            INSERT INTO device_group_ancestor (group_id, ancestor_id)
            SELECT $1::int, $1::int UNION ALL SELECT $1::int, ancestor_id FROM device_group_ancestor WHERE group_id = $2::int
            """, id, parent);
        return id;
    }

    public Task<int> DeviceAsync(string code, int group, string energyType = "electricity", string zone = London) => InsertAsync("""
        INSERT INTO device (code, name, energy_type, unit, group_id, time_zone) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
        """, code, $"Meter {code}", energyType, energyType == "water" ? "m3" : "kWh", group, zone);

    /// <summary>Says that a meter goes out of service after a day, so that nothing is missing beyond it.</summary>
    public Task EndServiceAsync(int device, DateOnly last) => ExecuteAsync("UPDATE device SET last_date = $2 WHERE id = $1", device, last);

    /// <summary>One row a day from <paramref name="from"/> on, in the canonical unit.</summary>
    public async Task DaysAsync(int device, DateOnly from, params decimal[] amounts)
    {
        var days = Enumerable.Range(0, amounts.Length).Select(from.AddDays).ToArray();
        await ExecuteAsync("SELECT ensure_energy_partitions($1)", days);
        await ExecuteAsync("""
            INSERT INTO energy_daily_summary (device_id, energy_type, day, consumption, revision)
            SELECT $1::int, d.energy_type, r.day, r.amount, 1 FROM unnest($2::date[], $3::numeric[]) AS r(day, amount), device d WHERE d.id = $1::int
            """, device, days, amounts);
        await ExecuteAsync("DELETE FROM usage_month");
        await ExecuteAsync("""
            INSERT INTO usage_month (scope_kind, scope_id, energy_type, month, amount, day_count, last_day)
            SELECT s.kind, s.id, e.energy_type, date_trunc('month', e.day)::date, sum(e.consumption), count(*), max(e.day)
            FROM energy_daily_summary e JOIN device d ON d.id = e.device_id
            CROSS JOIN LATERAL (
                SELECT 'd'::"char" AS kind, d.id UNION ALL SELECT 't', 0
                UNION ALL SELECT 'g', a.ancestor_id FROM device_group_ancestor a WHERE a.group_id = d.group_id) AS s
            GROUP BY 1, 2, 3, 4
            """);
    }

    public async Task<int> QuotaAsync(string code, QuotaScope scope, int? target = null, string energyType = "electricity", decimal value = 1000m,
        string unit = "kWh", PeriodKind period = PeriodKind.Monthly, string zone = London, bool active = true, string? name = null)
    {
        var quota = await InsertAsync("""
            INSERT INTO quota (code, name, scope, target_device_id, target_group_id, target_code, energy_type, time_zone, is_active, created_at, updated_at, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '2020-01-01Z', '2020-01-01Z', 1) RETURNING id
            """, code, name ?? $"Quota {code}", SnakeCaseEnum.ToText(scope), scope == QuotaScope.Device ? target : null,
            scope == QuotaScope.Group ? target : null, scope == QuotaScope.EnergyType ? null : $"target of {code}", energyType, zone, active);
        await VersionAsync(quota, value, unit: unit, period: period);
        return quota;
    }

    /// <summary>The quota's next version; since ever if no day is given.</summary>
    public Task VersionAsync(int quota, decimal value, DateOnly? from = null, string unit = "kWh", PeriodKind period = PeriodKind.Monthly, bool retroactive = false,
        int startDay = 1, bool prorated = false, string carryOver = "none", string thresholds = "actual>=80%:warning; actual>=100%:critical; forecast>=100%:warning", string? distribution = null) => ExecuteAsync("""
        INSERT INTO quota_version (quota_id, number, valid_from, is_retroactive, period, fiscal_start_month, start_day, quota_value, unit, thresholds,
            is_prorated, carry_over, distribution, created_at, created_by)
        SELECT $1::int, 1 + (SELECT count(*) FROM quota_version WHERE quota_id = $1::int), $2::date, $3::bool, $4::text, 1, $5::int, $6::numeric, $7::text, $8::text, $9::bool,
            $10::text, $11::text, '2020-01-01Z', 'test'
        """, quota, from ?? DateOnly.MinValue, retroactive, SnakeCaseEnum.ToText(period), startDay, value, unit, thresholds, prorated, carryOver, distribution);

    /// <summary>A usage record judged by the quota's first version, unless <paramref name="quotaValue"/> says otherwise.</summary>
    public Task UsageAsync(int quota, DateOnly start, decimal actual, DateOnly? through, bool current = true, decimal? quotaValue = null) => ExecuteAsync("""
        INSERT INTO quota_usage (quota_id, period_start, period_end, actual_value, quota_value, carried_value, version_number, unit, warning_threshold_pct,
            alert_threshold_pct, usage_rate_pct, status, day_count, expected_days, data_through, revision_count, is_current, calculated_at, run_id)
        SELECT q.quota_id, $2, ($2 + CASE q.period WHEN 'yearly' THEN interval '1 year' ELSE interval '1 month' END)::date, $3::numeric, v.quota, 0, 1, q.unit, 80, 100,
            round(r.rate, 6), CASE WHEN r.rate >= 100 THEN 'exceeded' WHEN r.rate >= 80 THEN 'warning' ELSE 'normal' END,
            0, 0, $4, 0, $5, '2020-12-15 11:45Z', 1
        FROM quota_version q
        CROSS JOIN LATERAL (SELECT coalesce($6::numeric, q.quota_value) AS quota) v
        CROSS JOIN LATERAL (SELECT CASE WHEN v.quota > 0 THEN $3::numeric * 100 / v.quota ELSE 0 END AS rate) r
        WHERE q.quota_id = $1 AND q.number = 1
        """, quota, start, actual, through, current, quotaValue);

    public Task EmptyAsync(string tables) => database.EmptyAsync(tables);

    public Task ExecuteAsync(string sql, params object?[] values) => database.ExecuteAsync(sql, values);

    private Task<int> InsertAsync(string sql, params object?[] values) => database.ScalarAsync<int>(sql, values);
}
