using EmsDashboard.Features.Quotas.Domain;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class CumulativeUseTests
{
    private static readonly DateOnly March = new(2021, 3, 1);
    private static readonly DateOnly April = new(2021, 4, 1);

    [Fact]
    public void Of_MissingDay_CarriesTheTotalAndStaysMissing()
    {
        var points = CumulativeUse.Of(March, April, 310, Days(March, 5m, null, 7m), March.AddDays(2));

        Assert.Equal(31, points.Count);
        Assert.Equal([5m, null, 7m, null], points.Take(4).Select(p => p.Use));
        Assert.Equal([5m, 5m, 12m, null], points.Take(4).Select(p => p.Actual));
        Assert.Equal([10m, 20m, 310m], new[] { points[0].Budget, points[1].Budget, points[^1].Budget });
    }

    [Fact]
    public void Of_RowAfterTheDataEnd_IsNotCounted()
    {
        var points = CumulativeUse.Of(March, April, 310, Days(March, 1m, 2m, 4m), March.AddDays(1));

        Assert.Equal((3m, null, null), (points[1].Actual, points[2].Actual, points[2].Use));
    }

    [Fact]
    public void Of_YearBefore_RunsOnTheSameDates()
    {
        var points = CumulativeUse.Of(March, April, 310, Days(March.AddYears(-1).AddDays(1), 3m, 4m), null);

        Assert.Equal([0m, 3m, 7m, 7m], points.Take(4).Select(p => p.LastYear));
        Assert.Null(CumulativeUse.Of(March, April, 310, Days(March, 3m), null)[0].LastYear);
    }

    [Theory]
    [InlineData(2021, 28, 29)]
    [InlineData(2020, 29, 28)]
    public void Of_LeapFebruary_EndsWithTheWholeMonthBefore(int year, int length, int before)
    {
        var start = new DateOnly(year, 2, 1);
        var points = CumulativeUse.Of(start, start.AddMonths(1), 100, Days(start.AddYears(-1), [.. Enumerable.Repeat<decimal?>(1m, before)]), null);

        Assert.Equal(length, points.Count);
        Assert.Equal(before, points[^1].LastYear);
    }

    [Theory]
    [InlineData(80, 2)]
    [InlineData(80.001, 3)]
    [InlineData(100, 3)]
    [InlineData(120.001, null)]
    public void ReachedOn_Threshold_IsTheFirstDayAtOrAboveIt(double pct, int? day)
    {
        var points = CumulativeUse.Of(March, April, 100, Days(March, 30m, 50m, 40m), March.AddDays(10));

        Assert.Equal(day is { } d ? new DateOnly(2021, 3, d) : null, CumulativeUse.ReachedOn(points, 100, (decimal)pct));
    }

    [Fact]
    public void ReachedOn_NoLimit_IsNever() =>
        Assert.Null(CumulativeUse.ReachedOn(CumulativeUse.Of(March, April, 0, Days(March, 30m), March), 0, 80));

    private static Dictionary<DateOnly, decimal> Days(DateOnly from, params decimal?[] amounts) =>
        amounts.Select((a, i) => (Day: from.AddDays(i), Amount: a)).Where(d => d.Amount is not null).ToDictionary(d => d.Day, d => d.Amount!.Value);
}
