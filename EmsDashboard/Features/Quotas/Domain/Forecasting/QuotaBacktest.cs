namespace EmsDashboard.Features.Quotas.Domain.Forecasting;

/// <summary>A threshold to be tried out.</summary>
/// <param name="Pct">Percent of the quota.</param>
/// <param name="OnForecast">Of the expected end, not of what is used.</param>
public readonly record struct BacktestThreshold(decimal Pct, bool OnForecast);

/// <summary>A threshold that a past period would have reached.</summary>
/// <param name="Day">First local day at whose end it would have been known.</param>
public readonly record struct BacktestCrossing(BacktestThreshold Threshold, DateOnly Day);

/// <summary>What a past period would have been under the tried quota.</summary>
/// <param name="Use">Sum of its rows.</param>
/// <param name="RatePct">Percent of the quota, half to even at 3 decimals; 0 without a limit.</param>
/// <param name="Complete">Share of the expected rows that are there, 0 to 1; 0 when nothing was expected.</param>
/// <param name="Crossings">Reached thresholds in the order they were given.</param>
public sealed record BacktestPeriod(PeriodSpan Period, decimal Use, decimal RatePct, decimal Complete, IReadOnlyList<BacktestCrossing> Crossings);

/// <summary>Values that suggest themselves for a quota, from past periods complete enough to say what they used. Null without such a period.</summary>
/// <param name="Median">Half of the past periods used more.</param>
/// <param name="NinetiethPercentile">One in ten used more.</param>
/// <param name="LastYearLess">Mean of the periods that ended within the last year, less the percentage asked for.</param>
public sealed record SuggestedQuotas(decimal? Median, decimal? NinetiethPercentile, decimal? LastYearLess);

/// <summary>A quota tried on the past before it is set.</summary>
public static class QuotaBacktest
{
    private const int Decimals = 3;

    /// <summary>What each period would have been, the earliest first; those without a row are left out.</summary>
    /// <param name="days">The target's days in the quota's unit.</param>
    /// <param name="periods">Past periods, however they are cut.</param>
    /// <param name="quota">The value to try; zero or less is no limit and crosses nothing.</param>
    /// <param name="calibrate">Makes the calibration as it would have been at the beginning of a period; asked only for thresholds on the forecast.</param>
    public static IReadOnlyList<BacktestPeriod> Run(
        DailySeries days, IEnumerable<PeriodSpan> periods, decimal quota, IReadOnlyList<BacktestThreshold> thresholds, Func<DateOnly, ForecastCalibration> calibrate) =>
    [
        .. from period in periods
           orderby period.Start
           let whole = days.Sum(period.Start, period.End)
           where whole.MeterDays > 0
           select new BacktestPeriod(period, whole.Amount, quota > 0 ? Rounded(whole.Amount / quota * 100) : 0,
               whole.Expected > 0 ? Math.Min(1, Rounded((decimal)whole.MeterDays / whole.Expected)) : 0,
               quota > 0 ? [.. Crossings(days, period, quota, thresholds, calibrate)] : []),
    ];

    /// <param name="asOf">Periods that end by this day count.</param>
    /// <param name="lessPct">Percentage points off last year's use.</param>
    public static SuggestedQuotas Suggest(DailySeries days, IEnumerable<PeriodSpan> periods, DateOnly asOf, decimal lessPct)
    {
        var past = (from period in periods
                    where period.End <= asOf
                    let outcome = ForecastCalibration.Outcome(days, period)
                    where outcome is not null
                    select (period.End, Use: outcome.Value)).ToList();
        if (past.Count == 0) return new SuggestedQuotas(null, null, null);
        double[] uses = [.. past.Select(p => p.Use)];
        var lastYear = past.Where(p => p.End > asOf.AddYears(-1)).ToList();
        return new SuggestedQuotas(Rounded((decimal)Quantile.Median(uses)), Rounded((decimal)Quantile.Of(uses, 0.9)),
            lastYear.Count > 0 ? Rounded((decimal)lastYear.Average(p => p.Use) * (100 - lessPct) / 100) : null);
    }

    private static IEnumerable<BacktestCrossing> Crossings(
        DailySeries days, PeriodSpan period, decimal quota, IReadOnlyList<BacktestThreshold> thresholds, Func<DateOnly, ForecastCalibration> calibrate)
    {
        var calibration = thresholds.Any(t => t.OnForecast) ? calibrate(period.Start) : null;
        var found = new DateOnly?[thresholds.Count];
        for (var day = period.Start; day < period.End; day = day.AddDays(1))
        {
            var actual = days.Sum(period.Start, day.AddDays(1)).Amount;
            var hasForecast = false;
            decimal? expected = null;
            for (var i = 0; i < found.Length; i++)
            {
                if (found[i] is not null) continue;
                if (thresholds[i].OnForecast && !hasForecast) (expected, hasForecast) = (Expected(days, period, day, calibration!), true);
                var reached = (thresholds[i].OnForecast ? expected : actual) * 100 >= thresholds[i].Pct * quota;
                if (reached) found[i] = day;
            }
        }

        for (var i = 0; i < found.Length; i++)
            if (found[i] is { } day) yield return new BacktestCrossing(thresholds[i], day);
    }

    private static decimal? Expected(DailySeries days, PeriodSpan period, DateOnly day, ForecastCalibration calibration)
    {
        var next = day.AddDays(1);
        return Forecaster.Forecast(new ForecastInput(period, next, 0, ForecastCalibration.Known(days, period, next), days.Months(next, Forecaster.MonthsNeeded), calibration)).Forecast?.Value;
    }

    private static decimal Rounded(decimal value) => Math.Round(value, Decimals, MidpointRounding.ToEven);
}
