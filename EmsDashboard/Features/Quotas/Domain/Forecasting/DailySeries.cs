namespace EmsDashboard.Features.Quotas.Domain.Forecasting;

/// <summary>A target's days as running totals, so that any span and any month cut at any day is a subtraction.</summary>
public sealed class DailySeries
{
    private readonly int _first;
    private readonly decimal[] _amount;
    private readonly int[] _meters;
    private readonly int[] _expected;

    /// <param name="days">In any order, each day once. Days between the first and the last that are left out expect what the day before expected.</param>
    /// <exception cref="ArgumentException">A day comes twice.</exception>
    public DailySeries(IEnumerable<DayUse> days)
    {
        DayUse[] sorted = [.. days.OrderBy(d => d.Day)];
        for (var i = 1; i < sorted.Length; i++)
            if (sorted[i].Day == sorted[i - 1].Day) throw new ArgumentException($"{sorted[i].Day:O} comes twice.", nameof(days));

        _first = sorted.Length > 0 ? sorted[0].Day.DayNumber : 0;
        var length = sorted.Length > 0 ? sorted[^1].Day.DayNumber - _first + 1 : 0;
        (_amount, _meters, _expected) = (new decimal[length + 1], new int[length + 1], new int[length + 1]);
        var next = 0;
        for (var i = 0; i < length; i++)
        {
            var isGiven = sorted[next].Day.DayNumber == _first + i;
            var day = isGiven ? sorted[next] : default;
            _amount[i + 1] = _amount[i] + day.Amount;
            _meters[i + 1] = _meters[i] + day.Meters;
            _expected[i + 1] = _expected[i] + (isGiven ? day.Expected : _expected[i] - _expected[i - 1]);
            if (isGiven) next++;
        }
    }

    private DailySeries(DailySeries other, Func<decimal, decimal> amount) =>
        (_first, _amount, _meters, _expected) = (other._first, Array.ConvertAll(other._amount, a => amount(a)), other._meters, other._expected);

    /// <summary>The same days of canonical amounts in a unit.</summary>
    public DailySeries In(Energy.Domain.Unit unit) => unit.Numerator == 1 && unit.Denominator == 1 ? this : new DailySeries(this, amount => unit.FromCanonical(amount, 9));

    public bool IsEmpty => _meters.Length == 1;

    public DateOnly First => DateOnly.FromDayNumber(_first);

    /// <summary>First day after the last one.</summary>
    public DateOnly End => DateOnly.FromDayNumber(_first + _meters.Length - 1);

    /// <summary>The span's sums, both ends within what is known.</summary>
    public (decimal Amount, int MeterDays, int Expected) Sum(DateOnly start, DateOnly end)
    {
        var (from, to) = (Index(start), Index(end));
        return to <= from ? default : (_amount[to] - _amount[from], _meters[to] - _meters[from], _expected[to] - _expected[from]);
    }

    /// <summary>Use of a meter on the day; not a number without data.</summary>
    internal double Rate(DateOnly day)
    {
        var i = day.DayNumber - _first;
        return i < 0 || i >= _meters.Length - 1 || _meters[i + 1] == _meters[i] ? double.NaN : (double)(_amount[i + 1] - _amount[i]) / (_meters[i + 1] - _meters[i]);
    }

    /// <summary>Meters expected on the day; 0 outside.</summary>
    internal int ExpectedOn(DateOnly day)
    {
        var i = day.DayNumber - _first;
        return i < 0 || i >= _meters.Length - 1 ? 0 : _expected[i + 1] - _expected[i];
    }

    /// <summary>Latest day with data before a day, or null.</summary>
    internal DateOnly? LastBefore(DateOnly before)
    {
        for (var i = Index(before); i > 0; i--)
            if (_meters[i] > _meters[i - 1]) return DateOnly.FromDayNumber(_first + i - 1);
        return null;
    }

    /// <summary>The roll-ups as they stood at the beginning of a day: the last <paramref name="count"/> months with data, the earliest first.</summary>
    internal List<MonthUse> Months(DateOnly before, int count)
    {
        var months = new List<MonthUse>(count);
        for (var month = QuotaCalendar.MonthOf(before.AddDays(-1)); months.Count < count && month.AddMonths(1) > First; month = month.AddMonths(-1))
        {
            var end = month.AddMonths(1) < before ? month.AddMonths(1) : before;
            var (amount, days, _) = Sum(month, end);
            if (days > 0) months.Add(new MonthUse(month, amount, days, LastBefore(end)!.Value));
        }

        months.Reverse();
        return months;
    }

    private int Index(DateOnly day) => Math.Clamp(day.DayNumber - _first, 0, _meters.Length - 1);
}
