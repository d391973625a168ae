using System.Globalization;

namespace EmsDashboard.Infrastructure.Time;

internal static class TimeSetup
{
    public static IHostApplicationBuilder AddClock(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services => new EmsClock(
            services.GetRequiredService<IConfiguration>()["Ems:Clock:StartAt"] is { Length: > 0 } startAt
                ? DateTimeOffset.Parse(startAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                : null));
        builder.Services.AddSingleton<TimeProvider>(services => services.GetRequiredService<EmsClock>());
        builder.Services.AddHostedService<ClockSynchronizer>();
        builder.Services.AddScoped<ViewerClock>();
        return builder;
    }
}
