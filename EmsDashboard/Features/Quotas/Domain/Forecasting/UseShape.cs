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

    /// <summary>Not a number when that month of the year before has no data and does not lie between two that have.</summary>
    public double On(DateOnly day)
    {
        var (year, month, _) = day;
        var length = DateTime.DaysInMonth(year, month);
        var number = ((year - 1) * 12) + month - 1;
        // 0 in the middle of the month, ±0.5 at its edges.
        var offset = ((day.Day - 0.5) / length) - 0.5;
        var (before, here, after) = (Rate(number - 1), Rate(number), Rate(number + 1));
        if (double.IsNaN(here)) return before + ((offset + 1) / 2 * (after - before));
        var there = offset < 0 ? before : after;
        return double.IsNaN(there) ? here : here + (Math.Abs(offset) * (there - here));
    }

    private double Rate(int month) => month - _first is var i && i >= 0 && i < _rates.Length ? _rates[i] : double.NaN;

    private static int Number(DateOnly month) => (month.Year * 12) + month.Month - 1;
}
