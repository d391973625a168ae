using EmsDashboard.Infrastructure.Scheduling;
using Hangfire;
using Hangfire.Server;

namespace EmsDashboard.Features.Quotas;

/// <summary>Rings for the comparison of the roll-ups with the daily rows.</summary>
[AutomaticRetry(Attempts = 0)]
internal sealed class UsageRebuildJob(UsageRebuild rebuild) : IRecurringJob
{
    public const string Id = "usage-rebuild";

    public Task RunAsync(PerformContext? context, CancellationToken cancellationToken) => rebuild.RunAsync(JobTrigger.Of(context).Person, cancellationToken);
}
