using EmsDashboard.Features.Alarms.Export;
using EmsDashboard.Features.Energy.Export;
using EmsDashboard.Features.Quotas;
using Microsoft.Extensions.Options;

namespace EmsDashboard.Features.Alarms;

/// <summary>What the alarms slice brings.</summary>
internal static class AlarmsFeature
{
    public static IHostApplicationBuilder AddAlarms(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<AlarmsOptions>, AlarmsOptionsValidator>();
        services.AddOptions<AlarmsOptions>().BindConfiguration(AlarmsOptions.Section).ValidateOnStart();
        services.AddSingleton<IQuotaAlarms, UsageAlarms>();
        services.AddScoped<AlarmQueries>();
        services.AddScoped<AlarmDesk>();
        services.AddScoped<Exporter, AlarmsExporter>();
        return builder;
    }
}
