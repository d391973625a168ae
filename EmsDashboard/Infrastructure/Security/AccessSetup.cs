namespace EmsDashboard.Infrastructure.Security;

internal static class AccessSetup
{
    /// <summary>Adds the answer to "who acts, and may they".</summary>
    public static IHostApplicationBuilder AddAccess(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<Access>();
        builder.Services.AddScoped<IAccess>(services => services.GetRequiredService<Access>());
        return builder;
    }
}
