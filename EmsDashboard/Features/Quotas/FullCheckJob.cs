using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Scheduling;
using Hangfire;
using Hangfire.Server;

namespace EmsDashboard.Features.Quotas;

/// <summary>Rings for a check of every quota, which should find nothing that the others have left.</summary>
[AutomaticRetry(Attempts = 0)]
internal sealed class FullCheckJob(QuotaChecker checker) : IRecurringJob
{
    public const string Id = "quota-full-check";

    public async Task RunAsync(PerformContext? context, CancellationToken cancellationToken)
    {
        var trigger = JobTrigger.Of(context);
        await checker.RunAsync(new CheckRequest
        {
            Kind = CheckRunKind.FullCheck, All = true, Trigger = trigger.IsManual ? CheckRunTrigger.Manual : CheckRunTrigger.Schedule, TriggeredBy = trigger.Person,
        }, cancellationToken);
    }
}
