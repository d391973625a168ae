using Bunit.TestDoubles;
using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Overview;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Hierarchy;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Scheduling;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Infrastructure.Time;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace EmsDashboard.Tests.Support;

/// <summary>
/// Pages rendered without a browser on a real database that is empty before every test, at noon of 15 December 2020. Somebody with the
/// role is signed in. What a page does while the database is slow or broken is provoked in the database.
/// </summary>
public abstract class PageTestContext : BunitTestContext, IAsyncLifetime
{
    private readonly BunitAuthorizationContext _person;

    private protected PageTestContext(TestDatabase database, string role)
    {
        Database = database;
        Estate = new EstateSeed(database.DataSource);
        Services.AddSingleton(database.DataSource);
        Services.AddSingleton<IDbContextFactory<EmsDbContext>>(database);
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton<IChangeFeed>(Feed);
        Services.AddSingleton(new ViewerClock(Time));
        Services.AddSingleton<IJobSchedule>(new TestJobSchedule(Time.GetUtcNow().AddMinutes(7)));
        Services.AddSingleton<QuotaQueries>().AddSingleton<QuotaSeriesQueries>().AddSingleton<QuotaForecastQueries>().AddSingleton<QuotaHierarchyQueries>().AddSingleton<RunQueries>().AddSingleton<AlarmQueries>().AddSingleton<SavedAlarmFilters>().AddSingleton<AlarmChartQueries>().AddSingleton<AlarmStatisticsQueries>()
            .AddSingleton<GroupChoices>().AddSingleton<MeterQueries>().AddSingleton<CatalogueQueries>().AddSingleton<CatalogueEditing>().AddSingleton<OverviewQueries>().AddSingleton<Acts>();
        Services.AddSingleton<IAccess>(_ => Access);
        _person = AddAuthorization();
        SignIn(role);
    }

    private protected TestDatabase Database { get; }
    private protected TestAccess Access { get; private set; } = TestAccess.Nobody;
    private protected EstateSeed Estate { get; }
    private protected TestChangeFeed Feed { get; } = new();
    private protected FakeTimeProvider Time { get; } = new(AlarmSeed.Noon);
    private protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    public async ValueTask InitializeAsync()
    {
        // Not before the services of the test class are there: it seals them.
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        await Database.DataSource.EmptyAsync("""
            alarm_event, quota, quota_usage, device, device_group, device_group_ancestor, usage_month, usage_delta, energy_daily_summary,
                check_run, check_run_failure, import_batch, app_user, app_user_role, alarm_filter
            """);
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await DisposeAsync();
    }

    /// <summary>Somebody else, before the first page is rendered.</summary>
    private protected void SignIn(string role)
    {
        Access = new TestAccess(role);
        _person.SetAuthorized($"{role}@example.org").SetRoles(role).SetPolicies([.. Policies.All.Where(policy => Policies.RolesFor(policy).Contains(role))]);
    }

    /// <summary>Whoever reads the table waits until the result is disposed of.</summary>
    private protected async Task<IAsyncDisposable> HoldAsync(string table)
    {
        var connection = await Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        // Ends with its connection.
        await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>Whoever reads the table fails until <see cref="MendAsync"/>.</summary>
    private protected Task BreakAsync(string table) => Database.DataSource.ExecuteAsync($"ALTER TABLE {table} RENAME TO {table}_away");

    private protected Task MendAsync(string table) => Database.DataSource.ExecuteAsync($"ALTER TABLE {table}_away RENAME TO {table}");
}
