using EmsDashboard.Infrastructure.Scheduling;
using Hangfire;
using Hangfire.Server;

namespace EmsDashboard.Features.Quotas;

/// <summary>Rings for the nightly calibration of forecasts.</summary>
[AutomaticRetry(Attempts = 0)]
internal sealed class ForecastCalibrationJob(ForecastCalibrator calibrator) : IRecurringJob
{
    public const string Id = "forecast-calibration";

    public Task RunAsync(PerformContext? context, CancellationToken cancellationToken) => calibrator.RunAsync(cancellationToken);
}
