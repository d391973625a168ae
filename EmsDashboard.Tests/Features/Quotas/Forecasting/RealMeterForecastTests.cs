using EmsDashboard.Benchmarks;
using EmsDashboard.Features.Quotas.Domain.Forecasting;

namespace EmsDashboard.Tests.Features.Quotas.Forecasting;

/// <summary>What docs/benchmarks.md claims of forecasts, on the real meters: every active quota in the last 24 months of its data.</summary>
public sealed class RealMeterForecastTests
{
    [SharedDataFact]
    public void Forecast_MiddleOfThePeriod_BeatsThePlainWaysAndKnowsItsError()
    {
        var trials = ForecastTrial.Of(ForecastData.Read(SharedData.Directory), 0.5).ToList();

        Assert.InRange(trials.Count, 500, 700);
        Assert.True(Median(trials, t => t.Chosen) < Median(trials, t => t.Linear), "The chosen method is no better than going on as before.");
        Assert.True(Median(trials, t => t.Chosen) < Median(trials, t => t.Seasonal), "Choosing is no better than the seasonal method for all.");
        Assert.True(Median(trials, t => t.Chosen) < Median(trials, t => t.Naive) / 2, "The chosen method is hardly better than taking last year.");
        Assert.InRange(100.0 * trials.Count(t => t.IsCovered) / trials.Count, 75, 85);
        // The same on the periods without any missing row, where the outcome is measured to the last day.
        var whole = trials.Where(t => t.HasEveryRow).ToList();
        Assert.True(Median(whole, t => t.Chosen) < Median(whole, t => t.Linear));
        Assert.InRange(100.0 * whole.Count(t => t.IsCovered) / whole.Count, 75, 85);
    }

    private static double Median(IEnumerable<ForecastTrial> trials, Func<ForecastTrial, double?> error) =>
        Quantile.Median(trials.Select(error).OfType<double>().ToArray());
}
