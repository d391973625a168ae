using EmsDashboard.Features.Quotas.Recomputation;
using EmsDashboard.Infrastructure.Scheduling;
using Hangfire;
using Hangfire.Server;

namespace EmsDashboard.Features.Quotas;

/// <summary>Rings for the recomputation of everything; triggered by hand.</summary>
[AutomaticRetry(Attempts = 0)]
internal sealed class QuotaRecomputeJob(QuotaRecompute recompute) : IRecurringJob
{
    public const string Id = "quota-recompute";

    public Task RunAsync(PerformContext? context, CancellationToken cancellationToken) =>
        recompute.EverythingAsync(JobTrigger.Of(context).Person, cancellationToken);
}
