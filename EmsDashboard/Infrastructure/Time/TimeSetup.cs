using System.Globalization;

namespace EmsDashboard.Infrastructure.Time;

internal static class TimeSetup
{
    public static IHostApplicationBuilder AddClock(this IHostApplicationBuilder builder)
    {
        var startAt = builder.Configuration["Ems:Clock:StartAt"];
        builder.Services.AddSingleton(new EmsClock(string.IsNullOrEmpty(startAt)
            ? null
            : DateTimeOffset.Parse(startAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)));
        builder.Services.AddSingleton<TimeProvider>(services => services.GetRequiredService<EmsClock>());
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<ViewerClock>();
        return builder;
    }
}
