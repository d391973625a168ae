namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>One day of a period's running total. Amounts are in the quota's unit.</summary>
/// <param name="Use">Use of the day; null when there is no row.</param>
/// <param name="Actual">Running total up to and including the day; null after the data end.</param>
/// <param name="Budget">The quota spread evenly over the period's days, up to and including the day.</param>
/// <param name="LastYear">Running total of the same period a year before; null when that has no data at all.</param>
public readonly record struct CumulativePoint(DateOnly Day, decimal? Use, decimal? Actual, decimal Budget, decimal? LastYear);

/// <summary>The running total of a period, day by day, beside what it is measured against.</summary>
public static class CumulativeUse
{
    /// <param name="start">First day of the period.</param>
    /// <param name="end">First day after it.</param>
    /// <param name="days">Use by day; days of other periods are left aside, but for the year before.</param>
    /// <param name="through">Last day that counts; later rows are left aside.</param>
    public static IReadOnlyList<CumulativePoint> Of(
        DateOnly start, DateOnly end, decimal quota, IReadOnlyDictionary<DateOnly, decimal> days, DateOnly? through)
    {
        var length = end.DayNumber - start.DayNumber;
        var lastYear = new RunningTotal(days, start.AddYears(-1), end.AddYears(-1));
        var points = new List<CumulativePoint>(length);
        decimal total = 0;
        for (var i = 0; i < length; i++)
        {
            var day = start.AddDays(i);
            decimal? use = day <= through && days.TryGetValue(day, out var amount) ? amount : null;
            total += use ?? 0;
            // A leap February ends on another day than its neighbour; the last day of one is compared with the last day of the other.
            var before = i == length - 1 ? end.AddYears(-1).AddDays(-1) : day.AddYears(-1);
            points.Add(new CumulativePoint(day, use, day <= through ? total : null, quota * (i + 1) / length, lastYear.Through(before)));
        }
        return points;
    }

    /// <summary>First day on which the running total reached a share of the quota; null if it has not, or no limit is set.</summary>
    public static DateOnly? ReachedOn(IReadOnlyList<CumulativePoint> points, decimal quota, decimal thresholdPct)
    {
        if (quota <= 0) return null;
        foreach (var point in points)
            if (point.Use is not null && point.Actual * 100 >= thresholdPct * quota)
                return point.Day;
        return null;
    }

    private sealed class RunningTotal
    {
        private readonly (DateOnly Day, decimal Total)[] _steps;

        public RunningTotal(IReadOnlyDictionary<DateOnly, decimal> days, DateOnly start, DateOnly end)
        {
            decimal total = 0;
            _steps = [.. days.Where(d => d.Key >= start && d.Key < end).OrderBy(d => d.Key).Select(d => (d.Key, total += d.Value))];
        }

        public decimal? Through(DateOnly day)
        {
            if (_steps.Length == 0) return null;
            var index = Array.FindLastIndex(_steps, s => s.Day <= day);
            return index < 0 ? 0 : _steps[index].Total;
        }
    }
}
