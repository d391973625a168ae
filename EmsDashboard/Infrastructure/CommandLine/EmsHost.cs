using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using EmsDashboard.Infrastructure.Configuration;
using EmsDashboard.Infrastructure.EmbeddedPostgres;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Infrastructure.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging.Console;
using Npgsql;

namespace EmsDashboard.Infrastructure.CommandLine;

/// <summary>
/// The way up, the same for every verb: configuration, a database (embedded unless one is named), composition, migration, clock.
/// </summary>
internal sealed partial class EmsHost(Action<WebApplicationBuilder> compose, Action<WebApplication> map)
{
    private bool _isServing;

    public string[] ConfigurationArguments { get; set; } = [];

    /// <summary>Migrations this start has applied.</summary>
    public IReadOnlyList<string> AppliedMigrations { get; private set; } = [];

    /// <summary>Runs a verb's work in the composed application without starting the web server or any background service.</summary>
    public Task<int> RunAsync(Func<IServiceProvider, CancellationToken, Task<int>> work, CancellationToken cancellationToken) => WithApplicationAsync(quiet: true, async app =>
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Access>().Use(Actor.CommandLine);
        return await work(scope.ServiceProvider, cancellationToken);
    }, cancellationToken);

    /// <summary>Serves until the process is told to stop.</summary>
    public Task<int> ServeAsync(CancellationToken cancellationToken) => WithApplicationAsync(quiet: false, async app =>
    {
        await using (var scope = app.Services.CreateAsyncScope())
        {
            foreach (var task in scope.ServiceProvider.GetServices<IStartupTask>()) await task.RunAsync(cancellationToken);
        }

        map(app);
        await PrintSetupLinkAsync(app, cancellationToken);
        await StartAsync(app, cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return ExitStatus.Done;
    }, cancellationToken);

    private async Task<int> WithApplicationAsync(bool quiet, Func<WebApplication, Task<int>> use, CancellationToken cancellationToken)
    {
        var builder = CreateBuilder(quiet);
        Compose(builder);
        using var loggers = LoggersBeforeTheApplication(builder, quiet);
        var logger = loggers.CreateLogger<EmsHost>();
        try
        {
            await using var postgres = await StartEmbeddedPostgresAsync(builder, loggers, cancellationToken);
            await using var app = builder.Build();
            await PrepareAsync(app, cancellationToken);
            return await use(app);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailed(logger, error);
            throw;
        }
    }

    private async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
            _isServing = true;
        }
        catch (Exception error) when (error is IOException or SocketException or FormatException or InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" })
        {
            var reason = error.Message.Split(Environment.NewLine)[0].TrimEnd('.');
            throw new StartupException($"Cannot serve {app.Configuration["urls"]}: {reason}. Name another address with --urls or ASPNETCORE_URLS.", error);
        }
    }

    /// <summary>Nobody can sign in yet: whoever reads this console may make the first administrator.</summary>
    private static async Task PrintSetupLinkAsync(WebApplication app, CancellationToken cancellationToken)
    {
        if (await app.Services.GetRequiredService<SetupLink>().CreateAsync(cancellationToken) is not { } link) return;
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var url = app.Urls.First();
            Console.Error.WriteLine($"Set up the first administrator (works once, within 24 hours): {ServedAddress.ToOpen(url)}{link}");
            if (ServedAddress.IsEveryAddress(url)) Console.Error.WriteLine($"From another machine, open it with this one's name ({Environment.MachineName}) in place of localhost.");
        });
    }

    private WebApplicationBuilder CreateBuilder(bool quiet)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = ConfigurationArguments,
            // The customer's layout keeps appsettings.Development.json at the root; the build links it beside the program.
            ContentRootPath = AppContext.BaseDirectory,
        });
        if (string.IsNullOrEmpty(builder.Configuration["urls"])) builder.WebHost.UseUrls("http://127.0.0.1:8080");
        // Served from a build output as well as from a published folder, in whatever environment.
        builder.WebHost.UseStaticWebAssets();
        LogToStandardError(builder.Logging, quiet);
        return builder;
    }

    /// <summary>Standard output belongs to what the verb prints. A quiet verb says only what goes wrong.</summary>
    private void LogToStandardError(ILoggingBuilder logging, bool quiet)
    {
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        // For the provider: a minimum level of the builder would yield to the levels in appsettings.json.
        if (quiet) logging.AddFilter<ConsoleLoggerProvider>(level => level >= LogLevel.Warning);
        // Until it serves, what these say with a stack trace is what the start fails with, and that ends in a sentence.
        foreach (var category in (string[])["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"])
            logging.AddFilter<ConsoleLoggerProvider>(category, level => _isServing && level >= LogLevel.Warning);
        // A failed statement surfaces as the exception it throws; the first migration asks for a table that is not there yet and means no harm.
        logging.AddFilter<ConsoleLoggerProvider>("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None);
    }

    /// <summary>The embedded server starts before there is an application to log with, and stops after it.</summary>
    private ILoggerFactory LoggersBeforeTheApplication(WebApplicationBuilder builder, bool quiet) => LoggerFactory.Create(logging =>
    {
        logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        LogToStandardError(logging, quiet);
    });

    /// <summary>Without a connection string the application brings its own server and connects to that.</summary>
    private static async Task<EmbeddedPostgresServer?> StartEmbeddedPostgresAsync(WebApplicationBuilder builder, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString("Ems"))) return null;

        var dataDirectory = builder.Configuration["Ems:DataDirectory"];
        var server = await EmbeddedPostgresServer.StartAsync(
            new()
            {
                DataDirectory = string.IsNullOrWhiteSpace(dataDirectory) ? EmbeddedPostgresOptions.DefaultDataDirectory() : dataDirectory,
                BinDirectory = builder.Configuration["Ems:Postgres:BinDirectory"],
            },
            loggers.CreateLogger<EmbeddedPostgresServer>(), cancellationToken);
        builder.Configuration["ConnectionStrings:Ems"] = server.ConnectionString;
        return server;
    }

    /// <summary>Composition makes the keys known; a wrong configuration stops the start before anything else is touched.</summary>
    private void Compose(WebApplicationBuilder builder)
    {
        compose(builder);
        var problems = ConfigurationSetup.FindProblems(builder.Configuration, builder.Services.Select(s => s.ImplementationInstance).OfType<EmsSetting>()).ToList();
        if (builder.Configuration.GetConnectionString("Ems") is { } database && !string.IsNullOrWhiteSpace(database) && PersistenceSetup.Objection(database) is { } objection)
            problems.Add(objection);
        problems.AddRange(builder.Services.Select(s => s.ImplementationInstance).OfType<StartupProblem>().Select(p => p.Sentence));
        if (problems.Count > 0)
            throw new StartupException($"The configuration has {problems.Count} problem{(problems.Count == 1 ? "" : "s")}; nothing was started.{string.Concat(problems.Select(p => $"{Environment.NewLine}  {p}"))}");
    }

    private async Task PrepareAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await app.Services.GetRequiredService<IDbContextFactory<EmsDbContext>>().CreateDbContextAsync(cancellationToken);
            await CreateDatabaseAsync(context, cancellationToken);
            await RefuseOldServerAsync(context, cancellationToken);
            // Of instances that start at once one brings the schema up, the others wait and find it done. Between two migrations the
            // object mapper's own lock lets somebody else in who read before what is still to be applied.
            await using var turn = await SessionLock.TakeAsync(app.Services.GetRequiredService<NpgsqlDataSource>(), "ems.migrate",
                () => Console.Error.WriteLine("Waiting for another instance that brings the database up to date."), cancellationToken);
            AppliedMigrations = [.. await context.Database.GetPendingMigrationsAsync(cancellationToken)];
            await MigrateAsync(context, cancellationToken);
            app.Services.GetRequiredService<EmsClock>().Synchronize(
                await context.Database.SqlQuery<DateTimeOffset>($"SELECT clock_timestamp() AS \"Value\"").SingleAsync(cancellationToken));
        }
        catch (PostgresException refusal)
        {
            throw new StartupException($"The database refuses the connection: {refusal.MessageText}. Check user name, password and database in ConnectionStrings__Ems.", refusal);
        }
        catch (NpgsqlException error)
        {
            throw new StartupException($"The database cannot be reached: {error.Message}. Check ConnectionStrings__Ems and that the server runs.", error);
        }
    }

    private static async Task CreateDatabaseAsync(EmsDbContext context, CancellationToken cancellationToken)
    {
        var creator = context.GetService<IRelationalDatabaseCreator>();
        try
        {
            if (await creator.ExistsAsync(cancellationToken)) return;
            await creator.CreateAsync(cancellationToken);
        }
        catch (PostgresException made) when (made.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another instance was faster.
        }
        catch (InvalidOperationException error) when (error.InnerException is NpgsqlException reason)
        {
            // What the driver says, without what the mapper makes of it.
            ExceptionDispatchInfo.Throw(reason);
        }
    }

    private static async Task RefuseOldServerAsync(EmsDbContext context, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        var objection = PersistenceSetup.Objection(((NpgsqlConnection)context.Database.GetDbConnection()).PostgreSqlVersion);
        await context.Database.CloseConnectionAsync();
        if (objection is not null) throw new StartupException(objection);
    }

    private static async Task MigrateAsync(EmsDbContext context, CancellationToken cancellationToken)
    {
        try
        {
            await context.Database.MigrateAsync(cancellationToken);
        }
        catch (PostgresException refusal)
        {
            throw new StartupException(
                $"The database could not be brought to this version: {refusal.MessageText}. It may hold tables of another program or of an unfinished version; " +
                "name an empty database in ConnectionStrings__Ems, or another folder in Ems__DataDirectory.", refusal);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Failed")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
