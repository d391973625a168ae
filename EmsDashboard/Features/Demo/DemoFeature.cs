using EmsDashboard.Infrastructure.CommandLine;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Features.Demo;

internal static class DemoFeature
{
    /// <summary>Adds the demo estate: its verb's work, its creation at the first start in demo mode, its people at the door.</summary>
    public static IHostApplicationBuilder AddDemo(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DemoAccounts>();
        builder.Services.AddSingleton<IDemoAccounts>(services => services.GetRequiredService<DemoAccounts>());
        builder.Services.AddScoped<DemoCreation>();
        builder.Services.AddScoped<DemoHistory>();
        builder.Services.AddScoped<IStartupTask, DemoStartup>();
        return builder;
    }
}
