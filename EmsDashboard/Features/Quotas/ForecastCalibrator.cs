using EmsDashboard.Features.Quotas.Domain.Forecasting;
using EmsDashboard.Features.Quotas.Persistence;
using EmsDashboard.Infrastructure.Persistence;
using Npgsql;

namespace EmsDashboard.Features.Quotas;

/// <summary>
/// Tries the forecasts of every active quota on its own past and keeps what came of it, so that a check needs no daily rows. Once a night;
/// a calibration that is some days old only knows a little less.
/// </summary>
public sealed class ForecastCalibrator(NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <summary>Quotas whose days are read at a time.</summary>
    private const int BatchSize = 100;

    /// <summary>Days of the past that count: longer periods need more of them.</summary>
    private const int LeastDays = 3 * 366, MostDays = 6 * 366;

    /// <returns>How many quotas were calibrated.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        List<QuotaOnDay> quotas =
        [
            .. (await CheckedQuota.ActiveAsync(connection, codes: null, cancellationToken)).Where(q => q.Obstacle is null)
                .Select(q => new QuotaOnDay(q, now)).Where(q => q.Running is not null),
        ];
        foreach (var batch in quotas.Chunk(BatchSize)) await StoreAsync(connection, await CalibrateAsync(connection, batch, now, cancellationToken), cancellationToken);
        await connection.ExecuteAsync("DELETE FROM ems.forecast_calibration c USING ems.quota q WHERE q.id = c.quota_id AND NOT q.is_active", [], cancellationToken);
        return quotas.Count;
    }

    private static async Task<List<StoredCalibration>> CalibrateAsync(
        NpgsqlConnection connection, QuotaOnDay[] quotas, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var series = await TargetDays.ReadAsync(connection,
            [.. quotas.Select(q => new TargetDays.Target(q.Quota.ScopeKind, q.Quota.ScopeId!.Value, q.Quota.EnergyType, From(q), q.Today.AddDays(-1)))], cancellationToken);
        return [.. quotas.Select((q, i) => new StoredCalibration(q.Quota.Id, ForecastCalibration.Calibrate(
            series[i], q.Timeline.PeriodsIn(From(q), q.Today).Select(p => p.Span), q.Today, Energy.Domain.EnergyType.Get(q.Quota.EnergyType), q.Running!.Whole.Days), now))];
    }

    /// <summary>Enough days for the periods that count, and the year before them that a seasonal forecast looks at.</summary>
    private static DateOnly From(QuotaOnDay quota) =>
        quota.Today.AddDays(-Math.Clamp((quota.Running!.Whole.Days * ForecastCalibration.MostPeriods) + 366, LeastDays, MostDays));

    /// <summary>In the order of quotas, as everything that writes many rows.</summary>
    private static Task<int> StoreAsync(NpgsqlConnection connection, List<StoredCalibration> calibrations, CancellationToken cancellationToken)
    {
        StoredCalibration[] rows = [.. calibrations.OrderBy(c => c.QuotaId)];
        // Arrays of arrays are not: the numbers of all rows follow one another.
        return connection.ExecuteAsync("""
            INSERT INTO ems.forecast_calibration AS c (quota_id, data_through, weekday_weights, method, linear, seasonal, calculated_at)
            SELECT r.quota_id, r.data_through, ($3::float8[])[7 * r.n - 6 : 7 * r.n], r.method, ($5::float8[])[$7 * (r.n - 1) + 1 : $7 * r.n],
                ($6::float8[])[$7 * (r.n - 1) + 1 : $7 * r.n], $8
            FROM unnest($1::int[], $2::date[], $4::text[]) WITH ORDINALITY AS r (quota_id, data_through, method, n)
            JOIN ems.quota q ON q.id = r.quota_id
            ORDER BY r.quota_id
            ON CONFLICT (quota_id) DO UPDATE SET data_through = excluded.data_through, weekday_weights = excluded.weekday_weights, method = excluded.method,
                linear = excluded.linear, seasonal = excluded.seasonal, calculated_at = excluded.calculated_at
            """,
            [
                rows.Select(r => r.QuotaId).ToArray(), rows.Select(r => r.DataThrough).ToArray(), rows.SelectMany(r => r.WeekdayWeights).ToArray(),
                rows.Select(r => SnakeCaseEnum.ToText(r.Method)).ToArray(), rows.SelectMany(r => r.Linear).ToArray(), rows.SelectMany(r => r.Seasonal).ToArray(),
                rows.Length > 0 ? rows[0].Linear.Length : 0, rows.Length > 0 ? rows[0].CalculatedAt : default,
            ], cancellationToken);
    }
}
