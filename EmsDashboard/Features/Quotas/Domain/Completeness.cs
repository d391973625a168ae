namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>When data of a device are expected.</summary>
/// <param name="First">First expected day; null when it never delivered anything, and nothing is expected.</param>
/// <param name="Last">Last expected day; null while it goes on.</param>
/// <param name="Gaps">Spans in which data are known to be missing, in any order; they may overlap.</param>
public sealed record ExpectedDevice(DateOnly? First, DateOnly? Last, IReadOnlyList<PeriodSpan> Gaps)
{
    /// <summary>The parts of [start, through] in which data are expected, the earliest first, none touching another.</summary>
    public IEnumerable<PeriodSpan> ExpectedIn(DateOnly start, DateOnly through)
    {
        if (First is not { } first) yield break;
        var day = first > start ? first : start;
        var end = (Last is { } last && last < through ? last : through).AddDays(1);
        foreach (var gap in Gaps.OrderBy(g => g.Start))
        {
            if (gap.End <= day || gap.Days <= 0) continue;
            if (gap.Start >= end) break;
            if (gap.Start > day) yield return new PeriodSpan(day, gap.Start);
            day = gap.End;
        }

        if (day < end) yield return new PeriodSpan(day, end);
    }
}

/// <summary>How many of the days that devices should have delivered are there.</summary>
/// <param name="ExpectedDays">Device-days that are expected.</param>
/// <param name="PresentDays">Of these, the ones with data.</param>
public readonly record struct Completeness(long ExpectedDays, long PresentDays, DataState State)
{
    public long MissingDays => ExpectedDays - PresentDays;

    /// <summary>Share of the expected days that are present, exact; null when none is expected.</summary>
    public Fraction? Share => ExpectedDays > 0 ? new Fraction(PresentDays, ExpectedDays) : null;

    /// <summary>0 to 100, rounded down at one decimal so that 100 means that nothing is missing; null when no day is expected.</summary>
    public decimal? ShownPct => ExpectedDays > 0 ? (Share!.Value * 100m).Floor(1) : null;

    /// <summary>From device-days that were counted before.</summary>
    /// <param name="present">Days with data; more than are expected count as all.</param>
    /// <param name="dataThrough">Latest local day with data of any of the devices, in the period or outside of it; null if there never was one.</param>
    /// <param name="through">Last day on which data can be there: the period's last, or while it runs the last that is over.</param>
    public static Completeness Of(long expected, long present, DateOnly? dataThrough, DateOnly start, DateOnly through)
    {
        var counted = Math.Min(expected, present);
        var state = DataFreshness.Judge(dataThrough, start, through.AddDays(1));
        if (state == DataState.Complete && counted < expected)
            // Data from after a hole do not fill it; for a period that has just begun they are only on their way.
            state = counted == 0 && dataThrough >= start ? DataState.None : DataState.Incomplete;
        return new Completeness(expected, counted, state);
    }

    /// <summary>From the days of devices. A day with data that was not expected, in a known gap or after a device's end, counts for nothing.</summary>
    /// <inheritdoc cref="Of(long, long, DateOnly?, DateOnly, DateOnly)"/>
    public static Completeness Of(IEnumerable<(ExpectedDevice Device, IReadOnlySet<DateOnly> DaysWithData)> devices, DateOnly start, DateOnly through)
    {
        long expected = 0, present = 0;
        DateOnly? dataThrough = null;
        foreach (var (device, days) in devices)
        {
            var spans = device.ExpectedIn(start, through).ToList();
            expected += spans.Sum(s => (long)s.Days);
            present += days.Count(day => spans.Any(s => s.Contains(day)));
            if (days.Count > 0 && days.Max() is var last && !(last <= dataThrough)) dataThrough = last;
        }

        return Of(expected, present, dataThrough, start, through);
    }
}
