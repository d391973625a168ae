using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Time;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmsDashboard.Infrastructure.CommandLine;

/// <summary>
/// The way up, the same for every verb: configuration, a database (embedded unless one is named), composition, migration, clock.
/// </summary>
internal sealed class EmsHost(Action<WebApplicationBuilder> compose, Action<WebApplication> map)
{
    public string[] ConfigurationArguments { get; set; } = [];

    /// <summary>Runs a verb's work in the composed application without starting the web server or any background service.</summary>
    public async Task<int> RunAsync(Func<IServiceProvider, CancellationToken, Task<int>> work, CancellationToken cancellationToken)
    {
        await using var app = Build(quiet: true);
        await PrepareAsync(app, cancellationToken);
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider, cancellationToken);
    }

    /// <summary>Serves until the process is told to stop.</summary>
    public async Task<int> ServeAsync(CancellationToken cancellationToken)
    {
        await using var app = Build(quiet: false);
        await PrepareAsync(app, cancellationToken);
        map(app);
        await app.RunAsync(cancellationToken);
        return ExitStatus.Done;
    }

    private WebApplication Build(bool quiet)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = ConfigurationArguments,
            // The customer's layout keeps appsettings.Development.json at the root; the build links it beside the program.
            ContentRootPath = AppContext.BaseDirectory,
        });
        if (string.IsNullOrEmpty(builder.Configuration["urls"])) builder.WebHost.UseUrls("http://127.0.0.1:8080");
        // Standard output belongs to what the verb prints.
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (quiet) builder.Logging.SetMinimumLevel(LogLevel.Warning);
        if (string.IsNullOrEmpty(builder.Configuration.GetConnectionString("Ems")))
            throw new StartupException("No database. Set ConnectionStrings__Ems to a PostgreSQL 15 or newer.");
        compose(builder);
        return builder.Build();
    }

    private static async Task PrepareAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await app.Services.GetRequiredService<IDbContextFactory<EmsDbContext>>().CreateDbContextAsync(cancellationToken);
            await context.Database.MigrateAsync(cancellationToken);
            app.Services.GetRequiredService<EmsClock>().Synchronize(
                await context.Database.SqlQuery<DateTimeOffset>($"SELECT clock_timestamp() AS \"Value\"").SingleAsync(cancellationToken));
        }
        catch (NpgsqlException error) when (error is not PostgresException)
        {
            throw new StartupException($"The database cannot be reached: {error.Message}. Check ConnectionStrings__Ems and that the server runs.", error);
        }
    }
}
