using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;
using FsCheck;
using FsCheck.Fluent;
using static EmsDashboard.Tests.Features.Quotas.Forecasting.MadeSeries;

namespace EmsDashboard.Tests.Features.Quotas.Forecasting;

public sealed class ForecasterTests
{
    private static readonly DateOnly Start = Day(2019, 1, 1);
    private static readonly DateOnly End = Day(2022, 1, 1);
    private static readonly DailySeries Even = Of(Start, End, _ => 10m);

    [Theory]
    [InlineData(ForecastMethod.Linear)]
    [InlineData(ForecastMethod.Seasonal)]
    public void Forecast_SameUseEveryDay_IsExact(ForecastMethod method)
    {
        var forecast = Forecast(Even, Month(2021, 3), Day(2021, 3, 11), 250, method);

        Assert.Equal((310m, method, false, 0m), (forecast.Value, forecast.Method, forecast.IsFallback, forecast.EstimatedShare));
        // 100 used; 25 × 10 = 250 on the 25th; 150 left for the 21 days from the 11th.
        Assert.Equal((Day(2021, 3, 25), 7.143m), (forecast.ExceedsOn, forecast.AllowancePerDay));
        Assert.True(forecast.ExceedsEarliest < forecast.ExceedsOn && forecast.ExceedsOn < forecast.ExceedsLatest);
        Assert.True(forecast.Low < 310 && forecast.High > 310);
    }

    [Theory]
    [InlineData(309.999, 31)]
    [InlineData(310, 31)]
    [InlineData(310.001, null)]
    [InlineData(100, null)]
    [InlineData(100.001, 11)]
    public void ExceedsOn_IsTheDayThatReachesTheQuota(double quota, int? day) =>
        Assert.Equal(day is { } d ? Day(2021, 3, d) : null, Forecast(Even, Month(2021, 3), Day(2021, 3, 11), (decimal)quota, ForecastMethod.Linear).ExceedsOn);

    [Fact]
    public void Forecast_QuotaZero_HasNoLimitToSpeakOf()
    {
        var forecast = Forecast(Even, Month(2021, 3), Day(2021, 3, 11));

        Assert.Equal((310m, null, null, null, null), (forecast.Value, forecast.ExceedsOn, forecast.ExceedsEarliest, forecast.ExceedsLatest, forecast.AllowancePerDay));
    }

    [Fact]
    public void Allowance_QuotaUsedUp_IsNothing() =>
        Assert.Equal((0m, null), (Forecast(Even, Month(2021, 3), Day(2021, 3, 11), 90).AllowancePerDay, Forecast(Even, Month(2021, 3), Day(2021, 3, 11), 90).ExceedsOn));

    [Theory]
    [InlineData(2021, 2, 28, NoForecast.NotBegun)]
    [InlineData(2021, 3, 1, NoForecast.TooEarly)]
    [InlineData(2021, 3, 2, NoForecast.TooEarly)]
    [InlineData(2021, 3, 3, null)]
    [InlineData(2021, 3, 31, null)]
    [InlineData(2021, 4, 1, NoForecast.PeriodOver)]
    public void Forecast_OutsideItsTime_SaysWhy(int year, int month, int day, NoForecast? reason)
    {
        var result = Forecaster.Forecast(Input(Even, Month(2021, 3), Day(year, month, day)));

        Assert.Equal((reason, reason is null), (result.Reason, result.Forecast is not null));
    }

    [Fact]
    public void Forecast_NothingMeasured_SaysSo()
    {
        var silent = Of(Start, End, day => day.Year < 2021 ? 10m : null);

        Assert.Equal(NoForecast.NoData, Forecaster.Forecast(Input(silent, Month(2021, 3), Day(2021, 3, 20))).Reason);
        Assert.Empty(Forecaster.Path(Input(silent, Month(2021, 3), Day(2021, 3, 20))));
    }

    [Fact]
    public void Forecast_NoUseAtAll_IsZeroWithoutAnInterval()
    {
        var forecast = Forecast(Of(Start, End, _ => 0m), Month(2021, 3), Day(2021, 3, 16), 100);

        Assert.Equal((0m, 0m, 0m, null, 6.25m), (forecast.Value, forecast.Low, forecast.High, forecast.ExceedsOn, forecast.AllowancePerDay));
    }

    [Fact]
    public void Forecast_LastDay_AddsOneDay()
    {
        var forecast = Forecast(Even, Month(2021, 3), Day(2021, 3, 31), 1000);

        Assert.Equal((310m, 700m), (forecast.Value, forecast.AllowancePerDay));
        Assert.InRange(forecast.High - forecast.Low, 0, 10);
    }

    [Theory]
    [InlineData(2020, 290)]
    [InlineData(2021, 280)]
    public void Forecast_February_HasItsDays(int year, int value) =>
        Assert.Equal(value, Forecast(Even, Month(year, 2), Day(year, 2, 15), 0, ForecastMethod.Seasonal).Value);

    [Theory]
    [InlineData(ForecastMethod.Linear)]
    [InlineData(ForecastMethod.Seasonal)]
    public void Forecast_MissingDays_AreEstimatedAndCounted(ForecastMethod method)
    {
        var gaps = Of(Start, End, day => day >= Day(2021, 3, 4) && day <= Day(2021, 3, 6) ? null : 10m);

        var forecast = Forecast(gaps, Month(2021, 3), Day(2021, 3, 16), 400, method);

        // 12 of 15 rows: 120 measured, 30 estimated; 250 left for 16 days.
        Assert.Equal((310m, 0.2m, 15.625m), (forecast.Value, forecast.EstimatedShare, forecast.AllowancePerDay));
    }

    [Fact]
    public void Forecast_DataOldByDays_CountsThemAsEstimated()
    {
        var late = Of(Start, Day(2021, 3, 13), _ => 10m);
        var input = Input(late, Month(2021, 3), Day(2021, 3, 13), 400) with { Today = Day(2021, 3, 16) };

        var forecast = Forecaster.Forecast(input).Forecast!;

        Assert.Equal((310m, 0.2m, 15.625m), (forecast.Value, forecast.EstimatedShare, forecast.AllowancePerDay));
        Assert.Equal(Day(2021, 3, 13), Forecaster.Path(input)[0].Day);
    }

    [Fact]
    public void Forecast_WithoutLastYear_IsLinearAndSaysSo()
    {
        var young = Of(Day(2021, 1, 1), End, _ => 10m);

        var forecast = Forecast(young, Month(2021, 3), Day(2021, 3, 16), 0, ForecastMethod.Seasonal);

        Assert.Equal((310m, ForecastMethod.Linear, true), (forecast.Value, forecast.Method, forecast.IsFallback));
    }

    [Fact]
    public void Forecast_NegativeCorrection_IsNoPace()
    {
        var corrected = Of(Start, End, day => day == Day(2021, 3, 5) ? -500m : 10m);

        var linear = Forecast(corrected, Month(2021, 3), Day(2021, 3, 16), 0, ForecastMethod.Linear);

        Assert.Equal((-360m, -360m), (linear.Value, linear.Low));
        Assert.True(Forecast(corrected, Month(2021, 3), Day(2021, 3, 16), 0, ForecastMethod.Seasonal).Value >= -360);
    }

    [Fact]
    public void Forecast_Season_FollowsLastYearsMonths()
    {
        var gas = Of(Start, End, Heating);
        var truth = Enumerable.Range(0, 365).Sum(i => Heating(Day(2021, 1, 1).AddDays(i))!.Value);

        var year = new PeriodSpan(Day(2021, 1, 1), Day(2022, 1, 1));
        var seasonal = Forecast(gas, year, Day(2021, 4, 1), 0, ForecastMethod.Seasonal);
        var linear = Forecast(gas, year, Day(2021, 4, 1), 0, ForecastMethod.Linear);

        Assert.InRange(seasonal.Value / truth, 0.95m, 1.06m);
        Assert.True(linear.Value / truth > 1.5m);

        static decimal? Heating(DateOnly day) => 100 + (90 * (decimal)Math.Cos(2 * Math.PI * (day.DayOfYear - 15) / 365));
    }

    [Fact]
    public void Forecast_Weekend_IsNotMistakenForAPace()
    {
        var office = Of(Start, End, day => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 20m : 100m);
        var calibration = ForecastCalibration.Calibrate(office, Months(Start, Day(2021, 5, 1)), Day(2021, 5, 1), EnergyType.Electricity, 31);

        // May 2021 began on a Saturday: 2 of its first 4 days are a weekend, 10 of 31 in all.
        var seasonal = Forecast(office, Month(2021, 5), Day(2021, 5, 5), 0, ForecastMethod.Seasonal, calibration);
        var linear = Forecast(office, Month(2021, 5), Day(2021, 5, 5), 0, ForecastMethod.Linear, calibration);

        Assert.Equal(1860m, linear.Value);
        Assert.InRange(seasonal.Value, 2250, 2350);
        Assert.Equal(ForecastMethod.Seasonal, calibration.Method);
    }

    [Fact]
    public void Path_EndsAtTheForecastAndNeverFalls()
    {
        var input = Input(Even, Month(2021, 3), Day(2021, 3, 11));

        var path = Forecaster.Path(input);
        var forecast = Forecaster.Forecast(input).Forecast!;

        Assert.Equal(21, path.Count);
        Assert.Equal(new ForecastPoint(Day(2021, 3, 31), forecast.Value, forecast.Low, forecast.High), path[^1]);
        Assert.All(path.Zip(path.Skip(1)), p => Assert.True(p.First.Value <= p.Second.Value && p.First.Low <= p.Second.Low && p.First.High <= p.Second.High));
    }

    [Fact]
    public void Forecast_HugeAmounts_DoNotOverflow()
    {
        var huge = Of(Day(2021, 3, 1), End, _ => 1_000_000_000_000_000_000m);

        Assert.Equal(31_000_000_000_000_000_000m, Forecast(huge, Month(2021, 3), Day(2021, 3, 16), 1, ForecastMethod.Linear).Value);
    }

    [Fact]
    public void Forecast_AnySeries_KeepsItsOrder() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(
            Gen.Choose(-2_000, 20_000).Select(n => n < 0 && n % 3 == 0 ? (decimal?)null : n / 7m).ArrayOf(800).ToArbitrary(),
            Gen.Choose(3, 31).ToArbitrary(),
            Gen.Elements(ForecastMethod.Linear, ForecastMethod.Seasonal).ToArbitrary(),
            (amounts, day, method) =>
            {
                var days = Of(Day(2020, 1, 1), Day(2020, 1, 1).AddDays(800), d => amounts[d.DayNumber - Day(2020, 1, 1).DayNumber]);
                var input = Input(days, Month(2022, 1), Day(2022, 1, day), 20_000, method);
                if (Forecaster.Forecast(input).Forecast is not { } forecast) return input.Use.MeterDays == 0;
                return input.Use.Actual <= forecast.Low && forecast.Low <= forecast.Value && forecast.Value <= forecast.High
                    && Math.Round(forecast.Value - input.Use.Actual, 3) == forecast.Value - input.Use.Actual
                    && forecast.EstimatedShare is >= 0 and < 1
                    && (forecast.ExceedsOn is null || (forecast.Value >= 20_000 && Month(2022, 1).Contains(forecast.ExceedsOn.Value)));
            }));

    [Fact]
    public void Forecast_FromTheMonthsItNeeds_IsThatFromAllOfThem_WhateverIsMissing()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 400; trial++)
        {
            // Gaps of days and of whole months, and data that end up to half a year ago.
            var gaps = Enumerable.Range(0, random.Next(6)).Select(_ => (From: MadeSeries.Day(2021, 1, 1).AddDays(random.Next(1200)), Days: random.Next(1, 90))).ToList();
            var today = MadeSeries.Day(2024, 1, 1).AddDays(random.Next(3, 360));
            var end = random.Next(3) == 0 ? today.AddDays(-random.Next(180)) : today;
            var days = MadeSeries.Of(MadeSeries.Day(2021, 1, 1), end, day => gaps.Exists(g => day >= g.From && day < g.From.AddDays(g.Days)) ? null : 50 + (day.DayOfYear % 97) + random.Next(20));
            var period = random.Next(2) == 0 ? MadeSeries.Month(today.Year, today.Month) : new PeriodSpan(MadeSeries.Day(2024, 1, 1), MadeSeries.Day(2025, 1, 1));
            foreach (var method in Enum.GetValues<ForecastMethod>())
            {
                var input = MadeSeries.Input(days, period, today, quota: 30_000, method);
                Assert.Equal(Forecaster.Forecast(input with { Months = days.Months(today, 100) }), Forecaster.Forecast(input));
            }
        }
    }
}
