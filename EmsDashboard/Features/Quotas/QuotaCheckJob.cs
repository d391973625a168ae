using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Scheduling;
using Hangfire;
using Hangfire.Server;

namespace EmsDashboard.Features.Quotas;

/// <summary>Rings for the quota check. No retry: the next tick is the retry.</summary>
[AutomaticRetry(Attempts = 0)]
internal sealed class QuotaCheckJob(QuotaChecker checker) : IRecurringJob
{
    public const string Id = "quota-check";

    public async Task RunAsync(PerformContext? context, CancellationToken cancellationToken)
    {
        var trigger = JobTrigger.Of(context);
        await checker.RunAsync(new CheckRequest
        {
            Trigger = trigger.IsManual ? CheckRunTrigger.Manual : CheckRunTrigger.Schedule,
            TriggeredBy = trigger.Person,
        }, cancellationToken);
    }
}
