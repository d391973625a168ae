using EmsDashboard.Infrastructure.Scheduling;
using Hangfire;
using Hangfire.Server;

namespace EmsDashboard.Features.Alarms;

/// <summary>Rings for the return of alarms whose time aside is over.</summary>
[AutomaticRetry(Attempts = 0)]
internal sealed class AlarmShelfJob(AlarmDesk desk) : IRecurringJob
{
    public const string Id = "alarm-shelf";

    public Task RunAsync(PerformContext? context, CancellationToken cancellationToken) => desk.ReturnDueAsync(cancellationToken);
}
