using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;

namespace EmsDashboard.Tests.Features.Quotas.Forecasting;

/// <summary>Days made up by a rule, and forecasts of them from what was known at the beginning of a day.</summary>
internal static class MadeSeries
{
    public static DateOnly Day(int year, int month, int day) => new(year, month, day);

    public static PeriodSpan Month(int year, int month) => new(Day(year, month, 1), Day(year, month, 1).AddMonths(1));

    public static IEnumerable<PeriodSpan> Months(DateOnly start, DateOnly end)
    {
        for (; start < end; start = start.AddMonths(1)) yield return new PeriodSpan(start, start.AddMonths(1));
    }

    /// <param name="amount">Use of a day; null: no row.</param>
    public static DailySeries Of(DateOnly start, DateOnly end, Func<DateOnly, decimal?> amount) =>
        new(Enumerable.Range(0, end.DayNumber - start.DayNumber).Select(i => start.AddDays(i))
            .Select(day => new DayUse(day, amount(day) ?? 0, amount(day) is null ? 0 : 1, 1)));

    public static ForecastInput Input(DailySeries days, PeriodSpan period, DateOnly today, decimal quota = 0, ForecastMethod? wish = null, ForecastCalibration? calibration = null) =>
        new(period, today, quota, ForecastCalibration.Known(days, period, today), days.Months(today, Forecaster.MonthsNeeded),
            calibration ?? ForecastCalibration.Unknown(EnergyType.Electricity, period.Days), wish);

    public static QuotaForecast Forecast(DailySeries days, PeriodSpan period, DateOnly today, decimal quota = 0, ForecastMethod? wish = null, ForecastCalibration? calibration = null)
    {
        var result = Forecaster.Forecast(Input(days, period, today, quota, wish, calibration));
        return result.Forecast ?? throw new InvalidOperationException($"No forecast: {result.Reason}.");
    }
}
