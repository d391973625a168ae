using System.Globalization;
using EmsDashboard.Features.Quotas.Domain;
using FsCheck;
using FsCheck.Fluent;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class CompletenessTests
{
    private static readonly DateOnly Start = new(2026, 3, 1);

    /// <summary>Days are those of March 2026; a device's first and last may lie outside of it.</summary>
    [Theory]
    [InlineData("2025-01-01", null, "", "1-31")]
    [InlineData("2026-03-10", null, "", "10-31")]
    [InlineData("2025-01-01", "2026-03-10", "", "1-10")]
    [InlineData("2026-03-10", "2026-03-10", "", "10-10")]
    [InlineData("2026-04-01", null, "", "")]
    [InlineData("2025-01-01", "2026-02-28", "", "")]
    [InlineData(null, null, "", "")]
    [InlineData("2025-01-01", null, "5-7", "1-4 8-31")]
    [InlineData("2025-01-01", null, "1-7", "8-31")]
    [InlineData("2025-01-01", null, "25-31", "1-24")]
    [InlineData("2025-01-01", null, "1-31", "")]
    [InlineData("2025-01-01", null, "10-20 5-12 15-16", "1-4 21-31")]
    [InlineData("2025-01-01", null, "5-7 8-9", "1-4 10-31")]
    [InlineData("2026-03-06", "2026-03-20", "1-7 19-31", "8-18")]
    public void ExpectedIn_March_IsFromFirstToLastWithoutGaps(string? first, string? last, string gaps, string expected)
    {
        var device = new ExpectedDevice(first is null ? null : QuotaChecks.Day(first), last is null ? null : QuotaChecks.Day(last), Spans(gaps));

        Assert.Equal(Spans(expected), device.ExpectedIn(Start, new DateOnly(2026, 3, 31)));
    }

    [Theory]
    [InlineData(310, 310, "2026-03-31", DataState.Complete, "100")]
    [InlineData(310, 309, "2026-03-31", DataState.Incomplete, "99.6")]
    [InlineData(1_000_000, 999_999, "2026-03-31", DataState.Incomplete, "99.9")]
    [InlineData(310, 311, "2026-03-31", DataState.Complete, "100")]
    [InlineData(310, 1, "2026-03-31", DataState.Incomplete, "0.3")]
    [InlineData(3_100, 1, "2026-03-31", DataState.Incomplete, "0")]
    // Data after the period say that what is missing in it is a hole, and not on its way.
    [InlineData(310, 309, "2026-06-30", DataState.Incomplete, "99.6")]
    [InlineData(310, 0, "2026-06-30", DataState.None, "0")]
    // Four days back from 1 April, when the period is over.
    [InlineData(310, 300, "2026-03-29", DataState.Incomplete, "96.7")]
    [InlineData(310, 300, "2026-03-28", DataState.Stale, "96.7")]
    [InlineData(310, 0, "2026-02-28", DataState.None, "0")]
    [InlineData(310, 0, null, DataState.None, "0")]
    [InlineData(0, 0, "2026-03-31", DataState.Complete, null)]
    [InlineData(0, 0, null, DataState.None, null)]
    public void Of_Counts_SayHowFarTheyCanBeTrusted(long expected, long present, string? dataThrough, DataState state, string? pct)
    {
        var completeness = Completeness.Of(expected, present, dataThrough is null ? null : QuotaChecks.Day(dataThrough), Start, new DateOnly(2026, 3, 31));

        Assert.Equal((state, pct is null ? (decimal?)null : decimal.Parse(pct, CultureInfo.InvariantCulture)), (completeness.State, completeness.ShownPct));
    }

    [Theory]
    [InlineData("2026-02-28", 0, DataState.Complete)]
    [InlineData("2026-03-01", 10, DataState.Incomplete)]
    [InlineData("2026-03-02", 20, DataState.Incomplete)]
    [InlineData("2026-03-03", 30, DataState.None)]
    public void Of_PeriodThatHasJustBegun_IsNotWithoutDataUntilTheyAreLate(string through, long expected, DataState state) =>
        Assert.Equal(state, Completeness.Of(expected, 0, new DateOnly(2026, 2, 28), Start, QuotaChecks.Day(through)).State);

    [Fact]
    public void Of_Devices_CountsOnlyDaysThatWereExpected()
    {
        var whole = new ExpectedDevice(new DateOnly(2025, 1, 1), null, []);
        var removed = new ExpectedDevice(new DateOnly(2025, 1, 1), new DateOnly(2026, 3, 10), Spans("5-6"));
        // The second has a day in its gap and one after its end, and lacks the 9th.
        var completeness = Completeness.Of([(whole, Days(1, 31)), (removed, Days(1, 8).Concat([Day(10), Day(20)]).ToHashSet())], Start, new DateOnly(2026, 3, 31));

        Assert.Equal((39L, 38L, 1L, DataState.Incomplete), (completeness.ExpectedDays, completeness.PresentDays, completeness.MissingDays, completeness.State));
        Assert.Equal(new Fraction(38, 39), completeness.Share);
        Assert.Equal(97.4m, completeness.ShownPct);
    }

    [Fact]
    public void Of_NoDevices_IsNone() => Assert.Equal(new Completeness(0, 0, DataState.None), Completeness.Of([], Start, new DateOnly(2026, 3, 31)));

    /// <summary>Against counting day by day.</summary>
    [Fact]
    public void Of_AnyDevices_AgreesWithCountingDays()
    {
        var span = from start in Gen.Choose(-5, 35) from days in Gen.Choose(0, 12) select new PeriodSpan(Day(1).AddDays(start), Day(1).AddDays(start + days));
        var device = from first in Gen.Choose(-10, 40)
                     from length in Gen.Choose(-1, 50)
                     from gaps in span.ListOf().Resize(4)
                     from present in Gen.Choose(-3, 36).ListOf().Resize(40)
                     select (Device: new ExpectedDevice(Day(1).AddDays(first), length < 0 ? null : Day(1).AddDays(first + length), [.. gaps]),
                         Days: (IReadOnlySet<DateOnly>)present.Select(d => Day(1).AddDays(d)).ToHashSet());
        var cases = from devices in device.ListOf().Resize(5) from through in Gen.Choose(1, 31) select (devices, Through: Day(through));
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var expected = (from d in c.devices from i in Enumerable.Range(0, c.Through.Day) where IsExpected(d.Device, Start.AddDays(i)) select (d, Start.AddDays(i))).ToList();
            var completeness = Completeness.Of(c.devices, Start, c.Through);
            return completeness.ExpectedDays == expected.Count
                && completeness.PresentDays == expected.Count(e => e.d.Days.Contains(e.Item2))
                && completeness.ShownPct == 100 == (expected.Count > 0 && completeness.MissingDays == 0)
                && (completeness.State != DataState.Complete || completeness.MissingDays == 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

        static bool IsExpected(ExpectedDevice device, DateOnly day) => day >= device.First && !(day > device.Last) && !device.Gaps.Any(g => g.Contains(day));
    }

    private static List<PeriodSpan> Spans(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('-').Select(d => int.Parse(d, CultureInfo.InvariantCulture)).ToArray())
            .Select(d => new PeriodSpan(Day(d[0]), Day(d[1]).AddDays(1)))];

    private static HashSet<DateOnly> Days(int first, int last) => [.. Enumerable.Range(first, last - first + 1).Select(Day)];

    private static DateOnly Day(int day) => new(2026, 3, day);
}
