namespace EmsDashboard.Features.Quotas.Domain.Forecasting;

/// <summary>How much of a week's use falls on which weekday.</summary>
/// <param name="Weights">Seven, Sunday first as in <see cref="DayOfWeek"/>, none negative, mean 1.</param>
public sealed record WeekdayProfile(double[] Weights)
{
    public const int Weeks = 10;

    /// <summary>Fewer days of one weekday say more about those days than about the weekday.</summary>
    private const int FewestWeeks = 4;

    public static readonly WeekdayProfile Flat = new([1, 1, 1, 1, 1, 1, 1]);

    public double this[DayOfWeek day] => Weights[(int)day];

    public static DayOfWeek After(DayOfWeek day) => day == DayOfWeek.Saturday ? DayOfWeek.Sunday : day + 1;

    /// <summary>
    /// From the last weeks before a day: the median of each weekday, so that a holiday or a meter's fault does not count. Flat when a
    /// weekday has too few days with data or the week's use is not positive.
    /// </summary>
    /// <param name="before">Only days before it count.</param>
    public static WeekdayProfile Of(DailySeries days, DateOnly before)
    {
        if (days.IsEmpty) return Flat;
        var weights = new double[7];
        Span<double> rates = stackalloc double[Weeks];
        for (var weekday = 0; weekday < 7; weekday++)
        {
            var count = 0;
            for (var back = weekday + 1; back <= Weeks * 7; back += 7)
                if (days.Rate(before.AddDays(-back)) is var rate && !double.IsNaN(rate)) rates[count++] = rate;
            if (count < FewestWeeks) return Flat;
            weights[(int)before.AddDays(-weekday - 1).DayOfWeek] = Math.Max(0, Quantile.Median(rates[..count]));
        }

        var mean = weights.Average();
        return mean > 0 ? new WeekdayProfile([.. weights.Select(w => w / mean)]) : Flat;
    }

    public bool Equals(WeekdayProfile? other) => other is not null && Weights.SequenceEqual(other.Weights);

    public override int GetHashCode() => Weights.Aggregate(0, HashCode.Combine);
}
