namespace EmsDashboard.Features.Alarms;

/// <summary>What the alarms slice brings.</summary>
internal static class AlarmsFeature
{
    public static IHostApplicationBuilder AddAlarms(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<AlarmQueries>();
        builder.Services.AddScoped<AlarmDesk>();
        return builder;
    }
}
