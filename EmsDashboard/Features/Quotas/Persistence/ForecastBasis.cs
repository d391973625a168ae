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

    /// <summary>Of quotas with a running period, one for each.</summary>
    /// <param name="months">Roll-ups in canonical units, up to and including the month of today: <see cref="Forecaster.MonthsNeeded"/> with data.</param>
    public static async Task<ForecastBasis[]> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<QuotaOnDay> quotas, IReadOnlyList<MonthUse[]> months, CancellationToken cancellationToken)
    {
        if (quotas.Count == 0) return [];
        var calibrations = (await connection.QueryAsync(
            "SELECT quota_id, data_through, weekday_weights, method, linear, seasonal FROM ems.forecast_calibration WHERE quota_id = ANY ($1)", [quotas.Select(q => q.Quota.Id).ToArray()],
            row => (Id: row.GetInt32(0), Calibration: StoredCalibration.Read(row.Optional<DateOnly>(1), row.GetFieldValue<double[]>(2), SnakeCaseEnum.Parse<ForecastMethod>(row.GetString(3)),
                row.GetFieldValue<double[]>(4), row.GetFieldValue<double[]>(5))), cancellationToken)).ToDictionary(c => c.Id, c => c.Calibration);
        return [.. quotas.Select((quota, i) => new ForecastBasis(months[i], calibrations.GetValueOrDefault(quota.Quota.Id) ?? OfItsKind(quota), quota.Quota.ForecastMethod))];
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
