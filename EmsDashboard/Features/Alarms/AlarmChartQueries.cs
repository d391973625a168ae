using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;

namespace EmsDashboard.Features.Alarms;

/// <summary>The running total of an alarm's period, in the alarm's unit, and what was expected of it.</summary>
/// <param name="Points">Every day of the period.</param>
/// <param name="Ahead">Expected running totals after the data; empty without a forecast.</param>
public sealed record AlarmChart(long Id, DateTimeOffset? CalculatedAt, decimal QuotaValue, string Unit, IReadOnlyList<CumulativePoint> Points, IReadOnlyList<ForecastPoint> Ahead)
{
    /// <summary>Whether it is this alarm's, and as the last check left it.</summary>
    public bool Shows(AlarmRow alarm) => (Id, CalculatedAt) == (alarm.Id, alarm.Now?.CalculatedAt);
}

/// <summary>Reads what the chart of one alarm shows, through the quotas' own queries.</summary>
public sealed class AlarmChartQueries(QuotaQueries quotas, QuotaSeriesQueries series, QuotaForecastQueries forecasts)
{
    /// <summary>As many as a usage record keeps.</summary>
    private const int StoredDecimals = 9;

    /// <summary>Null where the period has no data yet, or nothing was ever calculated of it.</summary>
    /// <exception cref="Infrastructure.Security.AccessDeniedException">The actor may not look.</exception>
    public async Task<AlarmChart?> OfAsync(AlarmRow alarm, CancellationToken cancellationToken)
    {
        if (alarm.Now is not { DataThrough: { } through } now || through < alarm.PeriodStart || await quotas.FindAsync(alarm.QuotaCode, cancellationToken) is not { } quota) return null;
        var last = alarm.PeriodEnd.AddDays(-1);
        var days = (await series.DailyAsync([alarm.QuotaId], alarm.PeriodStart, last, cancellationToken))[alarm.QuotaId];
        // The series are in the quota's present unit; the record of an earlier period may be in another.
        var unit = Unit.Get(now.Unit);
        var use = days.ToDictionary(day => day.Day, day => unit == quota.Unit ? day.Amount : unit.FromCanonical(quota.Unit.ToCanonical(day.Amount, StoredDecimals), StoredDecimals));
        var isRunning = alarm.Kind is not AlarmKind.Month && alarm.PeriodStart == quota.PeriodStart && unit == quota.Unit && quota.Outlook is not null;
        return new AlarmChart(alarm.Id, now.CalculatedAt, now.QuotaValue, unit.Display,
            CumulativeUse.Of(alarm.PeriodStart, alarm.PeriodEnd, now.QuotaValue, use, through < last ? through : last), isRunning ? await forecasts.PathAsync(quota.Code, cancellationToken) : []);
    }
}
