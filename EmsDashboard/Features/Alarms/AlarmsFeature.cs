using EmsDashboard.Features.Alarms.Export;
using EmsDashboard.Features.Energy.Export;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Infrastructure.Configuration;
using EmsDashboard.Infrastructure.Scheduling;
using Hangfire;

namespace EmsDashboard.Features.Alarms;

/// <summary>What the alarms slice brings.</summary>
internal static class AlarmsFeature
{
    public static IHostApplicationBuilder AddAlarms(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddEmsOptions<AlarmsOptions>(AlarmsOptions.Section);
        services.AddSingleton<IQuotaAlarms, QuotaAlarmFollower>();
        services.AddScoped<AlarmQueries>();
        services.AddScoped<AlarmDesk>();
        services.AddScoped<AlarmChartQueries>();
        services.AddScoped<AlarmStatisticsQueries>();
        services.AddScoped<SavedAlarmFilters>();
        services.AddScoped<Exporter, AlarmsExporter>();
        services.AddRecurringJob<AlarmShelfJob>(AlarmShelfJob.Id, _ => Cron.Minutely());
        return builder;
    }
}
