using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;
using EmsDashboard.Infrastructure.Persistence;
using Npgsql;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>What the forecast of a running period is made from beside the period itself: the target's monthly roll-ups and the quota's calibration.</summary>
internal sealed record ForecastBasis(IReadOnlyList<MonthUse> Months, ForecastCalibration Calibration, ForecastMethod? Wish)
{
    private static readonly Dictionary<(EnergyType Type, int Days), ForecastCalibration> Unknown = [];

    /// <summary>Of quotas with a running period, by quota id. Months are canonical amounts, up to and including the month of today.</summary>
    public static async Task<Dictionary<int, ForecastBasis>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<QuotaOnDay> quotas, CancellationToken cancellationToken)
    {
        Dictionary<int, ForecastBasis> found = new(quotas.Count);
        if (quotas.Count == 0) return found;
        var byId = quotas.ToDictionary(q => q.Quota.Id);
        DateOnly[] currentMonths = [.. quotas.Select(q => QuotaCalendar.MonthOf(q.Today))];
        await using var command = connection.Command("""
            SELECT p.id, u.amounts, u.days, u.last_days, c.data_through, c.weekday_weights, c.method, c.linear, c.seasonal
            FROM unnest($1::int[], $2::text[], $3::int[], $4::text[], $5::date[]) AS p (id, kind, scope_id, energy_type, month)
            CROSS JOIN LATERAL (
                -- In the order of the subquery: one for all three, and the key's own.
                SELECT array_agg(m.amount) AS amounts, array_agg(m.day_count) AS days, array_agg(m.last_day) AS last_days
                FROM (
                    SELECT amount, day_count, last_day FROM ems.usage_month
                    WHERE scope_kind = p.kind::"char" AND scope_id = p.scope_id AND energy_type = p.energy_type
                        AND month > p.month - $6 * interval '1 month' AND month <= p.month AND day_count > 0
                    ORDER BY month) m) u
            LEFT JOIN ems.forecast_calibration c ON c.quota_id = p.id
            """,
            [
                quotas.Select(q => q.Quota.Id).ToArray(), quotas.Select(q => q.Quota.ScopeKind.ToString()).ToArray(),
                quotas.Select(q => q.Quota.ScopeId!.Value).ToArray(), quotas.Select(q => q.Quota.EnergyType).ToArray(), currentMonths, Forecaster.MonthsNeeded,
            ]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var quota = byId[reader.GetInt32(0)];
            found[quota.Quota.Id] = new ForecastBasis(ReadMonths(reader), reader.IsDBNull(5)
                ? OfItsKind(quota)
                : StoredCalibration.Read(reader.Optional<DateOnly>(4), reader.GetFieldValue<double[]>(5), SnakeCaseEnum.Parse<ForecastMethod>(reader.GetString(6)),
                    reader.GetFieldValue<double[]>(7), reader.GetFieldValue<double[]>(8)), quota.Quota.ForecastMethod);
        }

        return found;
    }

    /// <summary>What the running period's end is forecast from.</summary>
    /// <param name="limit">What it is measured against, carried amount included.</param>
    /// <param name="usage">Up to today.</param>
    /// <param name="expected">Up to the last day with data.</param>
    public ForecastInput Input(QuotaOnDay quota, QuotaLimit limit, UsageAnswer usage, ExpectedData expected)
    {
        var unit = limit.Unit;
        var use = new PeriodUse(unit.FromCanonical(usage.Amount, 9), usage.DayCount, expected.Days, usage.LastDay, expected.Devices);
        return new ForecastInput(quota.Running!.Span, quota.Today, limit.HasLimit ? limit.Effective.Round(QuotaRules.ValueDecimals) : 0, use,
            unit.Numerator == 1 && unit.Denominator == 1 ? Months : [.. Months.Select(m => m with { Amount = unit.FromCanonical(m.Amount, 9) })], Calibration, Wish);
    }

    private static MonthUse[] ReadMonths(NpgsqlDataReader reader)
    {
        if (reader.IsDBNull(1)) return [];
        var (amounts, days, last) = (reader.GetFieldValue<decimal[]>(1), reader.GetFieldValue<int[]>(2), reader.GetFieldValue<DateOnly[]>(3));
        return [.. last.Select((day, i) => new MonthUse(QuotaCalendar.MonthOf(day), amounts[i], days[i], day))];
    }

    /// <summary>Before its first night a quota is forecast as others of its kind are.</summary>
    private static ForecastCalibration OfItsKind(QuotaOnDay quota)
    {
        var key = (EnergyType.Find(quota.Quota.EnergyType)!, quota.Running!.Whole.Days);
        lock (Unknown)
        {
            if (!Unknown.TryGetValue(key, out var calibration)) Unknown[key] = calibration = ForecastCalibration.Unknown(key.Item1, key.Days);
            return calibration;
        }
    }
}
