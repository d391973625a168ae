using EmsDashboard.Features.Alarms.Export;
using EmsDashboard.Features.Energy.Export;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Infrastructure.Configuration;

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
        services.AddScoped<Exporter, AlarmsExporter>();
        return builder;
    }
}
