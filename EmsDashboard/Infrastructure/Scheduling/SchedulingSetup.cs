using Hangfire;
using Hangfire.Common;
using Hangfire.Dashboard;

namespace EmsDashboard.Infrastructure.Scheduling;

internal static class SchedulingSetup
{
    /// <summary>
    /// Adds Hangfire on the product's database with a small server of its own. Hangfire only triggers: what a job does is correct
    /// however often and wherever it runs.
    /// </summary>
    public static IHostApplicationBuilder AddScheduling(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddHttpContextAccessor();
        services.AddSingleton<JobTrigger.Recorder>();
        // Before AddHangfire, which would take the process-wide filters: two applications in one process must not share them.
        services.AddSingleton<IJobFilterProvider>(provider => new JobFilterProviderCollection(
            new JobFilterAttributeFilterProvider(),
            new JobFilterCollection { provider.GetRequiredService<JobTrigger.Recorder>(), new CaptureCultureAttribute(), new StatisticsHistoryAttribute() }));
        services.AddSingleton<JobStorage>(provider =>
            HangfireStorage.Open(provider.GetRequiredService<IConfiguration>().GetConnectionString("Ems")!));
        services.AddHangfire(configuration => configuration
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseDashboardMetric(DashboardMetrics.FailedCount));
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = 3;
            server.StopTimeout = TimeSpan.FromSeconds(15);
            server.ShutdownTimeout = TimeSpan.FromSeconds(30);
        });
        services.AddSingleton<JobScheduler>();
        services.AddHostedService<RecurringJobRegistrar>();
        services.AddHostedService<ScheduleWatch>();
        services.AddSingleton<IJobSchedule, JobSchedule>();
        return builder;
    }
}
