using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;

namespace EmsDashboard.Benchmarks;

/// <summary>A forecast of a period whose end is known, beside the plain ways. Errors are in percent of the outcome; null where a way needs a last year that is not there.</summary>
/// <param name="HasEveryRow">Every expected row of the period was there, so the outcome holds no estimate.</param>
/// <param name="IsSubstantial">The outcome is at least a hundredth of what the year before used in as many days; of less a percentage says nothing.</param>
/// <param name="IsCovered">The outcome lay in the 80 % interval.</param>
internal sealed record ForecastTrial(
    string Quota, string EnergyType, bool IsYearly, PeriodSpan Period, double Share, bool HasEveryRow, bool IsSubstantial,
    double Linear, double? Seasonal, double Chosen, double? Naive, bool IsCovered, ForecastMethod Method)
{
    /// <summary>Every quota's periods of the last 24 months of its target's data, at an elapsed share, from what was known then.</summary>
    public static IEnumerable<ForecastTrial> Of(IEnumerable<MeasuredQuota> quotas, params double[] shares) =>
        from quota in quotas
        where !quota.Days.IsEmpty
        let periods = quota.Periods()
        from period in periods
        where period.Start >= quota.Days.End.AddMonths(-24)
        from trial in Try(quota, periods, period, shares)
        select trial;

    private static IEnumerable<ForecastTrial> Try(MeasuredQuota quota, IReadOnlyList<PeriodSpan> periods, PeriodSpan period, double[] shares)
    {
        var days = quota.Days;
        if (ForecastCalibration.Outcome(days, period) is not { } outcome || outcome == 0) yield break;
        var type = EmsDashboard.Features.Energy.Domain.EnergyType.Get(quota.EnergyType);
        // As of the period's start: what a nightly job would add during the period is left out, which makes nothing easier.
        var calibration = ForecastCalibration.Calibrate(days, periods, period.Start, type, period.Days);
        var (measured, rows, expected) = days.Sum(period.Start, period.End);
        var (before, rowsBefore, _) = days.Sum(period.Start.AddYears(-1), period.End.AddYears(-1));
        double? naive = rowsBefore > 0 ? (double)before / rowsBefore * Math.Max(rows, expected) : null;
        var (year, yearRows, _) = days.Sum(period.Start.AddYears(-1), period.Start);
        var least = yearRows > 0 ? 0.01 * (double)year / yearRows * Math.Max(rows, expected) : 0;
        foreach (var share in shares)
        {
            var today = period.Start.AddDays((int)Math.Round(period.Days * share));
            var input = new ForecastInput(period, today, 0, ForecastCalibration.Known(days, period, today), days.Months(today, Forecaster.MonthsNeeded), calibration);
            if (input.Use.Meters == 0 || Forecaster.Forecast(input).Forecast is not { } chosen) continue;
            var linear = Forecaster.Forecast(input with { Wish = ForecastMethod.Linear }).Forecast!;
            var seasonal = Forecaster.Forecast(input with { Wish = ForecastMethod.Seasonal }).Forecast!;
            yield return new ForecastTrial(quota.Code, quota.EnergyType, quota.IsYearly, period, share, (double)measured == outcome, outcome >= least,
                Error(linear.Value), seasonal.IsFallback ? null : Error(seasonal.Value), Error(chosen.Value), naive is { } n ? Error((decimal)n) : null,
                (double)chosen.Low <= outcome && outcome <= (double)chosen.High, chosen.Method);
        }

        double Error(decimal value) => Math.Abs(((double)value - outcome) / outcome) * 100;
    }
}
