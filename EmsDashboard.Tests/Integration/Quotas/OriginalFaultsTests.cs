using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Security;
using Microsoft.Extensions.Options;

namespace EmsDashboard.Tests.Integration.Quotas;

/// <summary>What the replaced system got wrong, one test a fault. Quotas are of 100 kWh, warning at 80 %, alert at 100 %.</summary>
public sealed class OriginalFaultsTests(PostgresServer server) : IAsyncLifetime
{
    private const string January = "2026-01-01";
    private const string February = "2026-02-01";
    private TestDatabase _database = null!;
    private QuotaChecks _checks = null!;
    private int _site, _building, _meter;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        _checks = new QuotaChecks(_database, "2026-01-20T12:00:00Z");
        _site = await _checks.Estate.GroupAsync("SITE");
        _building = await _checks.Estate.GroupAsync("BUILDING", _site);
        _meter = await _checks.Estate.DeviceAsync("M1", _building);
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    private Task<int> QuotaAsync(string code, PeriodKind period = PeriodKind.Monthly, string zone = EstateSeed.London, string? name = null) =>
        _checks.Estate.QuotaAsync(code, QuotaScope.Device, _meter, value: 100, period: period, zone: zone, name: name);

    private Task EditAsync(int quota, string set) => _checks.Estate.ExecuteAsync($"UPDATE ems.quota SET {set}, needs_check = true, updated_at = $2, version = version + 1 WHERE id = $1", quota, _checks.Time.GetUtcNow());

    private async Task AmendAsync(int quota, decimal value, string from)
    {
        await _checks.Estate.VersionAsync(quota, value, QuotaChecks.Day(from));
        await EditAsync(quota, "name = name");
    }

    [Fact]
    public async Task Target_TwoQuotasOfOneType_ReadTheirOwnUsage()
    {
        var second = await _checks.Estate.DeviceAsync("M2", _site);
        var ofMeter = await QuotaAsync("meter");
        var ofBuilding = await _checks.Estate.QuotaAsync("building", QuotaScope.Group, _building, value: 100);
        var ofSite = await _checks.Estate.QuotaAsync("site", QuotaScope.Group, _site, value: 100);
        var ofSecond = await _checks.Estate.QuotaAsync("second", QuotaScope.Device, second, value: 100);
        var ofType = await _checks.Estate.QuotaAsync("type", QuotaScope.EnergyType, value: 100);
        await _checks.StoreAsync(_meter, January, 10);
        await _checks.StoreAsync(second, January, 2.5m);

        await _checks.RunAsync();

        Assert.Equal(["10 100 10 normal current", "10 100 10 normal current", "12.5 100 12.5 normal current", "2.5 100 2.5 normal current", "12.5 100 12.5 normal current"],
            [await _checks.UsageAsync(ofMeter, January), await _checks.UsageAsync(ofBuilding, January), await _checks.UsageAsync(ofSite, January),
                await _checks.UsageAsync(ofSecond, January), await _checks.UsageAsync(ofType, January)]);
    }

    [Theory]
    [InlineData("Asia/Shanghai", "2026-01-31T15:59:59Z", "2026-01-01")]
    [InlineData("Asia/Shanghai", "2026-01-31T16:00:00Z", "2026-02-01")]
    [InlineData("America/New_York", "2026-02-01T04:59:59Z", "2026-01-01")]
    [InlineData("America/New_York", "2026-02-01T05:00:00Z", "2026-02-01")]
    public async Task Month_BeginsInTheQuotasZone(string zone, string now, string period)
    {
        var quota = await QuotaAsync("q", zone: zone);

        await _checks.RunAsync(now);

        Assert.Equal("0 100 0 normal current", await _checks.UsageAsync(quota, period));
    }

    [Fact]
    public async Task LateData_ReachTheirClosedPeriod_AndRaiseNothingThere()
    {
        var quota = await QuotaAsync("q");
        await _checks.StoreAsync(_meter, January, 50);
        await _checks.RunAsync();
        await _checks.StoreAsync(_meter, "2026-01-31", 70);

        var report = await _checks.RunAsync("2026-02-10T12:00:00Z");

        Assert.Equal("120 100 120 exceeded", await _checks.UsageAsync(quota, January));
        Assert.Equal("0 100 0 normal current", await _checks.UsageAsync(quota, February));
        Assert.Equal("", await _checks.AlarmsAsync(quota));
        Assert.Equal((1, 0), (report.Changed, report.Raised));
    }

    [Fact]
    public async Task QuotaValue_OfAnExistingRecord_IsRefreshed_AndAClosedRecordKeepsIts()
    {
        var quota = await QuotaAsync("q");
        await _checks.StoreAsync(_meter, January, 50);
        await _checks.RunAsync();
        await AmendAsync(quota, 200, January);
        await _checks.RunAsync();
        Assert.Equal("50 200 25 normal current", await _checks.UsageAsync(quota, January));

        await _checks.RunAsync("2026-02-10T12:00:00Z");
        await AmendAsync(quota, 400, February);
        await _checks.StoreAsync(_meter, "2026-01-02", 50);
        await _checks.RunAsync();

        Assert.Equal("100 200 50 normal", await _checks.UsageAsync(quota, January));
        Assert.Equal("0 400 0 normal current", await _checks.UsageAsync(quota, February));
    }

    [Fact]
    public async Task Renaming_MakesNoSecondAlarm_AndEqualNamesLoseNone()
    {
        var one = await QuotaAsync("one", name: "Same name");
        var two = await QuotaAsync("two", name: "Same name");
        await _checks.StoreAsync(_meter, January, 90);

        Assert.Equal(2, (await _checks.RunAsync()).Raised);
        await _checks.StoreAsync(_meter, January, 91);
        Assert.Equal((0, 0), await _checks.RunAsync() is var again ? (again.Raised, again.Failures.Count) : default);
        await EditAsync(one, "name = 'Another name'");
        Assert.Equal(0, (await _checks.RunAsync()).Raised);

        Assert.Equal("2026-01-01 warning x1", await _checks.AlarmsAsync(one));
        Assert.Equal("2026-01-01 warning x1", await _checks.AlarmsAsync(two));
    }

    [Fact]
    public async Task LastMonthsOpenAlarm_IsClosed_AndDoesNotHideThisMonths()
    {
        var quota = await QuotaAsync("q");
        await _checks.StoreAsync(_meter, January, 90);
        await _checks.RunAsync();
        await _checks.StoreAsync(_meter, February, 95);

        var report = await _checks.RunAsync("2026-02-10T12:00:00Z");

        Assert.Equal("2026-01-01 warning period_ended x1, 2026-02-01 warning x1", await _checks.AlarmsAsync(quota));
        Assert.Equal((1, 1), (report.Raised, report.Closed));
    }

    [Fact]
    public async Task Warning_BecomesCritical_AndAsksForSomebodyAgain()
    {
        var quota = await QuotaAsync("q");
        await _checks.StoreAsync(_meter, January, 90);
        await _checks.RunAsync();
        await AcknowledgeAsync();
        await _checks.RunAsync(request: new() { All = true });
        Assert.Equal("2026-01-01 warning acknowledged x1", await _checks.AlarmsAsync(quota));

        await _checks.StoreAsync(_meter, "2026-01-02", 10);
        var report = await _checks.RunAsync();

        Assert.Equal("2026-01-01 critical x1", await _checks.AlarmsAsync(quota));
        Assert.Equal("raised acknowledged escalated", await _checks.TimelineAsync(quota));
        Assert.Equal((0, 1), (report.Raised, report.Escalated));
    }

    [Fact]
    public async Task Alarm_OfACorrectedReading_Clears_AndComesBackOnTheSameRow()
    {
        var quota = await QuotaAsync("q");
        await _checks.Estate.EndServiceAsync(_meter, new DateOnly(2026, 1, 1));
        await _checks.StoreAsync(_meter, January, 90);
        await _checks.RunAsync();

        await _checks.StoreAsync(_meter, January, 20);
        Assert.Equal(1, (await _checks.RunAsync()).Cleared);
        Assert.Equal("2026-01-01 warning below_threshold x1", await _checks.AlarmsAsync(quota));

        await _checks.StoreAsync(_meter, January, 101);
        Assert.Equal(1, (await _checks.RunAsync()).Raised);
        Assert.Equal("2026-01-01 critical x2", await _checks.AlarmsAsync(quota));
        Assert.Equal("raised cleared reactivated", await _checks.TimelineAsync(quota));
    }

    [Fact]
    public async Task Alarm_WithinTheRecoveryMargin_DoesNotFlap()
    {
        var quota = await QuotaAsync("q");
        await _checks.Estate.EndServiceAsync(_meter, new DateOnly(2026, 1, 1));
        foreach (var (amount, alarm) in ((decimal, string)[])
            [(80, "warning x1"), (79.5m, "warning x1"), (80, "warning x1"), (79.001m, "warning x1"), (78.999m, "warning below_threshold x1")])
        {
            await _checks.StoreAsync(_meter, January, amount);
            await _checks.RunAsync();
            Assert.Equal($"2026-01-01 {alarm}", await _checks.AlarmsAsync(quota));
        }
    }

    [Fact]
    public async Task Alarm_ResolvedByHandWhileItHolds_StaysResolvedUntilItGetsWorse()
    {
        var quota = await QuotaAsync("q");
        await _checks.StoreAsync(_meter, January, 90);
        await _checks.RunAsync();
        await new AlarmDesk(_database.DataSource, new TestAccess(Policies.Staff), _checks.Time, Options.Create(new AlarmsOptions())).ResolveAsync(await AlarmsSeenAsync(), "accepted", Cancel);

        await _checks.RunAsync(request: new() { All = true });
        Assert.Equal("2026-01-01 warning accepted x1", await _checks.AlarmsAsync(quota));

        await _checks.StoreAsync(_meter, January, 100);
        await _checks.RunAsync();
        Assert.Equal("2026-01-01 critical x2", await _checks.AlarmsAsync(quota));
    }

    [Fact]
    public async Task Sums_OfManySmallAmounts_AreExact()
    {
        var quota = await _checks.Estate.QuotaAsync("q", QuotaScope.Device, _meter, value: 1);
        await _checks.StoreAsync(_meter, January, [.. Enumerable.Repeat(0.1m, 10)]);

        await _checks.RunAsync();

        Assert.Equal("1 1 100 exceeded current", await _checks.UsageAsync(quota, January));
    }

    private async Task AcknowledgeAsync() =>
        await new AlarmDesk(_database.DataSource, new TestAccess(Policies.Staff), _checks.Time, Options.Create(new AlarmsOptions())).AcknowledgeAsync(await AlarmsSeenAsync(), "seen", Cancel);

    private async Task<AlarmSeen[]> AlarmsSeenAsync() =>
        [new(long.Parse((await _checks.TextAsync("SELECT id FROM ems.alarm_event"))!, System.Globalization.CultureInfo.InvariantCulture))];
}
