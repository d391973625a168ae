using EmsDashboard.Features.Quotas;
using Microsoft.Extensions.Options;
using EmsDashboard.Features.Alarms.Export;
using EmsDashboard.Features.Energy.Export;

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
        builder.Services.AddScoped<AlarmQueries>();
        builder.Services.AddScoped<AlarmDesk>();
        builder.Services.AddScoped<Exporter, AlarmsExporter>();
        return builder;
    }
}
