using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmsDashboard.Tests.Integration.Quotas;

/// <summary>Roll-ups that went wrong by whatever means are found, repaired and their quotas judged again; right ones are left alone.</summary>
public sealed class UsageRebuildTests(PostgresServer server) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private QuotaChecks _checks = null!;
    private int _meter, _quota, _cutting;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        _checks = new QuotaChecks(_database, "2026-01-20T12:00:00Z");
        var site = await _checks.Estate.GroupAsync("SITE");
        _meter = await _checks.Estate.DeviceAsync("M", await _checks.Estate.GroupAsync("HALL", site));
        _quota = await _checks.Estate.QuotaAsync("Q", QuotaScope.Group, site);
        // Cuts every month in two.
        _cutting = await _checks.Estate.QuotaAsync("C", QuotaScope.Group, site);
        await _checks.Estate.VersionAsync(_cutting, 1000, startDay: 13);
        await _checks.StoreAsync(_meter, "2025-12-01", [.. Enumerable.Repeat(10m, 49)]);
        await _checks.RunAsync();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private UsageRebuild Rebuild => new(_database.DataSource, _checks.Time, NullLogger<UsageRebuild>.Instance);

    [Fact]
    public async Task RunAsync_RightRollUps_ChangesNothing_EvenWithRowsInTheQueue()
    {
        await _checks.StoreAsync(_meter, "2026-01-18", 99m, 7m);
        var before = await _checks.TextAsync("SELECT md5(string_agg(u::text || u.xmin, '' ORDER BY scope_kind, scope_id, month)) FROM ems.usage_month u");

        Assert.Equal((2, 0), await Rebuild.RunAsync("Ada", Cancel));

        Assert.Equal(before, await _checks.TextAsync("SELECT md5(string_agg(u::text || u.xmin, '' ORDER BY scope_kind, scope_id, month)) FROM ems.usage_month u"));
        Assert.Equal("rebuild manual Ada succeeded 2 0", await _checks.TextAsync("SELECT concat_ws(' ', kind, trigger, triggered_by, state, evaluated, changed) FROM ems.check_run ORDER BY id DESC LIMIT 1"));
    }

    [Theory]
    [InlineData("UPDATE ems.usage_month SET amount = amount + 1")]
    [InlineData("UPDATE ems.usage_month SET day_count = day_count - 1 WHERE month = '2025-12-01'")]
    [InlineData("UPDATE ems.usage_month SET last_day = month WHERE scope_kind = 'g'")]
    [InlineData("DELETE FROM ems.usage_month WHERE scope_kind = 'd'")]
    [InlineData("INSERT INTO ems.usage_month VALUES ('g', 4711, 'water', '2020-01-01', 5, 1, '2020-01-01')")]
    [InlineData("DELETE FROM ems.energy_daily_summary WHERE day = '2025-12-31'")]
    public async Task RunAsync_Drift_IsRepairedToThePlainSum_AndTheNextCheckJudgesIt(string fault)
    {
        await _checks.Estate.ExecuteAsync(fault);

        var (_, repaired) = await Rebuild.RunAsync(null, Cancel);
        await _checks.RunAsync();

        Assert.True(repaired > 0);
        // A roll-up of nothing stays as such.
        Assert.DoesNotContain(await RollUps.ErrorsAsync(_database), error => !error.Contains("rolled up 0.000 0", StringComparison.Ordinal));
        Assert.Equal((0, 0), ((await Rebuild.RunAsync(null, Cancel)).Repaired, await _database.DataSource.ScalarAsync<long>("SELECT count(*) FROM ems.quota_dirty")));
        Assert.Equal(await _checks.TextAsync("SELECT trim_scale(sum(consumption)) FROM ems.energy_daily_summary WHERE day < '2026-01-01'"),
            await _checks.TextAsync("SELECT trim_scale(actual_value) FROM ems.quota_usage WHERE period_start = '2025-12-01' AND quota_id = $1", _quota));
        Assert.Equal(await _checks.TextAsync("SELECT trim_scale(sum(consumption)) FROM ems.energy_daily_summary WHERE day >= '2025-12-13' AND day < '2026-01-13'"),
            await _checks.TextAsync("SELECT trim_scale(actual_value) FROM ems.quota_usage WHERE period_start = '2025-12-13' AND quota_id = $1", _cutting));
        Assert.Equal("rebuild succeeded_with_failures", await _checks.TextAsync("SELECT concat_ws(' ', kind, state) FROM ems.check_run WHERE kind = 'rebuild' ORDER BY id LIMIT 1"));
    }
}
