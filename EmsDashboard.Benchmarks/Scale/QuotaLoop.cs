using System.Diagnostics;
using Npgsql;

namespace EmsDashboard.Benchmarks.Scale;

/// <summary>
/// The check that the product replaced: a loop over the quotas with up to five statements each, the sum over all devices of the type whatever
/// the target, on a table and an index as it had them. Generous to it: prepared statements instead of an ORM, one transaction, warm pages,
/// rows in the order of their days.
/// </summary>
internal sealed class QuotaLoop(BenchmarkDatabase database)
{
    /// <summary>Runs the loop over so many quotas, picked evenly.</summary>
    /// <returns>Seconds for all quotas, from those that were looked at.</returns>
    public async Task<double> RunAsync(int sample)
    {
        await database.ExecuteAsync("""
            CREATE TABLE loop_energy (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, device_id int, energy_type text, date date, total_consumption float8);
            INSERT INTO loop_energy (device_id, energy_type, date, total_consumption) SELECT device_id, energy_type, day, consumption FROM ems.energy_daily_summary ORDER BY day, device_id;
            CREATE INDEX ix_loop_energy ON loop_energy (energy_type, date);
            CREATE TABLE loop_usage (quota_id int, period_start date, period_end date, actual_value float8, quota_value float8, usage_rate_pct float8, status text, calculated_at timestamptz, PRIMARY KEY (quota_id, period_start));
            CREATE TABLE loop_alarm (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text, description text, severity text, status text, value float8, threshold float8, triggered_at timestamptz);
            CREATE INDEX ix_loop_alarm ON loop_alarm (title);
            """);
        await database.ExecuteAsync("VACUUM ANALYZE loop_energy");
        try
        {
            return await MeasureAsync(sample);
        }
        finally
        {
            await database.ExecuteAsync("DROP TABLE loop_energy, loop_usage, loop_alarm");
        }
    }

    private async Task<double> MeasureAsync(int sample)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        var quotas = await QuotasAsync(connection, sample);
        // Once for warm pages.
        foreach (var quota in quotas.Take(10)) await CheckAsync(connection, quota);
        var watch = Stopwatch.StartNew();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            foreach (var quota in quotas) await CheckAsync(connection, quota);
            await transaction.CommitAsync();
        }

        return watch.Elapsed.TotalSeconds / quotas.Count * await database.CountAsync("SELECT count(*) FROM ems.quota");
    }

    private static async Task<List<Quota>> QuotasAsync(NpgsqlConnection connection, int sample)
    {
        await using var command = new NpgsqlCommand($"""
            SELECT q.id, q.name, q.energy_type, v.period = 'monthly', v.quota_value::float8 FROM ems.quota q JOIN ems.quota_version v ON v.quota_id = q.id ORDER BY md5(q.id::text) LIMIT {sample}
            """, connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<Quota> quotas = [];
        while (await reader.ReadAsync()) quotas.Add(new Quota(reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3), reader.GetDouble(4)));
        return quotas;
    }

    private static async Task CheckAsync(NpgsqlConnection connection, Quota quota)
    {
        var now = ScaleEstate.Now;
        var start = new DateOnly(now.Year, quota.IsMonthly ? now.Month : 1, 1);
        var end = quota.IsMonthly ? start.AddMonths(1) : start.AddYears(1);
        var sum = await ScalarAsync(connection, "SELECT coalesce(sum(total_consumption), 0) FROM loop_energy WHERE energy_type = $1 AND date >= $2 AND date < $3", quota.EnergyType, start, end);
        var actual = (double)sum!;
        var rate = quota.Value > 0 ? actual / quota.Value * 100 : 0;
        var status = rate >= 100 ? "exceeded" : rate >= 80 ? "warning" : "normal";
        var known = await ScalarAsync(connection, "SELECT quota_id FROM loop_usage WHERE quota_id = $1 AND period_start = $2", quota.Id, start);
        if (known is null)
            await ScalarAsync(connection, "INSERT INTO loop_usage VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", quota.Id, start, end, actual, quota.Value, rate, status, now);
        else
            await ScalarAsync(connection, "UPDATE loop_usage SET actual_value = $3, usage_rate_pct = $4, status = $5, calculated_at = $6 WHERE quota_id = $1 AND period_start = $2", quota.Id, start, actual, rate, status, now);
        if (status == "normal") return;
        var title = $"配额预警: {quota.Name}";
        if (await ScalarAsync(connection, "SELECT id FROM loop_alarm WHERE title = $1 AND status IN ('active', 'acknowledged')", title) is not null) return;
        await ScalarAsync(connection, "INSERT INTO loop_alarm (title, description, severity, status, value, threshold, triggered_at) VALUES ($1, $2, $3, 'active', $4, $5, $6)",
            title, $"{actual} of {quota.Value}, {rate} %", status == "exceeded" ? "critical" : "warning", actual, quota.Value, now);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.PrepareAsync();
        return await command.ExecuteScalarAsync();
    }

    private sealed record Quota(int Id, string Name, string EnergyType, bool IsMonthly, double Value);
}
