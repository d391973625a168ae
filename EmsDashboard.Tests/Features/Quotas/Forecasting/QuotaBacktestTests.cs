using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;
using static EmsDashboard.Tests.Features.Quotas.Forecasting.MadeSeries;

namespace EmsDashboard.Tests.Features.Quotas.Forecasting;

public sealed class QuotaBacktestTests
{
    private static readonly DateOnly Start = Day(2020, 1, 1);
    private static readonly DateOnly End = Day(2022, 1, 1);
    private static readonly BacktestThreshold Warning = new(80, false), Alert = new(100, false), Ahead = new(100, true);

    /// <summary>10 a day; 12 in 2021.</summary>
    private static readonly DailySeries Days = Of(Start, End, day => day.Year == 2020 ? 10m : 12m);

    private static ForecastCalibration Calibrate(DateOnly asOf) =>
        ForecastCalibration.Calibrate(Days, Months(Start, End), asOf, EnergyType.Electricity, 31);

    [Fact]
    public void Run_Thresholds_FallOnTheirDays()
    {
        var periods = QuotaBacktest.Run(Days, [Month(2021, 3), Month(2020, 3)], 360, [Warning, Alert, Ahead], Calibrate);

        Assert.Equal([Month(2020, 3), Month(2021, 3)], periods.Select(p => p.Period));
        // 310 of 360: 80 % is 288, reached with the 29th day; never full.
        Assert.Equal((310m, 86.111m, 1m), (periods[0].Use, periods[0].RatePct, periods[0].Complete));
        Assert.Equal([new BacktestCrossing(Warning, Day(2020, 3, 29))], periods[0].Crossings);
        // 372 of 360: 288 with the 24th day, 360 exactly with the 30th; expected from the first forecast on.
        Assert.Equal([new BacktestCrossing(Warning, Day(2021, 3, 24)), new BacktestCrossing(Alert, Day(2021, 3, 30)), new BacktestCrossing(Ahead, Day(2021, 3, 2))], periods[1].Crossings);
    }

    [Fact]
    public void Run_NoLimit_CrossesNothing()
    {
        var period = Assert.Single(QuotaBacktest.Run(Days, [Month(2021, 3)], 0, [Warning, Ahead], Calibrate));

        Assert.Equal((372m, 0m, 0), (period.Use, period.RatePct, period.Crossings.Count));
    }

    [Fact]
    public void Run_PeriodWithoutRows_IsLeftOut() =>
        Assert.Empty(QuotaBacktest.Run(Days, [Month(2023, 3)], 100, [Warning], Calibrate));

    [Fact]
    public void Run_ThresholdsOnActualOnly_NeedNoCalibration() =>
        Assert.Single(QuotaBacktest.Run(Days, [Month(2021, 3)], 100, [Warning], _ => throw new InvalidOperationException()));

    [Fact]
    public void Suggest_PastPeriods_GivesThreeValues()
    {
        var months = Of(Start, End, day => day.Day == 1 ? ((day.Year - 2020) * 12) + day.Month : 0m);

        // Uses 1 to 24: the median between 12 and 13, the 90th percentile at 1 + 0.9 × 23; the last year's mean is 18.5.
        Assert.Equal(new SuggestedQuotas(12.5m, 21.7m, 16.65m), QuotaBacktest.Suggest(months, Months(Start, End), End, 10));
    }

    [Fact]
    public void Suggest_PeriodUnderWayOrFullOfGaps_DoesNotCount()
    {
        var gaps = Of(Start, End, day => day.Month == 3 && day.Day > 10 ? null : 10m);

        Assert.Equal(new SuggestedQuotas(310m, 310m, 310m), QuotaBacktest.Suggest(gaps, [Month(2020, 1), Month(2020, 3), Month(2020, 4)], Day(2020, 4, 20), 0));
        Assert.Equal(new SuggestedQuotas(null, null, null), QuotaBacktest.Suggest(gaps, [Month(2020, 3)], End, 0));
    }
}
