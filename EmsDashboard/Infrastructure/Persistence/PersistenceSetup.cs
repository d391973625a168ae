using EmsDashboard.Infrastructure.EmbeddedPostgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace EmsDashboard.Infrastructure.Persistence;

internal static class PersistenceSetup
{
    /// <summary>Adds the data source and the context factory on <c>ConnectionStrings:Ems</c>.</summary>
    public static IHostApplicationBuilder AddPersistence(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services => CreateDataSource(
            services.GetRequiredService<IConfiguration>().GetConnectionString("Ems")!, services.GetService<ILoggerFactory>()));
        builder.Services.AddSingleton<Acts>();
        builder.Services.AddDbContextFactory<EmsDbContext>((services, options) => Configure(options, services.GetRequiredService<NpgsqlDataSource>()));
        return builder;
    }

    public static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource dataSource) => options
        .UseNpgsql(dataSource, npgsql => npgsql.MigrationsHistoryTable("__ef_migrations_history", EmsDbContext.Schema))
        .UseSnakeCaseNamingConvention()
        // What fails is thrown, and told by whoever catches it: once, and without its stack where the database is merely away.
        .ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.QueryIterationFailed, CoreEventId.SaveChangesFailed, RelationalEventId.ConnectionError));

    /// <summary>
    /// Fills in what a connection string left open: short waits so that a dead database is noticed, and session limits so that a
    /// forgotten transaction cannot hold locks for ever. Compiling plans is off: for a list of 10,000 quotas it took 550 ms of 575.
    /// </summary>
    public static NpgsqlDataSource CreateDataSource(string connectionString, ILoggerFactory? loggers)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        SetDefault(settings, "Timeout", 5);
        SetDefault(settings, "Command Timeout", 30);
        SetDefault(settings, "Keepalive", 10);
        SetDefault(settings, "Maximum Pool Size", 20);
        SetDefault(settings, "Application Name", "EmsDashboard");
        settings.SearchPath = $"{EmsDbContext.Schema},public";
        settings.Options = $"{settings.Options} -c idle_in_transaction_session_timeout=60000 -c lock_timeout=20000 -c timezone=UTC -c jit=off".Trim();
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        if (loggers is not null) builder.UseLoggerFactory(loggers);
        return builder.Build();
    }

    /// <summary>What is wrong with a connection string, without repeating it, as it holds a password; null when nothing is.</summary>
    public static string? Objection(string connectionString)
    {
        try
        {
            CreateDataSource(connectionString, loggers: null).Dispose();
            return null;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException or NotSupportedException)
        {
            var part = error is ArgumentException { ParamName: { } name } && new NpgsqlConnectionStringBuilder().ContainsKey(name) ? $" (its {name} does not fit)" : "";
            return $"ConnectionStrings:Ems does not name a PostgreSQL{part}; allowed is a list such as Host=db.example;Port=5432;Database=ems;Username=ems;Password=… "
                + "with values that hold ; or = in quotes, or nothing for the embedded PostgreSQL.";
        }
    }

    /// <summary>What is wrong with the server a connection string names; null when nothing is.</summary>
    public static string? Objection(Version server) => server.Major >= PostgresBinaries.OldestMajor ? null
        : $"The database server is PostgreSQL {server}; EmsDashboard needs {PostgresBinaries.OldestMajor} or newer. Name another server in ConnectionStrings__Ems, or none for the embedded one.";

    private static void SetDefault(NpgsqlConnectionStringBuilder settings, string key, object value)
    {
        if (!settings.ShouldSerialize(key)) settings[key] = value;
    }
}
