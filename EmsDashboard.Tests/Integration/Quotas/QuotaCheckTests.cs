using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using Npgsql;

namespace EmsDashboard.Tests.Integration.Quotas;

/// <summary>The check on a real database: what it does with bad quotas, time that passes or goes back, and runs that died.</summary>
public sealed class QuotaCheckTests(PostgresServer server) : IAsyncLifetime
{
    private const string January = "2026-01-01";
    private TestDatabase _database = null!;
    private QuotaChecks _checks = null!;
    private int _site, _meter;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        _checks = new QuotaChecks(_database, "2026-01-20T12:00:00Z");
        _site = await _checks.Estate.GroupAsync("SITE");
        _meter = await _checks.Estate.DeviceAsync("M1", _site);
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    private Task<int> QuotaAsync(string code, string zone = EstateSeed.London, string unit = "kWh", bool active = true, PeriodKind period = PeriodKind.Monthly) =>
        _checks.Estate.QuotaAsync(code, QuotaScope.Device, _meter, value: 100, zone: zone, unit: unit, active: active, period: period);

    [Fact]
    public async Task OneBadQuotaInABatch_IsFoundRecordedAndShown_AndTheOthersGoOn()
    {
        await _checks.StoreAsync(_meter, January, 90);
        List<int> quotas = [];
        for (var i = 0; i < 20; i++) quotas.Add(await QuotaAsync($"q{i:00}"));
        await _checks.Estate.ExecuteAsync($"""
            CREATE FUNCTION ems.break_it() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''a broken row''; END';
            CREATE TRIGGER break_it BEFORE INSERT ON ems.quota_usage FOR EACH ROW WHEN (NEW.quota_id = {quotas[7]}) EXECUTE FUNCTION ems.break_it()
            """);

        var report = await _checks.RunAsync();

        Assert.Equal((19, 19, 19), (report.Evaluated, report.Warning, report.Raised));
        Assert.Equal(new CheckFailure(quotas[7], "q07", CheckReason.Other("a broken row")), Assert.Single(report.Failures));
        Assert.Equal(CheckRunState.SucceededWithFailures, report.State);
        Assert.Equal("succeeded_with_failures 19 19 1 q07 other {\"a broken row\"}", await _checks.TextAsync("""
            SELECT concat_ws(' ', r.state, r.evaluated, r.raised, r.failed, f.quota_code, f.reason_code, f.reason_facts)
            FROM ems.check_run r JOIN ems.check_run_failure f ON f.run_id = r.id WHERE r.id = $1
            """, report.RunId!.Value));

        await _checks.Estate.ExecuteAsync("DROP TRIGGER break_it ON ems.quota_usage");
        Assert.Equal((1, 1, 0), (await _checks.RunAsync()) is var next ? (next.Evaluated, next.Raised, next.Failures.Count) : default);
    }

    [Fact]
    public async Task WhatCannotBeJudged_IsReportedInPlainWords()
    {
        var gone = await QuotaAsync("gone");
        await QuotaAsync("zone", zone: "Mars/Olympus");
        await QuotaAsync("unit", unit: "furlong");
        await QuotaAsync("volume", unit: "m3");
        var fine = await QuotaAsync("fine");
        await _checks.StoreAsync(_meter, January, 10);
        await _checks.Estate.ExecuteAsync("UPDATE ems.quota SET target_device_id = NULL, target_code = 'M0' WHERE id = $1", gone);

        var report = await _checks.RunAsync();

        Assert.Equal(
            [
                "fine: ", "gone: The meter M0 that the quota is set on does not exist any more.", "unit: The unit 'furlong' is unknown.",
                "volume: electricity is not measured in m3.", "zone: The time zone 'Mars/Olympus' is unknown.",
            ],
            report.Failures.Select(f => $"{f.Code}: {f.Reason.InEnglish()}").Append("fine: ").Order(StringComparer.Ordinal));
        Assert.Equal("10 100 10 normal current", await _checks.UsageAsync(fine, January));
        Assert.Equal(4, (await _checks.RunAsync()).Failures.Count);
    }

    [Fact]
    public async Task MeterThatMeasuresSomethingElseNow_IsReported()
    {
        await QuotaAsync("q");
        await _checks.StoreAsync(_meter, January, 10);
        await _checks.Estate.ExecuteAsync("UPDATE ems.device SET energy_type = 'water', unit = 'm3'");
        await _checks.Estate.ExecuteAsync("UPDATE ems.quota SET target_code = 'M1'");

        Assert.Equal("The meter M1 measures water now, not electricity.", Assert.Single((await _checks.RunAsync()).Failures).Reason.InEnglish());
    }

    [Fact]
    public async Task QuotaOnAnotherTarget_KeepsNothingOfTheOldOne()
    {
        var quota = await QuotaAsync("q");
        await _checks.StoreAsync(_meter, "2025-11-01", 90);
        await _checks.RunAsync();
        var other = await _checks.Estate.DeviceAsync("M2", _site);
        await _checks.Estate.ExecuteAsync("UPDATE ems.quota SET target_device_id = $1::int, needs_check = true", other);
        await _checks.Estate.ExecuteAsync("SELECT ems.mark_quotas(ARRAY[$1::int])", quota);

        await _checks.RunAsync();

        Assert.Equal("0 100 0 normal", await _checks.UsageAsync(quota, "2025-11-01"));
    }

    [Fact]
    public async Task AlarmsOfTheHistory_AreNotLocked()
    {
        var quota = await QuotaAsync("q");
        await _checks.StoreAsync(_meter, January, 90);
        await _checks.RunAsync();
        await _checks.StoreAsync(_meter, "2026-02-01", 95);
        await _checks.RunAsync("2026-02-02T12:00:00Z");
        await using var somebody = await _database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var reading = await somebody.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var held = new NpgsqlCommand("SELECT count(*) FROM (SELECT FROM ems.alarm_event WHERE resolved_at IS NOT NULL FOR UPDATE) a", somebody, reading);
        Assert.Equal(1L, await held.ExecuteScalarAsync(TestContext.Current.CancellationToken));

        await _checks.StoreAsync(_meter, "2026-02-02", 10);

        Assert.Equal((1, 0), (await _checks.RunAsync()) is var report ? (report.Escalated, report.Failures.Count) : default);
        Assert.Equal("2026-01-01 warning period_ended x1, 2026-02-01 critical x1", await _checks.AlarmsAsync(quota));
    }

    [Fact]
    public async Task NothingNew_IsNotLookedAt_UntilTheDayEnds()
    {
        var quota = await QuotaAsync("q");
        await _checks.StoreAsync(_meter, January, 90);
        Assert.Equal(1, (await _checks.RunAsync()).Evaluated);
        Assert.Equal(0, (await _checks.RunAsync("2026-01-20T23:59:59Z")).Evaluated);
        // Another day is gone: the forecast knows it, and a day more should have data.
        Assert.Equal(1, (await _checks.RunAsync("2026-01-31T00:00:00Z")).Evaluated);
        Assert.Equal(0, (await _checks.RunAsync("2026-01-31T23:59:59Z")).Evaluated);

        var report = await _checks.RunAsync("2026-02-01T00:00:00Z");

        Assert.Equal((1, 1), (report.Evaluated, report.Closed));
        Assert.Equal("90 100 90 warning", await _checks.UsageAsync(quota, January));
        Assert.Equal("0 100 0 normal current", await _checks.UsageAsync(quota, "2026-02-01"));
    }

    [Fact]
    public async Task LateRows_ThatCrossAClosedPeriod_ChangeItsRecordAndRaiseNothing()
    {
        var quota = await QuotaAsync("q");
        await _checks.StoreAsync(_meter, January, 10);
        await _checks.RunAsync();
        await _checks.RunAsync("2026-02-03T12:00:00Z");

        await _checks.StoreAsync(_meter, "2026-01-31", 200);
        var report = await _checks.RunAsync();

        Assert.Equal((0, "210 100 210 exceeded"), (report.Raised, await _checks.UsageAsync(quota, January)));
        Assert.Null(await _checks.AlarmsAsync(quota) is { Length: > 0 } alarms ? alarms : null);
    }

    [Fact]
    public async Task RowsBeyondToday_CountDayByDay()
    {
        var quota = await QuotaAsync("q", zone: "Asia/Shanghai");
        var site = await _checks.Estate.QuotaAsync("site", QuotaScope.Group, _site, value: 100, period: PeriodKind.Yearly);
        await _checks.StoreAsync(_meter, "2025-12-31", 1000, 10, 20, 30, 40);

        foreach (var (at, ofMonth, ofYear) in ((string, string, string)[])
            [
                ("2026-01-01T15:59:59Z", "10 100 10 normal current", "10 100 10 normal current"),
                ("2026-01-01T16:00:00Z", "30 100 30 normal current", "10 100 10 normal current"),
                ("2026-01-02T00:00:00Z", "30 100 30 normal current", "30 100 30 normal current"),
                ("2026-01-04T12:00:00Z", "100 100 100 exceeded current", "100 100 100 exceeded current"),
            ])
        {
            await _checks.RunAsync(at);
            Assert.Equal((ofMonth, ofYear), (await _checks.UsageAsync(quota, January), await _checks.UsageAsync(site, January)));
        }
    }

    [Fact]
    public async Task ClockSetBack_JudgesEverythingForThatTime()
    {
        var quota = await QuotaAsync("q");
        await _checks.StoreAsync(_meter, January, 90, 20);
        await _checks.RunAsync("2026-02-20T12:00:00Z");
        Assert.Equal("110 100 110 exceeded", await _checks.UsageAsync(quota, January));

        await _checks.RunAsync("2026-01-01T12:00:00Z");

        Assert.Equal("90 100 90 warning current", await _checks.UsageAsync(quota, January));
        Assert.Equal("2026-01-01 warning x1", await _checks.AlarmsAsync(quota));
    }

    [Fact]
    public async Task Deactivated_ClosesTheAlarm_AndLeavesTheRecord()
    {
        var quota = await QuotaAsync("q");
        await _checks.StoreAsync(_meter, January, 90);
        await _checks.RunAsync();
        await _checks.Estate.ExecuteAsync("UPDATE ems.quota SET is_active = false, needs_check = true WHERE id = $1", quota);
        await _checks.StoreAsync(_meter, "2026-01-02", 90);

        var report = await _checks.RunAsync();

        Assert.Equal((0, 1), (report.Evaluated, report.Closed));
        Assert.Equal("90 100 90 warning current", await _checks.UsageAsync(quota, January));
        Assert.Equal("2026-01-01 warning quota_deactivated x1", await _checks.AlarmsAsync(quota));
        Assert.Equal(0, (await _checks.RunAsync()).Closed);
    }

    [Fact]
    public async Task InactiveFromTheStart_LeavesNoRecord()
    {
        var quota = await QuotaAsync("q", active: false);
        await _checks.StoreAsync(_meter, January, 90);

        await _checks.RunAsync(request: new() { All = true });

        Assert.Null(await _checks.UsageAsync(quota, January));
        Assert.Equal("", await _checks.AlarmsAsync(quota));
    }

    [Fact]
    public async Task RunsOfAKilledProcess_AreMarkedFailedByTheNext_AndALivingOneIsNot()
    {
        await _checks.Estate.ExecuteAsync("""
            INSERT INTO ems.check_run (kind, trigger, started_at, state, evaluated, changed, normal, warning, exceeded, raised, escalated, cleared, closed, failed)
            SELECT 'check', 'schedule', '2026-01-20Z', 'running', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM generate_series(1, 2)
            """);
        await using var living = await _database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var hold = living.CreateCommand();
        hold.CommandText = "SELECT pg_advisory_lock(hashtext('ems.check_run'), 2)";
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await _checks.RunAsync();

        Assert.Equal("1 failed, 2 running, 3 succeeded", await _checks.TextAsync("SELECT string_agg(id || ' ' || state, ', ' ORDER BY id) FROM ems.check_run"));
        Assert.Equal("process_ended", await _checks.TextAsync("SELECT error_code FROM ems.check_run WHERE id = 1"));
    }

    [Fact]
    public async Task UnknownCode_IsRefused_AndLeavesNoRun()
    {
        var refusal = await Assert.ThrowsAsync<UnknownQuotaException>(() => _checks.RunAsync(request: new() { Codes = ["nothing"] }));

        Assert.Equal(["nothing"], refusal.Codes);
        Assert.Equal("0", await _checks.TextAsync("SELECT count(*) FROM ems.check_run"));
    }

    [Fact]
    public async Task NamedQuotas_AreTheOnlyOnesJudged()
    {
        var one = await QuotaAsync("one");
        var two = await QuotaAsync("two");

        await _checks.RunAsync(request: new() { All = true, Codes = ["one"] });

        Assert.NotNull(await _checks.UsageAsync(one, January));
        Assert.Null(await _checks.UsageAsync(two, January));
    }

    [Fact]
    public async Task Rehearsal_TellsWhatDiffers_AndStoresNothing()
    {
        var quota = await QuotaAsync("q");
        await _checks.StoreAsync(_meter, "2025-12-01", 60);
        await _checks.RunAsync();
        await _checks.StoreAsync(_meter, "2025-12-02", 30);
        var before = await _checks.StateAsync();
        var request = new CheckRequest { Kind = CheckRunKind.Recompute, All = true, Range = new(new(2025, 12, 15), new(2025, 12, 20)), DryRun = true };

        var rehearsal = await _checks.RunAsync(request: request);

        Assert.Equal(new UsageDifference("q", new(new(2025, 12, 1), new(2026, 1, 1)), "kWh", 60, 90, QuotaStatus.Normal, QuotaStatus.Warning), Assert.Single(rehearsal.Differences));
        Assert.Null(rehearsal.RunId);
        Assert.Equal(before, await _checks.StateAsync());

        Assert.Equal(rehearsal.Differences, (await _checks.RunAsync(request: request with { DryRun = false })).Differences);
        Assert.Equal("90 100 90 warning", await _checks.UsageAsync(quota, "2025-12-01"));
    }

    [Fact]
    public async Task FullCheck_PutsRightWhatNothingHadMarked_AndNamesThatOnly()
    {
        var (drifted, missing, marked) = (await QuotaAsync("drifted"), await QuotaAsync("missing"), await QuotaAsync("marked"));
        await QuotaAsync("fine");
        await _checks.StoreAsync(_meter, January, 60);
        await _checks.RunAsync();
        await _checks.Estate.ExecuteAsync("UPDATE ems.quota_usage SET actual_value = 1, usage_rate_pct = 1 WHERE quota_id = $1", drifted);
        await _checks.Estate.ExecuteAsync("DELETE FROM ems.quota_usage WHERE quota_id = $1", missing);
        await _checks.Estate.ExecuteAsync("UPDATE ems.quota_usage SET actual_value = 2 WHERE quota_id = $1", marked);
        await _checks.Estate.ExecuteAsync("INSERT INTO ems.quota_dirty (quota_id, month) VALUES ($1, '2026-01-01')", marked);
        var request = new CheckRequest { Kind = CheckRunKind.FullCheck, All = true };

        var report = await _checks.RunAsync(request: request);

        Assert.Equal(["drifted: Its record from 2026-01-01 on said 1 kWh where the data say 60 kWh; it was put right.", "missing: Its record from 2026-01-01 on was missing; it was made."],
            report.Failures.Select(f => $"{f.Code}: {f.Reason.InEnglish()}"));
        Assert.Equal(CheckRunState.SucceededWithFailures, report.State);
        foreach (var quota in (int[])[drifted, missing, marked]) Assert.Equal("60 100 60 normal current", await _checks.UsageAsync(quota, January));
        Assert.Empty((await _checks.RunAsync(request: request)).Failures);
        // Time passes, and with it what is due: nothing to be reported.
        _checks.Time.AdjustTime(_checks.Time.GetUtcNow().AddDays(1));
        Assert.Empty((await _checks.RunAsync(request: request)).Failures);
    }

    [Fact]
    public async Task NewDay_FirstRunThatLooksAtAllJudgesEveryQuota_ARunOfOneDoesNotStandForIt()
    {
        foreach (var code in (string[])["a", "b", "c"]) await QuotaAsync(code);
        await _checks.StoreAsync(_meter, January, 60);

        Assert.Equal(3, (await _checks.RunAsync()).Evaluated);
        Assert.Equal(0, (await _checks.RunAsync("2026-01-20T23:59:00Z")).Evaluated);
        Assert.Equal(1, (await _checks.RunAsync("2026-01-21T00:01:00Z", new() { Codes = ["b"] })).Evaluated);
        Assert.Equal(3, (await _checks.RunAsync("2026-01-21T00:02:00Z")).Evaluated);
        Assert.Equal(0, (await _checks.RunAsync("2026-01-21T23:00:00Z")).Evaluated);
        Assert.Equal(3, (await _checks.RunAsync("2026-01-19T23:00:00Z")).Evaluated);
        Assert.Equal(3, (await _checks.RunAsync("2026-01-20T00:30:00Z")).Evaluated);
    }

    [Fact]
    public async Task NewDay_QuotaThatCannotBeJudgedThen_IsTriedAgainByTheNextRun()
    {
        var (broken, fine) = (await QuotaAsync("broken"), await QuotaAsync("fine"));
        await _checks.StoreAsync(_meter, January, 60);
        await _checks.RunAsync();
        await _checks.Estate.ExecuteAsync($"""
            CREATE FUNCTION ems.break_it() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''a broken row''; END';
            CREATE TRIGGER break_it BEFORE INSERT ON ems.quota_usage FOR EACH ROW WHEN (NEW.quota_id = {broken}) EXECUTE FUNCTION ems.break_it()
            """);

        Assert.Equal(["broken"], (await _checks.RunAsync("2026-02-01T00:30:00Z")).Failures.Select(f => f.Code));
        Assert.Equal(["broken"], (await _checks.RunAsync("2026-02-01T00:45:00Z")).Failures.Select(f => f.Code));
        Assert.Equal("1", await _checks.TextAsync("SELECT count(*) FROM ems.quota_dirty"));
        await _checks.Estate.ExecuteAsync("DROP TRIGGER break_it ON ems.quota_usage");

        Assert.Equal(1, (await _checks.RunAsync("2026-02-01T01:00:00Z")).Evaluated);
        Assert.Equal("0 100 0 normal current", await _checks.UsageAsync(broken, "2026-02-01"));
        Assert.Equal("0 100 0 normal current", await _checks.UsageAsync(fine, "2026-02-01"));
        Assert.Equal("0", await _checks.TextAsync("SELECT count(*) FROM ems.quota_dirty"));
    }

    [Fact]
    public async Task TurnOfTheDay_RunThatComesToAQuotaAfterMidnight_JudgesByTheNewDay_HoweverEarlyItWasBegun()
    {
        var quota = await QuotaAsync("q");
        await _checks.StoreAsync(_meter, January, 60);
        _checks.Time.AdjustTime(new DateTimeOffset(2026, 1, 31, 23, 59, 59, TimeSpan.Zero));
        await using var other = await _database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var edit = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var hold = other.CreateCommand();
        hold.CommandText = "SELECT id FROM ems.quota FOR UPDATE";
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var run = _checks.RunAsync();
        await Eventually.BecomesTrueAsync(async () => await _checks.TextAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == "1", "the run waits for the quota");
        _checks.Time.AdjustTime(new DateTimeOffset(2026, 2, 1, 0, 0, 1, TimeSpan.Zero));
        await edit.RollbackAsync(TestContext.Current.CancellationToken);
        await run;

        Assert.Equal("0 100 0 normal current", await _checks.UsageAsync(quota, "2026-02-01"));
        // It began on the day before, so what follows makes sure that nothing was left behind.
        Assert.Equal(1, (await _checks.RunAsync()).Evaluated);
        Assert.Equal(0, (await _checks.RunAsync()).Evaluated);
    }

    [Fact]
    public async Task Recompute_RestoresWhatNothingMarked()
    {
        var quota = await QuotaAsync("q");
        await _checks.StoreAsync(_meter, "2025-11-01", 60);
        await _checks.RunAsync();
        await _checks.Estate.ExecuteAsync("UPDATE ems.quota_usage SET actual_value = 1, usage_rate_pct = 1 WHERE quota_id = $1", quota);
        Assert.Equal(0, (await _checks.RunAsync()).Evaluated);

        await _checks.Recompute.EverythingAsync("manager@example.org", TestContext.Current.CancellationToken);

        Assert.Equal("60 100 60 normal", await _checks.UsageAsync(quota, "2025-11-01"));
        Assert.Equal("recompute manual manager@example.org", await _checks.TextAsync(
            "SELECT concat_ws(' ', kind, trigger, triggered_by) FROM ems.check_run ORDER BY id DESC LIMIT 1"));
    }
}
