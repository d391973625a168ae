using EmsDashboard.Features.Demo.Domain;
using EmsDashboard.Features.Energy.Import;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmsDashboard.Features.Demo;

/// <summary>
/// Makes the demo estate in an empty database through the product's own doors: people by the user store, data by the import, results
/// and alarms by the quota check. One at a time; begun and broken off, it is finished by the next call.
/// </summary>
internal sealed class DemoCreation(
    IServiceScopeFactory scopes, IDbContextFactory<EmsDbContext> contexts, NpgsqlDataSource dataSource, DemoAccounts accounts, DemoHistory history,
    ForecastCalibrator calibrator, TimeProvider clock)
{
    /// <summary>Any number would do; this one is kept so that every installation shows the same estate.</summary>
    public const int Seed = 20_261;

    public async Task<DemoResult> RunAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        // Two instances that start on one empty database make one estate.
        await using var turn = await SessionLock.TakeAsync(dataSource, "ems.demo",
            () => progress?.Report("Another instance is creating the demo estate; waiting until it has finished."), cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await DemoMarker.ReadAsync(context, cancellationToken) switch
        {
            DemoState.Made => new(DemoOutcome.AlreadyThere),
            DemoState.OtherData => new(DemoOutcome.Refused),
            var state => await CreateAsync(context, state, progress, cancellationToken),
        };
    }

    private async Task<DemoResult> CreateAsync(EmsDbContext context, DemoState state, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        var now = clock.GetUtcNow();
        progress?.Report("Creating the demo estate: three sites, 26 months of meter data, 30 quotas.");
        if (state == DemoState.Empty) await DemoMarker.WriteBegunAsync(context, now, cancellationToken);

        var estate = DemoEstate.Create(Seed, now);
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Access>().Use(Actor.CommandLine);
        await accounts.CreateAsync(cancellationToken);
        var import = scope.ServiceProvider.GetRequiredService<ImportFiles>();
        foreach (var (kind, file) in DemoFiles.Of(estate))
        {
            var report = await import.RunAsync(kind.Name, [file], dryRun: false, null, cancellationToken);
            if (report.State == ImportState.Refused)
                throw new InvalidOperationException($"The import refused the demo's {kind.Name}: {report.Rejected[0]}.");
        }

        progress?.Report("Replaying the last weeks of quota checks.");
        await calibrator.RunAsync(cancellationToken);
        await history.ReplayAsync(now, cancellationToken);
        await DemoMarker.WriteMadeAsync(context, clock.GetUtcNow(), cancellationToken);
        return new(DemoOutcome.Created, DemoCatalogue.Groups.Count, DemoCatalogue.Devices.Count, estate.Days.Count(), estate.Quotas.Count,
            await context.Set<Alarms.Domain.AlarmEvent>().CountAsync(cancellationToken), (long)clock.GetElapsedTime(startedAt).TotalMilliseconds);
    }
}
