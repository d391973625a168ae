using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmsDashboard.Tests.Integration.Scheduling;

/// <summary>A check is due a quarter of an hour after the last one began, and Hangfire is not there at all.</summary>
public sealed class QuotaCheckWatchdogTests(PostgresServer server) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private QuotaChecks _checks = null!;
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        _checks = new QuotaChecks(_database, "2026-01-20T12:00:00Z");
        await _checks.Estate.QuotaAsync("q", QuotaScope.EnergyType);
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task LookAsync_NoRunHasBegunThatWasDue_RunsTheCheckOnce()
    {
        using var watchdog = Watchdog();
        await _checks.RunAsync();

        Assert.Null(await LookAsync(watchdog, "2026-01-20T12:15:00Z"));
        Assert.Null(await LookAsync(watchdog, "2026-01-20T12:16:59Z"));
        Assert.Equal(CheckRunState.Succeeded, (await LookAsync(watchdog, "2026-01-20T12:17:00Z"))?.State);
        Assert.Null(await LookAsync(watchdog, "2026-01-20T12:17:30Z"));
        Assert.Null(await LookAsync(watchdog, "2026-01-20T12:33:59Z"));
        Assert.NotNull(await LookAsync(watchdog, "2026-01-20T12:34:00Z"));
        Assert.Equal("schedule, watchdog, watchdog", await RunsAsync());
    }

    [Fact]
    public async Task LookAsync_NoRunEver_IsDueAfterTheStart()
    {
        using var watchdog = Watchdog();

        Assert.Null(await LookAsync(watchdog, "2026-01-20T12:16:00Z"));
        Assert.NotNull(await LookAsync(watchdog, "2026-01-20T12:17:00Z"));
    }

    [Fact]
    public async Task LookAsync_ClockSetBack_DoesNotWaitForWhatLiesAhead()
    {
        await _checks.RunAsync("2026-01-25T12:00:00Z");
        _checks.Time.AdjustTime(new DateTimeOffset(2026, 1, 20, 12, 0, 0, TimeSpan.Zero));
        using var watchdog = Watchdog();

        Assert.Null(await LookAsync(watchdog, "2026-01-20T12:16:00Z"));
        Assert.NotNull(await LookAsync(watchdog, "2026-01-20T12:17:00Z"));
    }

    [Fact]
    public async Task LookAsync_OnlyARunOfSomeQuotasHasBegun_DoesNotTakeItForTheCheck()
    {
        using var watchdog = Watchdog();
        await _checks.RunAsync();
        await _checks.RunAsync("2026-01-20T12:14:00Z", new() { Codes = ["q"] });

        Assert.NotNull(await LookAsync(watchdog, "2026-01-20T12:17:00Z"));
    }

    [Fact]
    public async Task LookAsync_ManyInstances_OneRunsIt()
    {
        await _checks.RunAsync();
        _checks.Time.AdjustTime(_checks.Time.GetUtcNow().AddMinutes(20));
        List<QuotaCheckWatchdog> instances = [.. Enumerable.Range(0, 6).Select(_ => Watchdog())];

        var reports = await Task.WhenAll(instances.Select(i => Task.Run(() => i.LookAsync(Cancel))));

        Assert.Single(reports, r => r is not null);
        Assert.Equal("schedule, watchdog", await RunsAsync());
        instances.ForEach(i => i.Dispose());
    }

    private Task<CheckReport?> LookAsync(QuotaCheckWatchdog watchdog, string at)
    {
        _checks.Time.AdjustTime(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture));
        return watchdog.LookAsync(Cancel);
    }

    private QuotaCheckWatchdog Watchdog() =>
        new(_checks.NewChecker(), new TestJobSchedule(null), _database.DataSource, _checks.Time, NullLogger<QuotaCheckWatchdog>.Instance);

    private Task<string?> RunsAsync() => _checks.TextAsync("SELECT string_agg(trigger, ', ' ORDER BY id) FROM ems.check_run");
}
