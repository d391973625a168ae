namespace EmsDashboard.Infrastructure.LiveUpdates;

internal static class LiveUpdatesSetup
{
    public static IHostApplicationBuilder AddLiveUpdates(this IHostApplicationBuilder builder)
    {
        // Pauses between calls are real time even while the product's clock is simulated.
        builder.Services.AddSingleton(services => new ChangeFeed(TimeProvider.System, services.GetRequiredService<ILogger<ChangeFeed>>()));
        builder.Services.AddSingleton<IChangeFeed>(services => services.GetRequiredService<ChangeFeed>());
        builder.Services.AddHostedService<ChangeListener>();
        return builder;
    }
}
