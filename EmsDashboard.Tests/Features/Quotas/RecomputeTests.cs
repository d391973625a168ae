using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Recomputation;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmsDashboard.Tests.Features.Quotas;

/// <summary>A recomputation is tried, stored, cancelled and done once at a time.</summary>
public sealed class RecomputeTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly RecomputeOrder Winter = new(new RecomputeRange(new(2025, 12, 1), new(2026, 1, 20)));
    private TestDatabase _database = null!;
    private QuotaChecks _checks = null!;
    private int _quota;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        _checks = new QuotaChecks(_database, "2026-01-20T12:00:00Z", batchSize: 1);
        var meter = await _checks.Estate.DeviceAsync("M", await _checks.Estate.GroupAsync("SITE"));
        _quota = await _checks.Estate.QuotaAsync("Q", QuotaScope.Device, meter);
        await _checks.StoreAsync(meter, "2025-12-01", [.. Enumerable.Repeat(10m, 49)]);
        await _checks.RunAsync();
        // A closed period that says what its data do not: only a recomputation looks at it again.
        await _checks.Estate.ExecuteAsync("UPDATE quota_usage SET actual_value = 1, usage_rate_pct = 0.1 WHERE period_start = '2025-12-01'");
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Runner_TrialThenStored_DiffersOnceAndIsRight()
    {
        await using var runner = Runner();

        Assert.True(runner.TryStart(Winter, isTrial: true, "Ada"));
        var trial = await EndAsync(runner);
        Assert.Equal("1 1000 0.1 normal", await _checks.UsageAsync(_quota, "2025-12-01"));
        Assert.True(runner.TryStart(trial.Order, isTrial: false, "Ada"));
        var stored = await EndAsync(runner);

        var difference = Assert.Single(trial.Report!.Differences);
        Assert.Equal(("Q", 1m, 310m), (difference.Code, difference.OldActual, difference.NewActual));
        Assert.Equal([difference], stored.Report!.Differences);
        Assert.Equal((RecomputeState.Done, new CheckProgress(1, 1), "Ada"), (stored.State, stored.Progress, stored.Person));
        Assert.Equal("310 1000 31 normal", await _checks.UsageAsync(_quota, "2025-12-01"));
        Assert.Equal("recompute manual Ada", await _checks.TextAsync("SELECT concat_ws(' ', kind, trigger, triggered_by) FROM ems.check_run ORDER BY id DESC LIMIT 1"));
    }

    [Fact]
    public async Task Runner_Cancelled_SaysSoAndTheNextMayStart()
    {
        await using var runner = Runner();
        await using (await HoldQuotasAsync())
        {
            Assert.True(runner.TryStart(Winter, isTrial: false, "Ada"));
            Assert.False(runner.TryStart(Winter, isTrial: true, "Ben"));
            await WaitsForLockAsync();
            await runner.CancelAsync();
            Assert.Equal(RecomputeState.Cancelled, (await EndAsync(runner)).State);
        }

        Assert.Equal("1 1000 0.1 normal", await _checks.UsageAsync(_quota, "2025-12-01"));
        Assert.True(runner.TryStart(Winter, isTrial: false, "Ben"));
        Assert.Equal(RecomputeState.Done, (await EndAsync(runner)).State);
    }

    [Fact]
    public async Task Runner_WhileAnotherProcessRecomputes_IsToldSo()
    {
        await using var turn = await SessionLock.TryTakeAsync(_database.DataSource, "ems.recompute", Cancel);
        await using var runner = Runner();

        Assert.True(runner.TryStart(Winter, isTrial: false, "Ada"));
        var stored = await EndAsync(runner);
        Assert.True(runner.TryStart(Winter, isTrial: true, "Ada"));
        var trial = await EndAsync(runner);

        Assert.Equal((RecomputeState.Failed, true), (stored.State, stored.IsBusy));
        Assert.Equal(RecomputeState.Done, trial.State);
        await Assert.ThrowsAsync<RecomputeBusyException>(() => _checks.Recompute.EverythingAsync(null, Cancel));
    }

    [Fact]
    public async Task Runner_UnknownQuota_NamesIt()
    {
        await using var runner = Runner();

        runner.TryStart(Winter with { Codes = ["Q", "NOBODY"] }, isTrial: true, "Ada");

        Assert.Equal(["NOBODY"], (await EndAsync(runner)).Unknown);
    }

    [Fact]
    public async Task Desk_ForAnybodyButAdministrators_IsClosed()
    {
        await using var runner = Runner();
        var desk = new RecomputeDesk(runner, new TestAccess(Policies.Manager));

        await Assert.ThrowsAsync<AccessDeniedException>(desk.WorkAsync);
        await Assert.ThrowsAsync<AccessDeniedException>(() => desk.StartAsync(Winter, isTrial: true));
        await Assert.ThrowsAsync<AccessDeniedException>(desk.CancelAsync);
        Assert.Null(runner.Work);
    }

    private RecomputeRunner Runner() => new(_checks.Recompute, _checks.Time, NullLogger<RecomputeRunner>.Instance);

    private static async Task<RecomputeWork> EndAsync(RecomputeRunner runner)
    {
        await Eventually.BecomesTrueAsync(() => runner.Work is { State: not RecomputeState.Running }, "the recomputation ends");
        return runner.Work!;
    }

    private async Task<IAsyncDisposable> HoldQuotasAsync()
    {
        var connection = await _database.DataSource.OpenConnectionAsync(Cancel);
        // Ends with its connection.
        await connection.BeginTransactionAsync(Cancel);
        await connection.ExecuteAsync("SELECT 1 FROM ems.quota FOR UPDATE", [], Cancel);
        return connection;
    }

    private Task WaitsForLockAsync() => Eventually.BecomesTrueAsync(() => _database.DataSource.ScalarAsync<bool>(
        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"), "the check waits for the quota");
}
