using EmsDashboard.Features.Hooks.Selection;
using EmsDashboard.Infrastructure.CommandLine;
using EmsDashboard.Infrastructure.Configuration;

namespace EmsDashboard.Features.Hooks;

/// <summary>What the hooks slice brings: the selected customer, or what is wrong with the selection.</summary>
internal static class HooksFeature
{
    public static IHostApplicationBuilder AddHooks(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddEmsOptions<HooksOptions>(HooksOptions.Section);
        var selection = CustomerSelection.Make(builder.Configuration);
        foreach (var problem in selection.Problems) services.AddSingleton(new StartupProblem(problem));
        services.AddSingleton(selection);
        services.AddSingleton(provider => selection.Registration!.Build(provider.GetRequiredService<ILoggerFactory>(), provider.GetRequiredService<TimeProvider>()));
        services.AddScoped<IStartupTask, HooksStartup>();
        return builder;
    }
}
