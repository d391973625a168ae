namespace EmsDashboard.Features.Quotas.Domain.Forecasting;

/// <summary>
/// What a meter of the target uses on a day, going by the months of the year before: their daily means, joined by straight lines from the
/// middle of one month to the middle of the next so that no month's edge is a step, the weekdays left out.
/// </summary>
internal sealed class UseShape
{
    /// <summary>Fewer rows in a month make no mean worth following.</summary>
    private const int FewestMeterDays = 7;

    private readonly int _first;
    private readonly double[] _rates;

    public UseShape(IReadOnlyList<MonthUse> months)
    {
        _first = months.Count > 0 ? months.Min(m => Number(m.Month)) : 0;
        _rates = new double[months.Count > 0 ? months.Max(m => Number(m.Month)) - _first + 1 : 0];
        Array.Fill(_rates, double.NaN);
        foreach (var month in months)
            if (month.MeterDays >= FewestMeterDays) _rates[Number(month.Month) - _first] = (double)month.Amount / month.MeterDays;
    }

    /// <summary>One number a day; not a number when that month of the year before has no data and does not lie between two that have.</summary>
    /// <param name="from">The first of the days.</param>
    public void Fill(DateOnly from, Span<double> days)
    {
        for (var i = 0; i < days.Length;)
        {
            var (year, month, day) = from.AddDays(i);
            var length = DateTime.DaysInMonth(year, month);
            var number = ((year - 1) * 12) + month - 1;
            var (before, here, after) = (Rate(number - 1), Rate(number), Rate(number + 1));
            for (; day <= length && i < days.Length; day++, i++)
            {
                // 0 in the middle of the month, ±0.5 at its edges.
                var offset = ((day - 0.5) / length) - 0.5;
                var there = offset < 0 ? before : after;
                days[i] = double.IsNaN(here) ? before + ((offset + 1) / 2 * (after - before))
                    : double.IsNaN(there) ? here
                    : here + (Math.Abs(offset) * (there - here));
            }
        }
    }

    private double Rate(int month) => month - _first is var i && i >= 0 && i < _rates.Length ? _rates[i] : double.NaN;

    private static int Number(DateOnly month) => (month.Year * 12) + month.Month - 1;
}
