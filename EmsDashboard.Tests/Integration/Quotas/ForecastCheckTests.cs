using EmsDashboard.Features.Quotas.Domain;

namespace EmsDashboard.Tests.Integration.Quotas;

/// <summary>What the check foresees: forecasts on usage records, thresholds that need several checks, alarms that missing data must not end.</summary>
public sealed class ForecastCheckTests(PostgresServer server) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private QuotaChecks _checks = null!;
    private int _meter;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        _checks = new QuotaChecks(_database, "2026-01-20T12:00:00Z");
        _meter = await _checks.Estate.DeviceAsync("m", await _checks.Estate.GroupAsync("site"));
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task RunningPeriod_OfEvenUse_IsForeseenToTheUnit()
    {
        var quota = await _checks.Estate.QuotaAsync("q", QuotaScope.Device, _meter, value: 250);
        await _checks.StoreAsync(_meter, "2024-11-01", [.. Enumerable.Repeat(10m, 445)]);

        Assert.Equal(1, await _checks.Calibrator.RunAsync(Cancel));
        await _checks.RunAsync();

        // 19 days are in; 31 of them make 310, the 25th day makes 250, and 60 are left for the 12 days from the 20th on.
        Assert.Equal("310.000 seasonal 0.0 2026-01-25 5.000 0.000 warning", await ForecastAsync(quota, "2026-01-01"));
        Assert.True(await _database.DataSource.ScalarAsync<bool>("SELECT forecast_low <= 310 AND forecast_high >= 310 AND no_forecast IS NULL FROM ems.quota_usage WHERE is_current"));
    }

    [Fact]
    public async Task RunningPeriod_BeforeTheFirstCalibration_IsForeseenAsOthersOfItsKindAre()
    {
        var quota = await _checks.Estate.QuotaAsync("q", QuotaScope.Device, _meter, value: 250);
        await _checks.StoreAsync(_meter, "2026-01-01", [.. Enumerable.Repeat(10m, 19)]);
        await _checks.RunAsync();

        // No error of its own to tell, and linear for want of a year before.
        Assert.Equal("310.000 linear 2026-01-25 5.000 0.000 warning", await ForecastAsync(quota, "2026-01-01"));
    }

    [Fact]
    public async Task RunningPeriod_WhoseDataEndEarly_EstimatesTheDaysSince()
    {
        var quota = await _checks.Estate.QuotaAsync("q", QuotaScope.Device, _meter, value: 1000);
        await _checks.StoreAsync(_meter, "2026-01-01", [.. Enumerable.Repeat(10m, 15)]);
        await _checks.RunAsync();

        // 4 of the 19 days that are over have no row.
        Assert.Equal("310.000 linear 67.500 0.211 normal", await ForecastAsync(quota, "2026-01-01"));
    }

    [Fact]
    public async Task RunningPeriod_WithoutDataOrJustBegun_SaysWhyThereIsNoForecast()
    {
        var quota = await _checks.Estate.QuotaAsync("q", QuotaScope.Device, _meter, value: 250);
        await _checks.RunAsync();
        Assert.Equal("no_data normal", await ForecastAsync(quota, "2026-01-01"));

        await _checks.StoreAsync(_meter, "2026-01-31", 5, 5);
        await _checks.RunAsync("2026-02-02T12:00:00Z");

        Assert.Equal("too_early normal", await ForecastAsync(quota, "2026-02-01"));
        Assert.Equal("period_over normal", await ForecastAsync(quota, "2026-01-01"));
    }

    [Fact]
    public async Task Forecast_OfAMethodChosenByHand_IsMadeByIt()
    {
        var quota = await _checks.Estate.QuotaAsync("q", QuotaScope.Device, _meter, value: 250);
        await _database.DataSource.ExecuteAsync("UPDATE ems.quota SET forecast_method = 'linear'");
        await _checks.StoreAsync(_meter, "2024-11-01", [.. Enumerable.Repeat(10m, 445)]);
        await _checks.Calibrator.RunAsync(Cancel);
        await _checks.RunAsync();

        Assert.StartsWith("310.000 linear", await ForecastAsync(quota, "2026-01-01"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Threshold_ThatNeedsThreeChecks_RaisesAtTheThird_WhateverTheSchedule()
    {
        var quota = await _checks.Estate.QuotaAsync("q", QuotaScope.Device, _meter, value: 100);
        await _checks.Estate.VersionAsync(quota, 100, thresholds: "actual>=80%:warning:checks=3");
        await _checks.StoreAsync(_meter, "2026-01-01", 85);

        Assert.Equal((1, 0), await RaisedAsync());
        // Ten at once are one check.
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _checks.NewChecker().RunAsync(new(), TestContext.Current.CancellationToken)));
        _checks.Time.Advance(ThresholdStreaks.Apart);
        Assert.Equal((1, 0), await RaisedAsync());
        _checks.Time.Advance(ThresholdStreaks.Apart);
        Assert.Equal((1, 1), await RaisedAsync());
        // What needs no more checks is left alone until the day ends.
        Assert.Equal((0, 0), await RaisedAsync());

        async Task<(int Evaluated, int Raised)> RaisedAsync() => await _checks.RunAsync() is var report ? (report.Evaluated, report.Raised) : default;
    }

    [Fact]
    public async Task Alarm_WhileDataAreMissing_IsNotCleared_UntilTheyAreThere()
    {
        var quota = await _checks.Estate.QuotaAsync("q", QuotaScope.Device, _meter, value: 100);
        await _checks.StoreAsync(_meter, "2026-01-01", [90, .. Enumerable.Repeat(0m, 15)]);
        await _checks.RunAsync();
        await _checks.StoreAsync(_meter, "2026-01-01", 20);
        await _checks.RunAsync();
        // The 17th and 18th are missing.
        Assert.Equal("2026-01-01 warning x1", await _checks.AlarmsAsync(quota));

        await _checks.StoreAsync(_meter, "2026-01-17", 1, 1);
        await _checks.RunAsync();

        Assert.Equal("2026-01-01 warning below_threshold x1", await _checks.AlarmsAsync(quota));
    }

    [Fact]
    public async Task Alarm_OfAQuotaThatIsRaised_Clears_WhateverIsMissing()
    {
        var quota = await _checks.Estate.QuotaAsync("q", QuotaScope.Device, _meter, value: 100);
        await _checks.StoreAsync(_meter, "2026-01-01", 90);
        await _checks.RunAsync();

        await _checks.Estate.VersionAsync(quota, 1000);
        await _checks.RunAsync(request: new() { All = true });

        Assert.Equal("2026-01-01 warning below_threshold x1", await _checks.AlarmsAsync(quota));
    }

    private Task<string?> ForecastAsync(int quota, string periodStart) => _database.DataSource.ScalarAsync<string?>("""
        SELECT concat_ws(' ', forecast_value, forecast_method, forecast_error_pct, exceeds_on, allowance_per_day, estimated_share, no_forecast, forecast_status)
        FROM ems.quota_usage WHERE quota_id = $1 AND period_start = $2
        """, quota, DateOnly.ParseExact(periodStart, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
}
