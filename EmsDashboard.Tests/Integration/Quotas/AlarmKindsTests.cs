using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.Extensions.Options;

namespace EmsDashboard.Tests.Integration.Quotas;

/// <summary>Alarms of what will be and of what was, beside those of what is.</summary>
public sealed class AlarmKindsTests(PostgresServer server) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private QuotaChecks _checks = null!;
    private int _meter;
    private int _quota;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        await BeginAsync(new AlarmsOptions());
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Forecast_OverTheQuota_IsAnAlarm_AndStepsAsideForTheUse()
    {
        await _checks.StoreAsync(_meter, "2026-01-01", [.. Enumerable.Repeat(40m, 10)]);
        await _checks.RunAsync("2026-01-11T12:00:00Z");

        Assert.Equal("2026-01-01 warning x1", await _checks.AlarmsAsync(_quota, "forecast"));
        Assert.Empty((await _checks.AlarmsAsync(_quota))!);
        Assert.Equal("1240 forecast", await _checks.TextAsync("SELECT concat_ws(' ', trim_scale(value), kind) FROM ems.alarm_event"));

        await _checks.StoreAsync(_meter, "2026-01-11", [.. Enumerable.Repeat(40m, 10)]);
        await _checks.RunAsync("2026-01-21T12:00:00Z");

        Assert.Equal("2026-01-01 warning usage_alarm x1", await _checks.AlarmsAsync(_quota, "forecast"));
        Assert.Equal("2026-01-01 warning x1", await _checks.AlarmsAsync(_quota));
        await _checks.RunAsync("2026-01-21T13:00:00Z");
        Assert.Equal("raised cleared", await _checks.TimelineAsync(_quota, "forecast"));
    }

    [Fact]
    public async Task Alarm_AcknowledgedWhileTheCheckLooksAtIt_IsEscalatedFromWhatThePersonLeft()
    {
        await _checks.StoreAsync(_meter, "2026-01-01", [.. Enumerable.Repeat(85m, 10)]);
        await _checks.RunAsync("2026-01-11T12:00:00Z");
        await _checks.StoreAsync(_meter, "2026-01-11", [.. Enumerable.Repeat(85m, 10)]);
        await using var person = await _database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await person.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await person.ExecuteAsync("""
            UPDATE ems.alarm_event SET acknowledged_at = raised_at, acknowledged_by = 'mo@example.org', acknowledge_comment = 'seen', version = version + 1 WHERE kind = 'usage'
            """, [], TestContext.Current.CancellationToken);

        var check = _checks.RunAsync("2026-01-21T12:00:00Z");
        // It has read the alarm as it was, and waits for the row.
        await Eventually.BecomesTrueAsync(async () => await _database.DataSource.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0,
            "the check waits for the person");
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await check;

        // Raised, acknowledged, escalated; a check that had written over the person would have made it the second version.
        Assert.Equal("critical 3", await _checks.TextAsync("SELECT concat_ws(' ', severity, version) FROM ems.alarm_event WHERE kind = 'usage'"));
    }

    [Fact]
    public async Task ShelvedAlarm_ThatGetsWorse_IsBackAtOnce_AndItsTimelineSaysWhy()
    {
        await _checks.StoreAsync(_meter, "2026-01-01", [.. Enumerable.Repeat(85m, 10)]);
        await _checks.RunAsync("2026-01-11T12:00:00Z");
        var id = await _database.DataSource.ScalarAsync<long>("SELECT id FROM ems.alarm_event WHERE kind = 'usage'");
        var desk = new AlarmDesk(_database.DataSource, new TestAccess(Policies.Staff), _checks.Time, Options.Create(new AlarmsOptions()));
        await desk.ShelveAsync([new(id)], _checks.Time.GetUtcNow().AddDays(20), "Known until the end of the month", TestContext.Current.CancellationToken);
        await _checks.StoreAsync(_meter, "2026-01-11", 1m);
        await _checks.RunAsync("2026-01-12T12:00:00Z");
        Assert.Equal("2026-01-31 12:00", await _checks.TextAsync("SELECT to_char(shelved_until AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') FROM ems.alarm_event WHERE kind = 'usage'"));

        await _checks.StoreAsync(_meter, "2026-01-12", [.. Enumerable.Repeat(85m, 9)]);
        await _checks.RunAsync("2026-01-21T12:00:00Z");

        Assert.Equal("critical", await _checks.TextAsync("SELECT concat_ws(' ', severity, shelved_until, shelved_by) FROM ems.alarm_event WHERE kind = 'usage'"));
        Assert.Equal("raised shelved escalated", await _checks.TimelineAsync(_quota));
        Assert.Equal("off_shelf", await _checks.TextAsync("SELECT comment FROM ems.alarm_transition WHERE type = 'escalated'"));
    }

    [Fact]
    public async Task Forecast_BackBelowByItsMargin_IsCleared_ButNotWhileDataAreMissing()
    {
        await _checks.StoreAsync(_meter, "2026-01-01", [.. Enumerable.Repeat(40m, 10)]);
        await _checks.RunAsync("2026-01-11T12:00:00Z");
        // The day between is missing: less was expected to be known than is.
        await _checks.StoreAsync(_meter, "2026-01-12", 5m, 5m, 5m);
        await _checks.RunAsync("2026-01-15T12:00:00Z");
        Assert.Equal("2026-01-01 warning x1", await _checks.AlarmsAsync(_quota, "forecast"));

        await _checks.StoreAsync(_meter, "2026-01-11", 5m);
        await _checks.RunAsync("2026-01-15T13:00:00Z");

        Assert.Equal("2026-01-01 warning below_threshold x1", await _checks.AlarmsAsync(_quota, "forecast"));
        Assert.Empty((await _checks.AlarmsAsync(_quota))!);
    }

    [Fact]
    public async Task Forecast_OfOldData_RaisesNothing_AndLeavesWhatIsThere()
    {
        await _checks.StoreAsync(_meter, "2026-01-01", [.. Enumerable.Repeat(40m, 10)]);
        await _checks.RunAsync("2026-01-20T12:00:00Z");
        Assert.Empty((await _checks.AlarmsAsync(_quota, "forecast"))!);

        await _checks.StoreAsync(_meter, "2026-01-11", [.. Enumerable.Repeat(30m, 9)]);
        await _checks.RunAsync("2026-01-20T13:00:00Z");
        Assert.Equal("2026-01-01 warning x1", await _checks.AlarmsAsync(_quota, "forecast"));
        await _checks.RunAsync("2026-01-28T12:00:00Z");
        Assert.Equal("2026-01-01 warning x1", await _checks.AlarmsAsync(_quota, "forecast"));
        await _checks.RunAsync("2026-02-01T12:00:00Z");

        Assert.Equal("2026-01-01 warning period_ended x1", await _checks.AlarmsAsync(_quota, "forecast"));
    }

    [Fact]
    public async Task Forecast_AboveACriticalThreshold_StandsBesideAWarningOfTheUse()
    {
        await _checks.Estate.VersionAsync(_quota, 1000, thresholds: "actual>=50%:warning; actual>=100%:critical; forecast>=110%:critical");
        await _checks.StoreAsync(_meter, "2026-01-01", [.. Enumerable.Repeat(40m, 14)]);
        await _checks.RunAsync("2026-01-15T12:00:00Z");

        Assert.Equal("2026-01-01 critical x1", await _checks.AlarmsAsync(_quota, "forecast"));
        Assert.Equal("2026-01-01 warning x1", await _checks.AlarmsAsync(_quota));
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "2025-10-01 critical x1")]
    public async Task Restatement_ForTheWorse_IsAnAlarmWhereTheCustomerWantsIt(bool wanted, string expected)
    {
        await BeginAsync(new AlarmsOptions { OnRestatement = wanted });
        await _checks.StoreAsync(_meter, "2025-10-01", [.. Enumerable.Repeat(10m, 102)]);
        await _checks.RunAsync("2026-01-11T12:00:00Z");
        await _checks.StoreAsync(_meter, "2025-10-05", 900m);
        await _checks.RunAsync("2026-01-11T13:00:00Z");

        Assert.Equal(expected, await _checks.AlarmsAsync(_quota, "restatement"));
        Assert.Empty((await _checks.AlarmsAsync(_quota))!);

        // A later check says nothing new of it; a correction back to normal takes it away.
        await _checks.RunAsync("2026-01-12T12:00:00Z");
        Assert.Equal(expected, await _checks.AlarmsAsync(_quota, "restatement"));
        await _checks.StoreAsync(_meter, "2025-10-05", 10m);
        await _checks.RunAsync("2026-01-12T13:00:00Z");
        Assert.Equal(expected.Replace("critical", "critical below_threshold", StringComparison.Ordinal), await _checks.AlarmsAsync(_quota, "restatement"));
    }

    [Fact]
    public async Task Forecast_NearAWorseThreshold_StillStepsAsideForAUseOfItsOwnLevel()
    {
        await _checks.Estate.VersionAsync(_quota, 1000, thresholds: "actual>=50%:warning; forecast>=100%:warning; forecast>=110%:critical");
        // 1 095 are expected: within the margin of the worse threshold, which nothing has reached.
        await _checks.StoreAsync(_meter, "2026-01-01", [.. Enumerable.Repeat(1095m / 31, 20).Select(a => Math.Round(a, 3))]);
        await _checks.RunAsync("2026-01-21T12:00:00Z");

        Assert.Equal("2026-01-01 warning x1", await _checks.AlarmsAsync(_quota));
        Assert.Empty((await _checks.AlarmsAsync(_quota, "forecast"))!);
    }

    [Fact]
    public async Task Restatement_OfAThresholdThatNeedsSeveralChecks_IsAnAlarmAtOnce()
    {
        await BeginAsync(new AlarmsOptions { OnRestatement = true });
        await _checks.Estate.VersionAsync(_quota, 1000, thresholds: "actual>=100%:critical:checks=3");
        await _checks.StoreAsync(_meter, "2025-10-01", [.. Enumerable.Repeat(10m, 102)]);
        await _checks.RunAsync("2026-01-11T12:00:00Z");
        await _checks.StoreAsync(_meter, "2025-10-05", 900m);
        await _checks.RunAsync("2026-01-11T13:00:00Z");

        Assert.Equal("2025-10-01 critical x1", await _checks.AlarmsAsync(_quota, "restatement"));
    }

    private async Task BeginAsync(AlarmsOptions options)
    {
        _checks = new QuotaChecks(_database, "2026-01-11T12:00:00Z", alarms: options);
        if (_quota != 0) return;
        _meter = await _checks.Estate.DeviceAsync("M", await _checks.Estate.GroupAsync("SITE"));
        _quota = await _checks.Estate.QuotaAsync("Q", QuotaScope.Device, _meter);
    }
}
