using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;
using EmsDashboard.Shared.Charts;

namespace EmsDashboard.Features.Quotas.Components;

/// <summary>A quota's days as the charts take them.</summary>
internal static class QuotaCharts
{
    /// <summary>Bars of a year would be hairs: at most so many days are drawn one by one.</summary>
    public const int DailyDays = 31;

    public static IReadOnlyList<CumulativePoint> Points(QuotaView quota, IEnumerable<DayUse> days)
    {
        var use = new Dictionary<DateOnly, decimal>();
        foreach (var day in days) use[day.Day] = day.Amount;
        return CumulativeUse.Of(quota.PeriodStart, quota.PeriodEnd, quota.QuotaValue, use, quota.DataThrough < quota.PeriodStart ? null : quota.DataThrough);
    }

    /// <param name="path">Expected running totals; empty without a forecast.</param>
    public static CumulativeChartData Cumulative(QuotaView quota, IReadOnlyList<CumulativePoint> points, IReadOnlyList<ForecastPoint> path) => new()
    {
        Forecast = path.Count == 0 || quota.Outlook is null ? null : Ahead(points, path, quota.Outlook.ExceedsOn),
        Unit = quota.Unit.Display,
        Days = [.. points.Select(p => p.Day)],
        Actual = [.. points.Select(p => p.Actual)],
        Last = points.All(p => p.LastYear is null) ? null : [.. points.Select(p => p.LastYear)],
        Quota = quota.HasLimit ? quota.QuotaValue : null,
        WarningPercent = quota.WarningThresholdPct,
        AlertPercent = quota.AlertThresholdPct,
        DataThrough = quota.DataThrough < quota.PeriodStart ? null : quota.DataThrough,
    };

    private static ChartForecast Ahead(IReadOnlyList<CumulativePoint> points, IReadOnlyList<ForecastPoint> path, DateOnly? exceedsOn)
    {
        var byDay = path.ToDictionary(p => p.Day);
        decimal?[] Column(Func<ForecastPoint, decimal> value) => [.. points.Select(p => byDay.TryGetValue(p.Day, out var point) ? value(point) : (decimal?)null)];
        var index = exceedsOn is { } day ? day.DayNumber - points[0].Day.DayNumber : -1;
        return new ChartForecast(Column(p => p.Value), Column(p => p.Low), Column(p => p.High), index >= 0 && index < points.Count && byDay.ContainsKey(exceedsOn!.Value) ? index : null);
    }

    /// <summary>A month whole, of a year the latest days. A day is marked as missing when fewer meters have a row than are in service.</summary>
    public static DailyChartData Daily(QuotaView quota, IReadOnlyCollection<DayUse> days, IReadOnlyDictionary<DateOnly, int> expected)
    {
        var use = days.ToDictionary(d => d.Day);
        var (first, count) = quota.Period == PeriodKind.Monthly
            ? (quota.PeriodStart, quota.PeriodEnd.DayNumber - quota.PeriodStart.DayNumber)
            : (Earlier(quota.LocalToday, quota.PeriodEnd).AddDays(-DailyDays), DailyDays);
        DateOnly[] shown = [.. Enumerable.Range(0, count).Select(first.AddDays)];
        return new DailyChartData
        {
            Unit = quota.Unit.Display,
            Days = shown,
            Values = [.. shown.Select(d => use.TryGetValue(d, out var day) ? day.Amount : (decimal?)null)],
            Missing = [.. shown.Select(d => d < quota.LocalToday && (use.TryGetValue(d, out var day) ? day.Meters : 0) < expected.GetValueOrDefault(d))],
            Budget = quota.HasLimit ? quota.QuotaValue / (quota.PeriodEnd.DayNumber - quota.PeriodStart.DayNumber) : null,
        };
    }

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;
}
