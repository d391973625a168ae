namespace EmsDashboard.Infrastructure.Time;

internal static class TimeSetup
{
    public static IHostApplicationBuilder AddClock(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services => new EmsClock(
            InstantText.TryRead(services.GetRequiredService<IConfiguration>()["Ems:Clock:StartAt"] ?? "", out var startAt) ? startAt : null));
        builder.Services.AddSingleton<TimeProvider>(services => services.GetRequiredService<EmsClock>());
        builder.Services.AddHostedService<ClockSynchronizer>();
        builder.Services.AddScoped<ViewerClock>();
        return builder;
    }
}
