using System.Globalization;
using EmsDashboard.Features.Quotas.Domain;
using FsCheck;
using FsCheck.Fluent;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class CarryOverTests
{
    [Theory]
    [InlineData(CarryOverMode.None, null, null, 30, 0)]
    [InlineData(CarryOverMode.None, null, null, -30, 0)]
    [InlineData(CarryOverMode.Unused, null, null, 30, 30)]
    [InlineData(CarryOverMode.Unused, null, null, -30, 0)]
    [InlineData(CarryOverMode.Unused, -10, 20, -30, 0)]
    [InlineData(CarryOverMode.Unused, null, 20, 30, 20)]
    [InlineData(CarryOverMode.Overspent, null, null, 30, 0)]
    [InlineData(CarryOverMode.Overspent, null, null, -30, -30)]
    [InlineData(CarryOverMode.Overspent, -20, null, -30, -20)]
    [InlineData(CarryOverMode.Both, null, null, 0, 0)]
    [InlineData(CarryOverMode.Both, -20, 10, 30, 10)]
    [InlineData(CarryOverMode.Both, -20, 10, 9, 9)]
    [InlineData(CarryOverMode.Both, -20, 10, -19, -19)]
    [InlineData(CarryOverMode.Both, -20, 10, -30, -20)]
    [InlineData(CarryOverMode.Both, 0, 0, 30, 0)]
    public void Carried_Balance_IsBetweenItsBounds(CarryOverMode mode, int? min, int? max, int balance, int expected) =>
        Assert.Equal(expected, new CarryOver(mode, min, max).Carried(balance));

    /// <summary>Quota of 100 a month: usage by month, and what each is judged by.</summary>
    [Theory]
    [InlineData("both", "90 120 100", "100 110 90 | 90")]
    [InlineData("both", "200 200", "100 0 | -100")]
    [InlineData("unused", "200 80 80", "100 100 120 | 140")]
    [InlineData("overspent", "130 50 100", "100 70 100 | 100")]
    [InlineData("none", "130 50 100", "100 100 100 | 100")]
    public void Along_Periods_GivesWhatEachIsJudgedBy(string mode, string usage, string expected)
    {
        var rule = new CarryOver(Enum.Parse<CarryOverMode>(mode, ignoreCase: true));
        var carried = CarryOver.Along(usage.Split(' ').Select((use, i) => new CarryPeriod(Month(i), 100, decimal.Parse(use, CultureInfo.InvariantCulture), rule)));

        Assert.Equal(expected, $"{string.Join(' ', carried.Select(c => Text(c.EffectiveValue)))} | {Text(100 + carried[^1].CarriedOut)}");
    }

    [Fact]
    public void Along_PeriodWithoutLimit_NeitherTakesNorHandsOn()
    {
        var rule = new CarryOver(CarryOverMode.Both);
        var carried = CarryOver.Along([new(Month(0), 100, 10, rule), new(Month(1), 0, 500, rule), new(Month(2), 100, 100, rule)], carriedIn: 5);

        Assert.Equal([(5m, 95m), (0m, 0m), (0m, 0m)], carried.Select(c => (c.CarriedIn, c.CarriedOut)));
    }

    [Fact]
    public void Restate_ChangeThatEndsAtABound_ReturnsOnlyWhatChanged()
    {
        var rule = new CarryOver(CarryOverMode.Unused, Max: 10);
        var known = CarryOver.Along(Enumerable.Range(0, 5).Select(i => new CarryPeriod(Month(i), 100, 50, rule)));
        var changed = CarryOver.Restate(known, new CarryPeriod(Month(1), 100, 60, rule));

        // February still has more left than may be carried.
        Assert.Equal([Month(1)], changed.Select(c => c.Period.Start));
        Assert.Empty(CarryOver.Restate(known, known[2].Period));
        Assert.Throws<ArgumentException>(() => CarryOver.Restate(known, new CarryPeriod(Month(9), 100, 60, rule)));
    }

    [Fact]
    public void Restate_AnyPeriod_EqualsCarryingAlongAllAgain()
    {
        var rule = from mode in Gen.Elements(CarryOverMode.None, CarryOverMode.Unused, CarryOverMode.Overspent, CarryOverMode.Both)
                   from min in Gen.Choose(-60, 1)
                   from max in Gen.Choose(-1, 60)
                   select new CarryOver(mode, min > 0 ? null : min, max < 0 ? null : max);
        var period = from value in Gen.Choose(-1, 10) from actual in Gen.Choose(0, 2_000) from carry in rule select (value: value * 10m, actual: actual / 10m, carry);
        var cases = from periods in period.NonEmptyListOf().Resize(24)
                    from index in Gen.Choose(0, periods.Count - 1)
                    from restated in period
                    from carriedIn in Gen.Choose(-50, 50)
                    select (Periods: periods.Select((p, i) => new CarryPeriod(Month(i), p.value, p.actual, p.carry)).ToArray(), index, restated, carriedIn);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var known = CarryOver.Along(c.Periods, c.carriedIn);
            var restated = new CarryPeriod(Month(c.index), c.restated.value, c.restated.actual, c.restated.carry);
            var changed = CarryOver.Restate(known, restated, c.carriedIn).ToDictionary(p => p.Period.Start);
            return CarryOver.Along(c.Periods.Select((p, i) => i == c.index ? restated : p), c.carriedIn).SequenceEqual(known.Select(k => changed.GetValueOrDefault(k.Period.Start, k)))
                && known.Where(k => changed.ContainsKey(k.Period.Start)).All(k => changed[k.Period.Start] != k);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Theory]
    [InlineData(null, null, "")]
    [InlineData("0", "0", "")]
    [InlineData("-5.123456", "5", "")]
    [InlineData("1", null, "carry_over_bounds")]
    [InlineData(null, "-1", "carry_over_bounds")]
    [InlineData("-1000000000000000", null, "too_large")]
    [InlineData(null, "0.0000001", "too_many_decimals")]
    public void Problems_Bounds_HaveTheirSides(string? min, string? max, string expected) =>
        Assert.Equal(expected, string.Join(", ", new CarryOver(CarryOverMode.Both, Number(min), Number(max)).Problems().Select(p => p.Code)));

    private static DateOnly Month(int index) => new DateOnly(2026, 1, 1).AddMonths(index);

    private static string Text(decimal number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    private static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture);
}
