using System.Globalization;
using EmsDashboard.Features.Quotas.Domain;
using FsCheck;
using FsCheck.Fluent;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class DistributionTests
{
    private static readonly PeriodRule FiscalYear = PeriodRule.Yearly(4, 6);

    [Theory]
    [InlineData(1, 1, "2026-05-01", 365, "31 28 31 30 31 30 31 31 30 31 30 31")]
    [InlineData(1, 1, "2024-05-01", 366, "31 29 31 30 31 30 31 31 30 31 30 31")]
    // January is the one that begins on 6 January: 31 days; April has 30.
    [InlineData(4, 6, "2026-05-01", 365, "31 28 31 30 31 30 31 31 30 31 30 31")]
    // From the last day of a month to the last of the next: the 31st to 28 February is January's, 28 days.
    [InlineData(1, 31, "2026-05-01", 365, "28 31 30 31 30 31 31 30 31 30 31 31")]
    public void ByDays_AsManyAsTheYearHas_GivesEachMonthItsDays(int month, int startDay, string day, int total, string expected)
    {
        var rule = PeriodRule.Yearly(month, startDay);

        Assert.Equal(expected, Distribution.ByDays(total, rule, rule.PeriodOf(QuotaChecks.Day(day))!.Value).ToString());
    }

    [Fact]
    public void ByDays_TotalThatDoesNotDivide_GivesWhatIsLeftToThoseThatLostMost()
    {
        var rule = PeriodRule.Yearly();
        var months = Distribution.ByDays(1000, rule, rule.PeriodOf(new DateOnly(2026, 1, 1))!.Value);

        // 31 days are 84.931506…, 30 are 82.191780…, 28 are 76.712328…: the thousandths left over go to the months of 30 days (…780) and
        // the earliest of 31 (…506).
        Assert.Equal("84.932 76.712 84.932 82.192 84.932 82.192 84.931 84.931 82.192 84.931 82.192 84.931", months.ToString());
        Assert.Equal(1000, months.Total);
    }

    [Fact]
    public void ByPercentages_InTheOrderOfTheYear_BelongToItsMonths()
    {
        var months = Distribution.ByPercentages(1000, 4, [20, 10, 5, 5, 5, 5, 5, 5, 10, 10, 10, 10]);

        Assert.Equal((200m, 100m, 100m), (months[4], months[5], months[3]));
        Assert.Equal([200m, 100, 50, 50, 50, 50, 50, 50, 100, 100, 100, 100], months.From(4));
    }

    [Theory]
    [InlineData("8.333 8.333 8.333 8.333 8.333 8.333 8.333 8.333 8.334 8.334 8.334 8.334", "")]
    [InlineData("100 0 0 0 0 0 0 0 0 0 0 0", "")]
    [InlineData("99.999 0 0 0 0 0 0 0 0 0 0 0", "percentages_not_whole 99.999")]
    [InlineData("110 -10 0 0 0 0 0 0 0 0 0 0", "month_negative ")]
    public void PercentageProblems_NotAWhole_SaysWhatTheyAddUpTo(string percentages, string expected) =>
        Assert.Equal(expected, string.Join(", ", Distribution.PercentageProblems([.. percentages.Split(' ').Select(Number)]).Select(p => $"{p.Code} {p.Detail}")));

    [Fact]
    public void ByShape_LastYear_KeepsItsProportionsAndIgnoresCorrections()
    {
        var months = Distribution.ByShape(60, 1, [-5, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0])!;

        Assert.Equal("0 10 20 30 0 0 0 0 0 0 0 0", months.ToString());
        Assert.Null(Distribution.ByShape(60, 1, [-5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
    }

    [Fact]
    public void Normalise_TypedIn_AddsUpToTheTotalAndLeavesWhatDoes()
    {
        var typed = new MonthAmounts([10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10.5m]);

        Assert.Equal("8.299 8.299 8.299 8.299 8.299 8.299 8.299 8.299 8.299 8.298 8.298 8.713", Distribution.Normalise(typed, 1, 100)!.ToString());
        // The earliest months of the fiscal year take what is left over.
        Assert.Equal(8.299m, Distribution.Normalise(typed, 4, 100)![4]);
        Assert.Equal(8.298m, Distribution.Normalise(typed, 4, 100)![3]);
        Assert.Same(typed, Distribution.Normalise(typed, 1, 120.5m));
        Assert.Null(Distribution.Normalise(new MonthAmounts(new decimal[12]), 1, 100));
    }

    [Theory]
    [InlineData("1000", "5", "950")]
    [InlineData("1000", "-5", "1050")]
    [InlineData("1000", "100", "0")]
    [InlineData("0.001", "50", "0")]
    [InlineData("0.003", "50", "0.002")]
    [InlineData("1234.567", "3.3", "1193.826")]
    public void LastYearLess_Percent_IsRoundedHalfToEven(string lastYear, string pct, string expected) =>
        Assert.Equal(Number(expected), Distribution.LastYearLess(Number(lastYear), Number(pct)));

    [Fact]
    public void MonthsOf_AFiscalYear_TileIt()
    {
        var year = FiscalYear.PeriodOf(new DateOnly(2026, 4, 6))!.Value;
        var months = Distribution.MonthsOf(FiscalYear, year).ToList();

        Assert.Equal(12, months.Count);
        Assert.Equal((year.Start, year.End), (months[0].Start, months[^1].End));
        Assert.All(months.Zip(months.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
    }

    /// <summary>Whatever the total, the year and the weights: the sum is the total, and no month is a thousandth or more off its share.</summary>
    [Fact]
    public void Split_AnyWeights_AddsUpExactly()
    {
        var cases =
            from mantissa in Gen.Choose(0, int.MaxValue)
            from scale in Gen.Choose(0, 6)
            from month in Gen.Choose(1, 12)
            from startDay in Gen.Choose(1, 31)
            from year in Gen.Choose(2000, 2050)
            from weights in Gen.Choose(0, 100_000).ArrayOf(12)
            select (Total: mantissa / (decimal)Math.Pow(10, scale), month, startDay, year, Weights: weights.Select(w => w / 1000m).ToArray());
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var rule = PeriodRule.Yearly(c.month, c.startDay);
            var days = Distribution.ByDays(c.Total, rule, rule.PeriodOf(new DateOnly(c.year, 7, 1))!.Value);
            if (days.Total != c.Total || days.From(1).Any(m => m < 0)) return false;
            if (Distribution.ByShape(c.Total, c.month, c.Weights) is not { } months) return c.Weights.All(w => w == 0);
            var sum = Fraction.Of(c.Weights.Sum());
            return months.Total == c.Total
                && months.Equals(MonthAmounts.TryParse(months.ToString()))
                && months.From(c.month).Zip(c.Weights).All(m => (Fraction.Of(m.First) * sum - Fraction.Of(m.Second) * c.Total) is var off
                    && off < sum * 0.001m && off > sum * -0.001m)
                && (Distribution.Normalise(months, c.month, 999.999m) is var again && (again is null ? c.Total == 0 : again.Total == 999.999m));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Theory]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11 12.5", "1 2 3 4 5 6 7 8 9 10 11 12.5")]
    [InlineData(" 1  2 3 4 5 6 7 8 9 10 11 12.500", "1 2 3 4 5 6 7 8 9 10 11 12.5")]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11", null)]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11 12 13", null)]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11 x", null)]
    [InlineData("", null)]
    public void TryParse_TwelveNumbers_OrNothing(string text, string? expected) => Assert.Equal(expected, MonthAmounts.TryParse(text)?.ToString());

    [Theory]
    [InlineData("1 1 1 1 1 1 1 1 1 1 1 1", 12, "")]
    [InlineData("1 1 1 1 1 1 1 1 1 1 1 1.000001", 12, "months_not_total +0.000001")]
    [InlineData("1 1 1 1 1 1 1 1 1 1 1 1", 100, "months_not_total -88")]
    [InlineData("-1 3 1 1 1 1 1 1 1 1 1 1", 12, "month_negative ")]
    [InlineData("1000000000000000 1 1 1 1 1 1 1 1 1 1 1", 12, "too_large ")]
    [InlineData("1.0000001 1 1 1 1 1 1 1 1 1 1 1", 12, "too_many_decimals 6")]
    public void Problems_OfMonths_NamesTheDifference(string months, int total, string expected) =>
        Assert.Equal(expected, string.Join(", ", MonthAmounts.TryParse(months)!.Problems(total).Select(p => $"{p.Code} {p.Detail}")));

    [Fact]
    public void Split_NegativeTotalOrWeights_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.ByPercentages(-1, 1, [100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
        Assert.Throws<ArgumentException>(() => Distribution.ByPercentages(1, 1, new decimal[12]));
        Assert.Throws<ArgumentException>(() => Distribution.ByPercentages(1, 1, [101, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
        Assert.Throws<ArgumentException>(() => Distribution.ByPercentages(1, 1, [100]));
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
