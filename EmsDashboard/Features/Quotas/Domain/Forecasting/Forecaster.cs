namespace EmsDashboard.Features.Quotas.Domain.Forecasting;

/// <summary>What a forecast is made from.</summary>
/// <param name="Today">Local date of the quota.</param>
/// <param name="Quota">Limit in its unit; zero or less means that no limit is set.</param>
/// <param name="Months">Roll-ups of the target with data up to today in the quota's unit, the earliest first: <see cref="Forecaster.MonthsNeeded"/> of them at least, where there are as many.</param>
/// <param name="Wish">Method chosen by hand; null for the calibration's.</param>
public readonly record struct ForecastInput(
    PeriodSpan Period, DateOnly Today, decimal Quota, PeriodUse Use, IReadOnlyList<MonthUse> Months, ForecastCalibration Calibration, ForecastMethod? Wish = null);

/// <summary>Forecasts the end of a period from what is measured, the target's monthly roll-ups and the quota's calibration.</summary>
public static class Forecaster
{
    /// <summary>
    /// Roll-ups back from the last one with data: the five of late, last year's of the same and of the days to come, and one before them for the
    /// slope. A month without data among the five reaches further back, and is one less to count.
    /// </summary>
    public const int MonthsNeeded = 18;

    /// <summary>Days of the period that must be over; before them one odd day decides.</summary>
    public const int FewestDays = 2;

    private const int Decimals = 3;

    /// <summary>Amounts beyond it are cut: no quota is as large, and decimal ends.</summary>
    private const double Largest = 1e24;

    public static ForecastResult Forecast(ForecastInput input)
    {
        if (Hindrance(input) is { } reason) return new ForecastResult(null, reason);
        var (outlook, band, method, wish) = Look(input);
        var actual = input.Use.Actual;
        var unknown = outlook.Unknown;
        var value = actual + Amount(unknown);
        var (low, high) = (actual + Amount(Math.Max(0, unknown + (band.Low * outlook.Scale))), actual + Amount(unknown + (band.High * outlook.Scale)));
        var hasLimit = input.Quota > 0;
        return new ForecastResult(new QuotaForecast(value, low, high, outlook.Method, outlook.Method != wish,
            hasLimit ? ReachedOn(input, outlook, 0) : null, hasLimit ? ReachedOn(input, outlook, band.High) : null, hasLimit ? ReachedOn(input, outlook, band.Low) : null,
            hasLimit ? Allowance(input, outlook) : null, EstimatedShare(input, outlook),
            method.MedianErrorPct is { } error ? Math.Round((decimal)Math.Min(error, Largest), 1, MidpointRounding.ToEven) : null), null);
    }

    /// <summary>The expected running total at the end of each day after the last measured one; empty where there is no forecast.</summary>
    public static IReadOnlyList<ForecastPoint> Path(ForecastInput input)
    {
        if (Hindrance(input) is not null) return [];
        var (outlook, band, _, _) = Look(input);
        var points = new ForecastPoint[outlook.Days.Length];
        var (unknown, sum) = (outlook.Unknown, outlook.Missing);
        for (var i = 0; i < points.Length; i++)
        {
            sum += outlook.Days[i];
            points[i] = new ForecastPoint(outlook.From.AddDays(i), input.Use.Actual + Amount(sum),
                input.Use.Actual + Amount(Along(outlook, unknown, sum, i, band.Low)), input.Use.Actual + Amount(Along(outlook, unknown, sum, i, band.High)));
        }

        return points;
    }

    private static NoForecast? Hindrance(ForecastInput input) =>
        input.Today < input.Period.Start ? NoForecast.NotBegun
        : input.Today >= input.Period.End ? NoForecast.PeriodOver
        : input.Today < input.Period.Start.AddDays(FewestDays) ? NoForecast.TooEarly
        : input.Use.MeterDays == 0 ? NoForecast.NoData
        : null;

    private static (Outlook Outlook, (double Low, double High) Band, MethodCalibration Method, ForecastMethod Wish) Look(ForecastInput input)
    {
        var wish = input.Wish ?? input.Calibration.Method;
        var outlook = Outlook.Of(wish, input.Period, input.Use, input.Months, input.Calibration.Profile);
        var method = input.Calibration.Of(outlook.Method);
        return (outlook, method.At((double)(outlook.From.DayNumber - input.Period.Start.DayNumber) / input.Period.Days), method, wish);
    }

    /// <summary>Of what is not known, the part expected by the end of a day, at an error of the whole that grows as the use does.</summary>
    private static double Along(Outlook outlook, double unknown, double sum, int day, double error) =>
        Math.Max(0, sum + (error * outlook.Scale * (unknown > 0 ? sum / unknown : (day + 1.0) / outlook.Days.Length)));

    private static DateOnly? ReachedOn(ForecastInput input, Outlook outlook, double error)
    {
        var left = (double)(input.Quota - input.Use.Actual);
        if (left <= 0) return null;
        var (unknown, sum) = (outlook.Unknown, outlook.Missing);
        for (var i = 0; i < outlook.Days.Length; i++)
        {
            sum += outlook.Days[i];
            if (Along(outlook, unknown, sum, i, error) >= left) return outlook.From.AddDays(i);
        }

        return null;
    }

    private static decimal Allowance(ForecastInput input, Outlook outlook)
    {
        var gone = Gone(input, outlook);
        var left = input.Quota - input.Use.Actual - Amount(outlook.Missing + outlook.Days.Take(gone).Sum());
        // A row of today's counts as used: what is left is for the days after it.
        return Math.Round(Math.Max(0, left) / Math.Max(1, outlook.Days.Length - gone), Decimals, MidpointRounding.ToEven);
    }

    private static decimal EstimatedShare(ForecastInput input, Outlook outlook)
    {
        var use = input.Use;
        var waited = (long)use.Meters * Gone(input, outlook);
        var expected = Math.Max(use.ExpectedMeterDays, use.MeterDays) + waited;
        return Math.Round((decimal)(expected - use.MeterDays) / expected, Decimals, MidpointRounding.ToEven);
    }

    /// <summary>Days after the last measured one that are over.</summary>
    private static int Gone(ForecastInput input, Outlook outlook) => Math.Max(0, input.Today.DayNumber - outlook.From.DayNumber);

    private static decimal Amount(double value) => Math.Round((decimal)Math.Clamp(value, -Largest, Largest), Decimals, MidpointRounding.ToEven);
}
