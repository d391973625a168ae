using System.Text.Json;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;
using static EmsDashboard.Tests.Features.Quotas.Forecasting.MadeSeries;

namespace EmsDashboard.Tests.Features.Quotas.Forecasting;

public sealed class ForecastCalibrationTests
{
    private static readonly DateOnly Start = Day(2019, 1, 1);
    private static readonly DateOnly AsOf = Day(2021, 7, 10);

    private static decimal? Wavy(DateOnly day) => 100 + (day.DayNumber * 7919 % 31) + (day.DayOfWeek == DayOfWeek.Sunday ? -60 : 0);

    private static string Stored(ForecastCalibration calibration) => JsonSerializer.Serialize(calibration);

    private static ForecastCalibration Calibrate(DailySeries days, DateOnly? asOf = null) =>
        ForecastCalibration.Calibrate(days, Months(Start, Day(2022, 1, 1)), asOf ?? AsOf, EnergyType.Electricity, 31);

    [Fact]
    public void Calibrate_WhatComesAfter_ChangesNothing()
    {
        var end = Day(2022, 1, 1);
        var one = Calibrate(Of(Start, end, Wavy));
        var other = Calibrate(Of(Start, end, day => day < AsOf ? Wavy(day) : 1_000_000m));
        var cut = Calibrate(Of(Start, AsOf, Wavy));

        Assert.Equal(Stored(one), Stored(other));
        Assert.Equal(Stored(one), Stored(cut));
        Assert.NotEqual(Stored(one), Stored(Calibrate(Of(Start, end, day => day < AsOf.AddDays(-20) ? Wavy(day) : 1_000_000m))));
    }

    [Fact]
    public void Try_AtAShare_KnowsNothingOfTheRestOfThePeriod()
    {
        var period = Month(2021, 6);
        var half = Day(2021, 6, 16);
        var one = ForecastCalibration.Known(Of(Start, AsOf, Wavy), period, half);
        var other = ForecastCalibration.Known(Of(Start, AsOf, day => day < half ? Wavy(day) : 9m), period, half);

        Assert.Equal(one, other);
        Assert.Equal(Of(Start, AsOf, Wavy).Months(half, 26), Of(Start, AsOf, day => day < half ? Wavy(day) : 9m).Months(half, 26));
    }

    [Fact]
    public void Calibrate_StoredAsJson_ComesBackTheSame()
    {
        var calibration = Calibrate(Of(Start, AsOf, Wavy));

        var back = JsonSerializer.Deserialize<ForecastCalibration>(Stored(calibration))!;

        Assert.Equal(Stored(calibration), Stored(back));
        Assert.Equal(calibration.Profile, back.Profile);
        Assert.InRange(Stored(calibration).Length, 200, 2000);
    }

    [Fact]
    public void Calibrate_CountsItsPeriodsAndItsLastDay()
    {
        var calibration = Calibrate(Of(Start, Day(2021, 7, 8), Wavy));

        Assert.Equal(Day(2021, 7, 7), calibration.Through);
        Assert.Equal(24, calibration.Of(ForecastMethod.Linear).Periods);
        // A last year there is only from 2020 on: 18 months.
        Assert.Equal(18, calibration.Of(ForecastMethod.Seasonal).Periods);
    }

    [Fact]
    public void Calibrate_SteadyUse_TrustsItsOwnPast()
    {
        var steady = Calibrate(Of(Start, AsOf, _ => 10m)).Of(ForecastMethod.Linear);
        var unknown = ForecastCalibration.Unknown(EnergyType.Electricity, 31).Of(ForecastMethod.Linear);

        Assert.Equal((0.0, 24), (Math.Round(steady.MedianErrorPct!.Value, 9), steady.Periods));
        Assert.Equal((null, 0), (unknown.MedianErrorPct, unknown.Periods));
        Assert.True(steady.Bands[2].High < unknown.Bands[2].High / 3);
        Assert.All(steady.Bands, b => Assert.True(b.Low <= 0 && b.High >= 0));
    }

    [Fact]
    public void Calibrate_PeriodsOfAnyLength_AreTakenAsTheyCome()
    {
        var quarters = Enumerable.Range(0, 10).Select(i => new PeriodSpan(Day(2019, 1, 13).AddMonths(3 * i), Day(2019, 4, 13).AddMonths(3 * i)));

        var calibration = ForecastCalibration.Calibrate(Of(Start, AsOf, Wavy), quarters, AsOf, EnergyType.Gas, 91);

        Assert.Equal(9, calibration.Of(ForecastMethod.Linear).Periods);
    }

    [Fact]
    public void Calibrate_PeriodMostlyMissing_IsNotTried()
    {
        var gaps = Of(Start, AsOf, day => day.Month == 6 && day.Day > 20 ? null : Wavy(day));

        Assert.Equal(22, Calibrate(gaps).Of(ForecastMethod.Linear).Periods);
    }

    [Fact]
    public void Calibrate_RisingWithinEveryMonth_ChoosesTheBetterMethod()
    {
        // Months of the year differ wildly from year to year, days of a month do not: last year misleads.
        var calibration = Calibrate(Of(Start, AsOf, day => 10 + (day.Year * 37 + day.Month * 101) % 90));

        Assert.Equal(ForecastMethod.Linear, calibration.Method);
    }

    [Fact]
    public void Profile_Office_HasItsWeekdays()
    {
        var profile = WeekdayProfile.Of(Of(Start, AsOf, day => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 20m : 100m), AsOf);

        Assert.Equal(540 / 7.0, 100 / profile[DayOfWeek.Monday], 9);
        Assert.Equal(0.2, profile[DayOfWeek.Sunday] / profile[DayOfWeek.Friday], 9);
        Assert.Equal(1, profile.Weights.Average(), 9);
    }

    [Fact]
    public void Profile_FaultyAndMissingDays_CountForNothing()
    {
        var plain = Of(Start, AsOf, day => day.DayOfWeek == DayOfWeek.Sunday ? 20m : 100m);
        var faulty = Of(Start, AsOf, day => day == AsOf.AddDays(-3) ? 1_000_000m : day == AsOf.AddDays(-9) || day == AsOf.AddDays(-20) ? null : day.DayOfWeek == DayOfWeek.Sunday ? 20m : 100m);

        Assert.Equal(WeekdayProfile.Of(plain, AsOf), WeekdayProfile.Of(faulty, AsOf));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(520, 0)]
    [InlineData(520, -1)]
    public void Profile_TooLittleToGoBy_IsFlat(int days, int amount) =>
        Assert.Equal(WeekdayProfile.Flat, WeekdayProfile.Of(Of(AsOf.AddDays(-days), AsOf, _ => amount), AsOf));

    [Fact]
    public void Series_DayTwice_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new DailySeries([new DayUse(AsOf, 1, 1, 1), new DayUse(AsOf, 2, 1, 1)]));

    [Fact]
    public void Series_DaysLeftOut_AreExpectedButMissing()
    {
        var days = new DailySeries([new DayUse(Day(2021, 3, 5), 4, 2, 2), new DayUse(Day(2021, 3, 1), 1, 2, 2), new DayUse(Day(2021, 3, 2), 2, 1, 2)]);

        Assert.Equal((7m, 5, 10), days.Sum(Day(2021, 1, 1), Day(2022, 1, 1)));
        Assert.Equal((2m, 1, 4), days.Sum(Day(2021, 3, 2), Day(2021, 3, 4)));
        Assert.Equal([new MonthUse(Day(2021, 3, 1), 3, 3, Day(2021, 3, 2))], days.Months(Day(2021, 3, 5), 26));
    }
}
