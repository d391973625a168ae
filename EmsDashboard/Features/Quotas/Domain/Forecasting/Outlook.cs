namespace EmsDashboard.Features.Quotas.Domain.Forecasting;

/// <summary>
/// The use that nobody has measured: rows missing among the days so far, and each of the days after them. Estimates are double: they are
/// uncertain from the second digit on, and powers and quantiles have no decimal form. What is measured stays decimal and is added outside.
/// </summary>
/// <param name="From">The first of the days to come.</param>
/// <param name="Missing">Estimated use of the missing rows.</param>
/// <param name="Days">Expected use of each day from <paramref name="From"/> to the period's end; none is negative.</param>
/// <param name="Scale">What errors are measured by: the use that is not known, or a tenth of what the year's mean would make of it where next to nothing is expected.</param>
internal sealed record Outlook(ForecastMethod Method, DateOnly From, double Missing, double[] Days, double Scale)
{
    /// <summary>Days until what a month says of the present level counts half.</summary>
    private const double LevelHalfLife = 7;

    /// <summary>Days until a level apart from last year's is believed to be half way back.</summary>
    private const double ReversionHalfLife = 90;

    /// <summary>Weight of "tomorrow is like of late" against last year's slope, and the days until it counts half.</summary>
    private const double Persistence = 0.3;
    private const double PersistenceHalfLife = 40;

    /// <summary>Months that say something about the present level.</summary>
    private const int RecentMonths = 5;

    /// <summary>Days of mean use by which the level is drawn to last year's: a summer that used next to nothing makes no ratio worth following.</summary>
    private const double LevelPriorDays = 1;

    private const double ScaleFloor = 0.1;

    public double Unknown { get; } = Missing + Days.Sum();

    /// <summary>By the method wished for; linear where that needs a year that is not there. Needs at least one row in the period.</summary>
    public static Outlook Of(ForecastMethod wish, PeriodSpan period, PeriodUse use, IReadOnlyList<MonthUse> months, WeekdayProfile profile)
    {
        var from = use.Through is { } through ? through.AddDays(1) : period.Start;
        var missingRows = Math.Max(0, use.ExpectedMeterDays - use.MeterDays);
        // A correction below zero happens once; it is no pace.
        var rate = Math.Max(0, (double)use.Actual / use.MeterDays);
        var days = new double[Math.Max(0, period.End.DayNumber - from.DayNumber)];
        var method = wish == ForecastMethod.Seasonal && FillSeasonal(days, from, use.Meters, months, profile) ? wish : ForecastMethod.Linear;
        if (method == ForecastMethod.Linear) Array.Fill(days, rate * use.Meters);
        var missing = rate * missingRows;
        var usual = YearlyMean(months) * (missingRows + ((double)use.Meters * days.Length));
        return new Outlook(method, from, missing, days, Math.Max(missing + days.Sum(), ScaleFloor * usual));
    }

    /// <summary>False when a day has no last year.</summary>
    private static bool FillSeasonal(double[] days, DateOnly from, int meters, IReadOnlyList<MonthUse> months, WeekdayProfile profile)
    {
        var shape = new UseShape(months);
        var (level, recent) = Present(shape, from, months, profile);
        var (persistence, apart) = (Persistence, level - 1);
        var (lessPersistence, lessApart) = (Math.Pow(0.5, 1 / PersistenceHalfLife), Math.Pow(0.5, 1 / ReversionHalfLife));
        shape.Fill(from, days);
        for (var (i, weekday) = (0, from.DayOfWeek); i < days.Length; i++, weekday = WeekdayProfile.After(weekday))
        {
            if (double.IsNaN(days[i])) return false;
            days[i] = Math.Max(0, meters * profile[weekday] * ((persistence * recent) + ((1 - persistence) * (1 + apart) * days[i])));
            persistence *= lessPersistence;
            apart *= lessApart;
        }

        return true;
    }

    /// <summary>
    /// Of the last months, the later the heavier: their use as a multiple of last year's, and a meter's daily use with the weekdays taken
    /// out. That months are weighed by age and not by period makes an early day lean on the month before, by itself.
    /// </summary>
    private static (double Level, double Recent) Present(UseShape shape, DateOnly from, IReadOnlyList<MonthUse> months, WeekdayProfile profile)
    {
        double compared = 0, expected = 0, actual = 0, days = 0;
        Span<double> year = stackalloc double[31];
        for (var i = Math.Max(0, months.Count - RecentMonths); i < months.Count; i++)
        {
            var month = months[i];
            var length = month.LastDay.DayNumber - month.Month.DayNumber + 1;
            double weekdays = 0, lastYear = 0;
            shape.Fill(month.Month, year[..length]);
            for (var (day, weekday) = (0, month.Month.DayOfWeek); day < length; day++, weekday = WeekdayProfile.After(weekday))
            {
                weekdays += profile[weekday];
                lastYear += profile[weekday] * year[day];
            }

            var weight = Math.Pow(0.5, (from.DayNumber - month.Month.DayNumber - (length / 2.0)) / LevelHalfLife);
            actual += weight * (double)month.Amount;
            days += weight * month.MeterDays * weekdays / length;
            if (double.IsNaN(lastYear)) continue;
            compared += weight * (double)month.Amount;
            expected += weight * month.MeterDays * lastYear / length;
        }

        var prior = LevelPriorDays * Math.Max(0, YearlyMean(months));
        return (expected + prior > 0 ? Math.Max(0, (compared + prior) / (expected + prior)) : 1, days > 0 ? Math.Max(0, actual / days) : 0);
    }

    private static double YearlyMean(IReadOnlyList<MonthUse> months)
    {
        double amount = 0, days = 0;
        for (var i = Math.Max(0, months.Count - 13); i < months.Count; i++)
        {
            amount += (double)months[i].Amount;
            days += months[i].MeterDays;
        }

        return days > 0 ? amount / days : 0;
    }
}
