using EmsDashboard.Features.Energy.Domain;

namespace EmsDashboard.Features.Quotas.Domain.Forecasting;

/// <summary>What a forecast may be off by at an elapsed share of the period, as parts of the use that is not known then.</summary>
/// <param name="Share">Elapsed share of the period, 0 to 1.</param>
/// <param name="Low">10th percentile of (outcome − forecast) ÷ unknown use; not above 0.</param>
/// <param name="High">90th percentile; not below 0.</param>
public readonly record struct ErrorBand(double Share, double Low, double High);

/// <summary>How a method did in earlier periods of the quota.</summary>
/// <param name="Periods">Periods it was tried on.</param>
/// <param name="MedianErrorPct">Median absolute error in the middle of a period, percent of the period's use; null without one.</param>
/// <param name="Bands">By share, ascending.</param>
public sealed record MethodCalibration(ForecastMethod Method, int Periods, double? MedianErrorPct, IReadOnlyList<ErrorBand> Bands)
{
    /// <summary>Straight between the bands; before the first and after the last as there.</summary>
    internal (double Low, double High) At(double share)
    {
        var before = Bands[0];
        foreach (var band in Bands)
        {
            if (share <= band.Share)
            {
                var part = band.Share > before.Share ? (share - before.Share) / (band.Share - before.Share) : 0;
                return (before.Low + (part * (band.Low - before.Low)), before.High + (part * (band.High - before.High)));
            }

            before = band;
        }

        return (before.Low, before.High);
    }
}

/// <summary>
/// What a quota's own past says about its forecasts: small enough to be stored with the quota, so that a check needs no daily rows. Made by
/// a nightly job; one that is some days old only knows a little less.
/// </summary>
/// <param name="Through">Latest day with data that it knows; null without any.</param>
/// <param name="Method">The better one of the past.</param>
/// <param name="Methods">One for each method.</param>
public sealed record ForecastCalibration(DateOnly? Through, WeekdayProfile Profile, ForecastMethod Method, IReadOnlyList<MethodCalibration> Methods)
{
    /// <summary>Past periods that count at most; what was before says little about today.</summary>
    public const int MostPeriods = 24;

    /// <summary>Rows a past period must have of those expected to say what its use was.</summary>
    public const double LeastComplete = 0.8;

    /// <summary>Fewer tried periods choose no method.</summary>
    private const int FewestToChoose = 3;

    /// <summary>How many periods of its own a quota needs to be believed as much as what is known of its kind.</summary>
    private const double PriorPeriods = 6;

    internal static readonly double[] Shares = [0.1, 0.25, 0.5, 0.75, 0.9];

    private static readonly ForecastMethod[] Both = Enum.GetValues<ForecastMethod>();

    public MethodCalibration Of(ForecastMethod method) => Methods.First(m => m.Method == method);

    /// <summary>For a quota without a past: no weekdays, seasonal where there is a last year, the errors of its kind.</summary>
    public static ForecastCalibration Unknown(EnergyType type, int periodDays) => Calibrate(new DailySeries([]), [], default, type, periodDays);

    /// <summary>Tries every method on the quota's past periods at several elapsed shares, each time with nothing but what was known then.</summary>
    /// <param name="days">The target's days in the quota's unit; days from <paramref name="asOf"/> on are not looked at.</param>
    /// <param name="periods">The quota's periods, however they are cut; those that end by <paramref name="asOf"/> count, the last <see cref="MostPeriods"/> of them.</param>
    /// <param name="asOf">The local date at whose beginning the calibration is made.</param>
    /// <param name="periodDays">Usual length of a period; decides which errors count where the quota has too few of its own.</param>
    public static ForecastCalibration Calibrate(DailySeries days, IEnumerable<PeriodSpan> periods, DateOnly asOf, EnergyType type, int periodDays)
    {
        var trials = periods.Where(p => p.End <= asOf).OrderByDescending(p => p.Start).Take(MostPeriods).SelectMany(p => Try(days, p)).ToList();
        var profile = WeekdayProfile.Of(days, asOf);
        var methods = Both.Select(m => Summary(m, [.. trials.Where(t => t.Method == m)], type, periodDays)).ToList();
        return new ForecastCalibration(days.LastBefore(asOf), profile, Choose(trials), methods);
    }

    internal readonly record struct Trial(ForecastMethod Method, PeriodSpan Period, double Share, double Error, double? AbsolutePct);

    /// <summary>Nothing when too little of the period was measured to know how it ended.</summary>
    internal static IEnumerable<Trial> Try(DailySeries days, PeriodSpan period)
    {
        if (Outcome(days, period) is not { } outcome) yield break;
        foreach (var share in Shares)
        {
            var today = period.Start.AddDays((int)Math.Round(period.Days * share));
            var use = Known(days, period, today);
            if (use.MeterDays == 0 || use.Meters == 0) continue;
            var months = days.Months(today, Forecaster.MonthsNeeded);
            var profile = WeekdayProfile.Of(days, today);
            foreach (var method in Both)
            {
                var outlook = Outlook.Of(method, period, use, months, profile);
                if (outlook.Method != method) continue;
                var error = outcome - (double)use.Actual - outlook.Unknown;
                yield return new Trial(method, period, share, outlook.Scale > 0 ? error / outlook.Scale : 0, outcome != 0 ? Math.Abs(error / outcome) * 100 : null);
            }
        }
    }

    /// <summary>What was known of a period at the beginning of a day.</summary>
    internal static PeriodUse Known(DailySeries days, PeriodSpan period, DateOnly today)
    {
        if (days.LastBefore(today) is not { } through || through < period.Start) return new PeriodUse(0, 0, 0, null, days.ExpectedOn(today.AddDays(-1)));
        var (amount, meterDays, expected) = days.Sum(period.Start, through.AddDays(1));
        return new PeriodUse(amount, meterDays, expected, through, days.ExpectedOn(through));
    }

    /// <summary>Use of a whole period, its missing rows taken as the mean of the others; null when too many are missing.</summary>
    internal static double? Outcome(DailySeries days, PeriodSpan period)
    {
        var (amount, meterDays, expected) = days.Sum(period.Start, period.End);
        if (meterDays == 0) return null;
        // Before the first row and after the last nobody says what to expect: as much as beside them.
        expected += Math.Max(0, days.First.DayNumber - period.Start.DayNumber) * days.ExpectedOn(days.First)
            + (Math.Max(0, period.End.DayNumber - days.End.DayNumber) * days.ExpectedOn(days.End.AddDays(-1)));
        return meterDays >= LeastComplete * expected ? (double)amount * Math.Max(1, (double)expected / meterDays) : null;
    }

    /// <summary>By the mean over the shares of the median error, on the trials both could make; seasonal when there are too few.</summary>
    private static ForecastMethod Choose(List<Trial> trials)
    {
        double linear = 0, seasonal = 0;
        var shares = trials.Where(t => t.AbsolutePct is not null && t.Share is >= 0.25 and <= 0.75).GroupBy(t => t.Share);
        foreach (var share in shares)
        {
            var both = share.GroupBy(t => t.Period).Where(p => p.Count() == Both.Length).SelectMany(p => p).ToList();
            if (both.Count < FewestToChoose * Both.Length) continue;
            linear += MedianPct(both, ForecastMethod.Linear);
            seasonal += MedianPct(both, ForecastMethod.Seasonal);
        }

        return linear < seasonal ? ForecastMethod.Linear : ForecastMethod.Seasonal;
    }

    private static MethodCalibration Summary(ForecastMethod method, List<Trial> trials, EnergyType type, int periodDays)
    {
        var middle = trials.Where(t => t.Share == 0.5 && t.AbsolutePct is not null).ToList();
        var bands = Shares.Select(share => Band([.. trials.Where(t => t.Share == share).Select(t => t.Error)], share, ForecastPriors.Of(type, periodDays)));
        return new MethodCalibration(method, middle.Count, middle.Count > 0 ? MedianPct(middle, method) : null, [.. bands]);
    }

    private static ErrorBand Band(double[] errors, double share, double prior)
    {
        var (low, high) = (-prior, prior);
        if (errors.Length > 0)
        {
            // The next outcome is one more draw: with n known, its 90th percentile is the 0.9·(n + 1)-th of them.
            var n = errors.Length;
            var p = n > 1 ? ((0.9 * (n + 1)) - 1) / (n - 1) : 1;
            var own = n / (n + PriorPeriods);
            low += own * (Quantile.Of(errors, 1 - p) - low);
            high += own * (Quantile.Of(errors, p) - high);
        }

        return new ErrorBand(share, Math.Min(0, low), Math.Max(0, high));
    }

    private static double MedianPct(IEnumerable<Trial> trials, ForecastMethod method) =>
        Quantile.Median(trials.Where(t => t.Method == method).Select(t => t.AbsolutePct!.Value).ToArray());
}
