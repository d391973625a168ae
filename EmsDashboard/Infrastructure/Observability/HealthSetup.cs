using System.Text.Json;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Time;
using Hangfire;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace EmsDashboard.Infrastructure.Observability;

internal static class HealthSetup
{
    private const string Ready = "ready";

    public static IHostApplicationBuilder AddHealth(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", tags: [Ready], timeout: TimeSpan.FromSeconds(5))
            .AddCheck<SchemaHealth>("migrations", tags: [Ready], timeout: TimeSpan.FromSeconds(5))
            .AddCheck<SchedulerHealth>("scheduler", tags: [Ready], timeout: TimeSpan.FromSeconds(5));
        return builder;
    }

    /// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can do its work; names each dependency.</summary>
    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync }).AllowAnonymous();
        return app;
    }

    /// <summary>Our own words only, never an exception's: it may name hosts and users, and whoever asks has not signed in.</summary>
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(new
        {
            status = Word(report.Status),
            dependencies = report.Entries.ToDictionary(e => e.Key, e => new
            {
                status = Word(e.Value.Status),
                // The framework describes a check that throws by what it threw, and logs it.
                description = e.Value.Exception is null ? e.Value.Description : "could not be asked; the log says why",
            }),
        }));
    }

    private static string Word(HealthStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    private sealed class DatabaseHealth(NpgsqlDataSource dataSource) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var command = dataSource.CreateCommand("SELECT 1");
                await command.ExecuteScalarAsync(cancellationToken);
                return HealthCheckResult.Healthy("PostgreSQL answers");
            }
            catch (NpgsqlException)
            {
                return HealthCheckResult.Unhealthy("PostgreSQL does not answer");
            }
        }
    }

    private sealed class SchemaHealth(IDbContextFactory<EmsDbContext> contexts) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var session = await contexts.CreateDbContextAsync(cancellationToken);
                var pending = (await session.Database.GetPendingMigrationsAsync(cancellationToken)).Count();
                return pending == 0 ? HealthCheckResult.Healthy("up to date") : HealthCheckResult.Unhealthy($"{pending} to apply: run the verb migrate");
            }
            catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
            {
                return HealthCheckResult.Unhealthy("unknown, PostgreSQL does not answer");
            }
        }
    }

    private sealed class SchedulerHealth(JobStorage storage, EmsClock clock) : IHealthCheck
    {
        /// <summary>Hangfire's servers report every 30 s by default; three missed reports are no coincidence.</summary>
        private static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.Run(() =>
        {
            try
            {
                // One clock for all hosts that share the storage.
                var now = clock.GetRealUtcNow().UtcDateTime;
                var alive = storage.GetMonitoringApi().Servers().Count(s => s.Heartbeat > now - Silence);
                return alive > 0 ? HealthCheckResult.Healthy($"{alive} running") : HealthCheckResult.Unhealthy("no Hangfire server reports");
            }
            catch (NpgsqlException)
            {
                return HealthCheckResult.Unhealthy("unknown, PostgreSQL does not answer");
            }
        }, cancellationToken);
    }
}
