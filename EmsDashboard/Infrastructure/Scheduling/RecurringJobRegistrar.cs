using EmsDashboard.Infrastructure.CommandLine;
using Hangfire;
using Hangfire.Common;

namespace EmsDashboard.Infrastructure.Scheduling;

/// <summary>Puts every declared job on the schedule when the application starts to serve; the only place that schedules.</summary>
internal sealed class RecurringJobRegistrar(
    IServiceProvider services, IRecurringJobManager manager, IEnumerable<RecurringJobDeclaration> declarations) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var declaration in declarations)
        {
            var run = declaration.JobType.GetMethod(nameof(IRecurringJob.RunAsync))!;
            var cron = declaration.Cron(services);
            try
            {
                manager.AddOrUpdate(declaration.Id, new Job(declaration.JobType, run, null, CancellationToken.None), cron,
                    new RecurringJobOptions { TimeZone = TimeZoneInfo.Utc });
            }
            catch (ArgumentException error)
            {
                throw new StartupException($"The job {declaration.Id} cannot be scheduled: '{cron}' is not a CRON expression ({error.Message}).", error);
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
