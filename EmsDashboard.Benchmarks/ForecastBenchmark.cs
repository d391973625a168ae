using System.Diagnostics;
using System.Globalization;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;

namespace EmsDashboard.Benchmarks;

/// <summary>Forecasts of periods whose end is known, and how long a forecast takes.</summary>
internal static class ForecastBenchmark
{
    private const int Quotas = 10_000;

    public static int Run(string data)
    {
        var quotas = ForecastData.Read(data);
        var trials = ForecastTrial.Of(quotas, 0.25, 0.5, 0.75).ToList();
        foreach (var share in trials.GroupBy(t => t.Share).OrderBy(g => g.Key))
        {
            Head($"{share.Key:0 %} of the period gone");
            Row("all", [.. share]);
            // Some quotas differ only in value or zone; their forecasts are the same.
            Row("each target once", [.. share.DistinctBy(t => (t.EnergyType, t.Period, t.Linear))]);
            Row("with a last year", [.. share.Where(t => t.Naive is not null && t.Seasonal is not null)]);
            Row("no row missing", [.. share.Where(t => t.HasEveryRow)]);
            foreach (var kind in share.GroupBy(t => $"{t.EnergyType}, {(t.IsYearly ? "years" : "months")}").OrderBy(g => g.Key)) Row(kind.Key, [.. kind]);
        }

        Console.WriteLine($"\nLeft out of the mean errors, next to no use: {string.Join(", ", trials.Where(t => !t.IsSubstantial).Select(t => $"{t.Quota} {t.Period.Start:yyyy-MM}").Distinct())}");
        Head("Half of the period gone, by quota");
        foreach (var quota in quotas) Row(quota.Code, [.. trials.Where(t => t.Share == 0.5 && t.Quota == quota.Code)]);
        Console.WriteLine();
        Speed(quotas.First(q => q.Code == "S41"));
        return 0;
    }

    private static void Head(string title) => Console.WriteLine($"""

        {title}
        | | periods | median error linear | seasonal | chosen | as last year | mean error linear | seasonal | chosen | as last year | within 80 % interval | seasonal chosen |
        |---|---|---|---|---|---|---|---|---|---|---|---|
        """);

    private static void Row(string name, List<ForecastTrial> trials)
    {
        List<double?> linear = [.. trials.Select(t => (double?)t.Linear)], seasonal = [.. trials.Select(t => t.Seasonal)];
        List<double?> chosen = [.. trials.Select(t => (double?)t.Chosen)], naive = [.. trials.Select(t => t.Naive)];
        List<string> cells =
        [
            name, $"{trials.Count}", Median(linear), Median(seasonal), Median(chosen), Median(naive), Mean(trials, t => t.Linear), Mean(trials, t => t.Seasonal), Mean(trials, t => t.Chosen), Mean(trials, t => t.Naive),
            Share(trials, t => t.IsCovered), Share(trials, t => t.Method == ForecastMethod.Seasonal),
        ];
        Console.WriteLine($"| {string.Join(" | ", cells)} |");
    }

    private static string Median(List<double?> errors) => errors.OfType<double>().ToArray() is { Length: > 0 } some ? Percent(Quantile.Median(some)) : "—";

    private static string Mean(List<ForecastTrial> trials, Func<ForecastTrial, double?> error) =>
        trials.Where(t => t.IsSubstantial).Select(error).OfType<double>().ToArray() is { Length: > 0 } some ? Percent(some.Average()) : "—";

    private static string Share(List<ForecastTrial> trials, Func<ForecastTrial, bool> which) =>
        trials.Count > 0 ? Percent(100.0 * trials.Count(which) / trials.Count) : "—";

    private static string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.0} %");

    /// <summary>What a check does per quota, for a month and for the longest case, a year.</summary>
    private static void Speed(MeasuredQuota quota)
    {
        var today = new DateOnly(2022, 5, 16);
        foreach (var period in (PeriodSpan[])[new(new DateOnly(2022, 5, 1), new DateOnly(2022, 6, 1)), new(new DateOnly(2022, 1, 1), new DateOnly(2023, 1, 1))])
        {
            var watch = Stopwatch.StartNew();
            var calibration = ForecastCalibration.Calibrate(quota.Days, quota.Periods(), today, EnergyType.Gas, period.Days);
            var calibrating = watch.Elapsed;
            var input = new ForecastInput(period, today, 1_000_000, ForecastCalibration.Known(quota.Days, period, today), quota.Days.Months(today, Forecaster.MonthsNeeded), calibration);
            var times = new List<double>();
            for (var round = 0; round < 6; round++)
            {
                watch.Restart();
                for (var i = 0; i < Quotas; i++) Forecaster.Forecast(input);
                if (round > 0) times.Add(watch.Elapsed.TotalMilliseconds);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Quotas} forecasts of {period.Days} days: {Quantile.Median(times.ToArray()):0} ms on one core; one calibration {calibrating.TotalMilliseconds:0.0} ms"));
        }
    }
}
