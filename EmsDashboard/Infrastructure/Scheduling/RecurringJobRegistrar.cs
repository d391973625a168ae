namespace EmsDashboard.Infrastructure.Scheduling;

/// <summary>Puts every declared job on the schedule when the application starts to serve.</summary>
internal sealed class RecurringJobRegistrar(JobScheduler scheduler) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        scheduler.ScheduleAll();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
