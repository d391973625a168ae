using EmsDashboard.Features.Quotas.Domain;
using Microsoft.Extensions.Options;

namespace EmsDashboard.Features.Quotas;

/// <summary>Judges every active quota anew: the running period and all periods in the late-data window.</summary>
internal sealed class QuotaRecompute(QuotaChecker checker, ForecastCalibrator calibrator, TimeProvider time, IOptions<QuotaCheckOptions> options)
{
    /// <param name="person">Who asked for it; null when nobody in particular did.</param>
    public async Task<CheckReport> RunAsync(string? person, CancellationToken cancellationToken)
    {
        await calibrator.RunAsync(cancellationToken);
        // Somewhere on earth it is already tomorrow.
        var latest = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1);
        return await checker.RunAsync(new CheckRequest
        {
            Kind = CheckRunKind.Recompute,
            Trigger = person is null ? CheckRunTrigger.Schedule : CheckRunTrigger.Manual,
            TriggeredBy = person,
            All = true,
            Range = new RecomputeRange(QuotaCalendar.MonthOf(latest).AddMonths(-options.Value.LateDataMonths), latest),
        }, cancellationToken);
    }
}
