using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Security;
using Microsoft.Extensions.Time.Testing;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class QuotaQueriesTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateOnly December = new(2020, 12, 1);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2020, 12, 15, 12, 0, 0, TimeSpan.Zero));
    private readonly EstateSeed _seed = new(database.DataSource);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private QuotaQueries Queries => new(database.Contexts, TestAccess.Viewer, _time);

    public async ValueTask InitializeAsync() => await _seed.EmptyAsync(
        "quota, quota_usage, device, device_group, device_group_ancestor, usage_month, energy_daily_summary, check_run");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task ListAsync_ByUrgency_ExceededThenWarningThenStaleThenNoDataThenNormalEachByRate()
    {
        await Given("normal-low", 100, 14);
        await Given("normal-high", 700, 14);
        await Given("exceeded-old", 1100, 2);
        await Given("exceeded", 1000, 14);
        await Given("warning", 800, 14);
        await Given("stale", 500, 11);
        await Given("none", 0, null);

        var page = await Queries.ListAsync(new(), QuotaSort.Urgency, false, new(1, 50), Cancel);

        Assert.Equal(["exceeded-old", "exceeded", "warning", "stale", "none", "normal-high", "normal-low"], page.Items.Select(q => q.Code));
        Assert.Equal(7, page.Total);
        Assert.Equal(
            [QuotaStanding.Exceeded, QuotaStanding.Exceeded, QuotaStanding.Warning, QuotaStanding.Stale, QuotaStanding.NoData, QuotaStanding.Normal, QuotaStanding.Normal],
            page.Items.Select(q => q.Standing));
    }

    /// <summary>Whole pages of what was used come another way than a page that reaches quotas without use.</summary>
    [Fact]
    public async Task ListAsync_HighestRatesPageByPage_AreInTheOrderOfTheWholeList()
    {
        foreach (var (code, actual) in ((string, decimal)[])[("b", 900), ("a", 900), ("c", 1200), ("d", 300), ("e", 0), ("f", 10.5m)]) await Given(code, actual, 14);
        await _seed.QuotaAsync("never", QuotaScope.EnergyType);
        await Given("off", 2000, 14);
        await _seed.ExecuteAsync("UPDATE quota SET is_active = false WHERE code = 'off'");
        string[] whole = ["c", "a", "b", "d", "f", "e", "never"];
        Assert.Equal(whole, (await Queries.ListAsync(new(), QuotaSort.Rate, true, new(1, 50), Cancel)).Items.Select(q => q.Code));

        for (var size = 1; size <= 7; size++)
        {
            List<string> codes = [];
            for (var number = 1; codes.Count < whole.Length; number++)
            {
                var page = await Queries.ListAsync(new(), QuotaSort.Rate, true, new(number, size), Cancel);
                Assert.Equal(whole.Length, page.Total);
                codes.AddRange(page.Items.Select(q => q.Code));
            }

            Assert.Equal(whole, codes);
        }
    }

    [Fact]
    public async Task ListAsync_WhatWillExceedOrLacksData_StandsBetween_TheSoonestFirst()
    {
        await Given("exceeded", 1100, 14);
        await Given("later", 900, 14);
        await Given("sooner", 300, 14);
        await Given("never reached", 850, 14);
        await Given("patchy", 100, 14);
        await Given("nearly whole", 100, 14);
        await Given("old", 400, 5);
        await ForeseeAsync("exceeded", null);
        await ForeseeAsync("later", 28);
        await ForeseeAsync("sooner", 20);
        await ForeseeAsync("old", 20);
        await _seed.ExecuteAsync("UPDATE quota_usage u SET day_count = CASE q.code WHEN 'patchy' THEN 89 ELSE 90 END, expected_days = 100 FROM quota q WHERE q.id = u.quota_id AND q.code IN ('patchy', 'nearly whole')");

        var page = await Queries.ListAsync(new(), QuotaSort.Urgency, false, new(1, 50), Cancel);

        Assert.Equal(["exceeded", "sooner", "later", "never reached", "patchy", "old", "nearly whole"], page.Items.Select(q => q.Code));
        // What SQL sorted and counted is what a card says of each.
        var counts = await Queries.CountAsync(new(), Cancel);
        Assert.All(page.Items.GroupBy(q => q.Standing), g => Assert.Equal(g.Count(), counts[g.Key]));
        Assert.Equal((1, 2, 1, 1, 1, 1), (counts[QuotaStanding.Exceeded], counts[QuotaStanding.Forecast], counts[QuotaStanding.Warning], counts[QuotaStanding.Incomplete],
            counts[QuotaStanding.Stale], counts[QuotaStanding.Normal]));
        Assert.Equal(["old", "patchy"], await Codes(new() { DataMissing = true }));
        Assert.Equal(new DateOnly(2020, 12, 20), page.Items[1].Outlook!.ExceedsOn);
        Assert.Null(page.Items.Single(q => q.Code == "old").Outlook);
        Assert.Equal(DataState.Incomplete, page.Items.Single(q => q.Code == "nearly whole").DataState);
    }

    private Task ForeseeAsync(string code, int? exceedsOn) => _seed.ExecuteAsync("""
        UPDATE quota_usage u SET forecast_value = 1200, forecast_low = 1100, forecast_high = 1300, forecast_method = 'linear', estimated_share = 0,
            forecast_status = 'warning', exceeds_on = $2 FROM quota q WHERE q.id = u.quota_id AND q.code = $1
        """, code, exceedsOn is { } day ? new DateOnly(2020, 12, day) : null);

    /// <summary>The order is made in SQL, what a card says in C#: both must draw the same line between fresh, stale and none.</summary>
    [Theory]
    [InlineData(15, QuotaStanding.Normal)]
    [InlineData(12, QuotaStanding.Normal)]
    [InlineData(11, QuotaStanding.Stale)]
    [InlineData(1, QuotaStanding.Stale)]
    [InlineData(null, QuotaStanding.NoData)]
    public async Task CountAsync_DataEndOnADay_AgreesWithTheView(int? day, QuotaStanding expected)
    {
        await Given("q", 10, day);

        var counts = await Queries.CountAsync(new(), Cancel);
        var view = await Queries.FindAsync("q", Cancel);

        Assert.Equal(1, counts[expected]);
        Assert.Equal(1, counts.Total);
        Assert.Equal(expected, view!.Standing);
    }

    [Fact]
    public async Task FindAsync_FirstDayOfMonthWithDataToYesterday_IsNotWithoutData()
    {
        _time.SetUtcNow(new DateTimeOffset(2021, 1, 1, 9, 0, 0, TimeSpan.Zero));
        var device = await _seed.DeviceAsync("m", await _seed.GroupAsync("g"));
        await _seed.DaysAsync(device, new(2020, 12, 30), 5m, 6m);
        await _seed.UsageAsync(await _seed.QuotaAsync("q", QuotaScope.Device, device), new(2021, 1, 1), 0, null);

        var view = await Queries.FindAsync("q", Cancel);

        Assert.Equal(new DateOnly(2020, 12, 31), view!.DataThrough);
        Assert.Equal(DataState.Complete, view.DataState);
    }

    [Fact]
    public async Task FindAsync_NeverChecked_ShowsTheRunningPeriodAndNoData()
    {
        await _seed.QuotaAsync("y", QuotaScope.EnergyType, period: PeriodKind.Yearly);

        var view = await Queries.FindAsync("y", Cancel);

        Assert.Equal((new DateOnly(2020, 1, 1), new DateOnly(2021, 1, 1)), (view!.PeriodStart, view.PeriodEnd));
        Assert.Equal((0m, QuotaStanding.NoData, null), (view.ActualValue, view.Standing, view.CalculatedAt));
    }

    [Fact]
    public async Task FindAsync_NeverCheckedButWithData_IsStillWithoutResult()
    {
        var device = await _seed.DeviceAsync("m", await _seed.GroupAsync("g"));
        await _seed.DaysAsync(device, new(2020, 12, 14), 5m);
        await _seed.QuotaAsync("q", QuotaScope.Device, device);

        var view = await Queries.FindAsync("q", Cancel);

        Assert.Equal((QuotaStanding.NoData, new DateOnly(2020, 12, 14)), (view!.Standing, view.DataThrough));
        Assert.Equal(1, (await Queries.CountAsync(new(), Cancel))[QuotaStanding.NoData]);
    }

    [Fact]
    public async Task FindAsync_ZoneAlreadyInTheNextDay_UsesThatDay()
    {
        await _seed.QuotaAsync("kiritimati", QuotaScope.EnergyType, zone: "Pacific/Kiritimati");

        var view = await Queries.FindAsync("kiritimati", Cancel);

        Assert.Equal(new DateOnly(2020, 12, 16), view!.LocalToday);
        Assert.Equal(16, view.DaysLeft);
    }

    [Fact]
    public async Task FindAsync_TermsEditedAfterTheCheck_ShowsTheTermsJudgedBy()
    {
        var quota = await _seed.QuotaAsync("q", QuotaScope.EnergyType, value: 2000);
        await _seed.UsageAsync(quota, December, 500.125m, new(2020, 12, 14), quotaValue: 1000);

        var view = await Queries.FindAsync("q", Cancel);

        Assert.Equal((1000m, 500.125m, 499.875m, 17), (view!.QuotaValue, view.ActualValue, view.Left, view.DaysLeft));
        Assert.False(view.AwaitsCheck);

        await _seed.VersionAsync(quota, 3000);
        Assert.True((await Queries.FindAsync("q", Cancel))!.AwaitsCheck);
        await _seed.ExecuteAsync("UPDATE quota SET needs_check = false");
        Assert.False((await Queries.FindAsync("q", Cancel))!.AwaitsCheck);
        Assert.Equal(499.875m / 17, view.AllowedPerDay);
    }

    [Fact]
    public async Task FindAsync_OtherCase_IsAnotherCode()
    {
        await _seed.QuotaAsync("Q/1 %", QuotaScope.EnergyType);

        Assert.NotNull(await Queries.FindAsync("Q/1 %", Cancel));
        Assert.Null(await Queries.FindAsync("q/1 %", Cancel));
    }

    [Fact]
    public async Task FindAsync_TargetDeleted_SaysSo()
    {
        await _seed.QuotaAsync("gone", QuotaScope.Device, target: null);

        Assert.True((await Queries.FindAsync("gone", Cancel))!.TargetIsGone);
    }

    [Fact]
    public async Task ListAsync_Group_TakesInDescendantsAndTheirDevices()
    {
        var site = await _seed.GroupAsync("site");
        var building = await _seed.GroupAsync("building", site);
        var other = await _seed.GroupAsync("other");
        await _seed.QuotaAsync("on-site", QuotaScope.Group, site);
        await _seed.QuotaAsync("on-building", QuotaScope.Group, building);
        await _seed.QuotaAsync("on-meter", QuotaScope.Device, await _seed.DeviceAsync("m", building));
        await _seed.QuotaAsync("elsewhere", QuotaScope.Device, await _seed.DeviceAsync("o", other));
        await _seed.QuotaAsync("whole-type", QuotaScope.EnergyType);

        Assert.Equal(["on-building", "on-meter", "on-site"], await Codes(new() { GroupCode = "site" }));
        Assert.Equal(["on-building", "on-meter"], await Codes(new() { GroupCode = "building" }));
        Assert.Empty(await Codes(new() { GroupCode = "no such group" }));
    }

    [Fact]
    public async Task ListAsync_SearchWithWildcards_FindsThemAsWritten()
    {
        await _seed.QuotaAsync("a", QuotaScope.EnergyType, name: "Cold 50% store");
        await _seed.QuotaAsync("b", QuotaScope.EnergyType, name: "Cold 505 store");
        await _seed.QuotaAsync("c_1", QuotaScope.EnergyType, name: @"back\slash");

        Assert.Equal(["a"], await Codes(new() { Search = "50% S" }));
        Assert.Equal(["c_1"], await Codes(new() { Search = "_" }));
        Assert.Equal(["c_1"], await Codes(new() { Search = @"k\s" }));
        Assert.Equal(["a", "b"], await Codes(new() { Search = "  cold " }));
    }

    [Fact]
    public async Task ListAsync_TypeStatusAndPeriod_MustAllHold()
    {
        await Given("gas-exceeded", 2000, 14, "gas");
        await Given("gas-normal", 10, 14, "gas");
        await Given("power-exceeded", 2000, 14);
        await _seed.QuotaAsync("gas-yearly", QuotaScope.EnergyType, energyType: "gas", period: PeriodKind.Yearly);

        Assert.Equal(["gas-exceeded"], await Codes(new() { EnergyType = "gas", Standing = QuotaStanding.Exceeded }));
        Assert.Equal(["gas-exceeded", "gas-normal"], await Codes(new() { EnergyType = "gas", Period = PeriodKind.Monthly }));
        var counts = await Queries.CountAsync(new() { EnergyType = "gas", Standing = QuotaStanding.Exceeded }, Cancel);
        Assert.Equal((1, 0, 0, 1, 1), (counts[QuotaStanding.Exceeded], counts[QuotaStanding.Warning], counts[QuotaStanding.Stale], counts[QuotaStanding.NoData], counts[QuotaStanding.Normal]));
    }

    [Fact]
    public async Task ListAsync_Inactive_IsLeftOut()
    {
        await _seed.QuotaAsync("off", QuotaScope.EnergyType, active: false);

        Assert.Empty(await Codes(new()));
        Assert.False((await Queries.FindAsync("off", Cancel))!.IsActive);
    }

    [Theory]
    [InlineData(QuotaSort.Rate, true, "c", "a", "b")]
    [InlineData(QuotaSort.Rate, false, "b", "a", "c")]
    [InlineData(QuotaSort.Name, false, "a", "b", "c")]
    [InlineData(QuotaSort.DataThrough, false, "b", "c", "a")]
    public async Task ListAsync_Sort_Orders(QuotaSort sort, bool descending, params string[] expected)
    {
        await Given("a", 300, 14);
        await Given("b", 200, null);
        await Given("c", 400, 13);

        var page = await Queries.ListAsync(new(), sort, descending, new(1, 50), Cancel);

        Assert.Equal(expected, page.Items.Select(q => q.Code));
    }

    [Fact]
    public async Task ListAsync_Pages_TileTheListWithoutGapOrRepeat()
    {
        await _seed.ExecuteAsync("""
            WITH quotas AS (
                INSERT INTO quota (code, name, scope, energy_type, time_zone, is_active, created_at, updated_at, version)
                SELECT 'q' || lpad(n::text, 5, '0'), 'Quota ' || n, 'energy_type', 'gas', 'Europe/London', true, now(), now(), 1
                FROM generate_series(1, 10000) n RETURNING id
            )
            INSERT INTO quota_version (quota_id, number, valid_from, is_retroactive, period, fiscal_start_month, start_day, quota_value, unit, thresholds,
                is_prorated, carry_over, created_at, created_by)
            SELECT id, 1, '-infinity', false, 'monthly', 1, 1, 100, 'kWh', 'actual>=80%:warning; actual>=100%:critical', false, 'none', now(), 'test' FROM quotas
            """);

        var first = await Queries.ListAsync(new(), QuotaSort.Urgency, false, new(1, 50), Cancel);
        var last = await Queries.ListAsync(new(), QuotaSort.Urgency, false, new(200, 50), Cancel);
        var greedy = await Queries.ListAsync(new(), QuotaSort.Urgency, false, new(1, 1_000_000), Cancel);

        Assert.Equal((10_000, "q00001", "q00050"), (first.Total, first.Items[0].Code, first.Items[^1].Code));
        Assert.Equal(("q09951", "q10000"), (last.Items[0].Code, last.Items[^1].Code));
        Assert.Equal(PageOf.MaxSize, greedy.Items.Count);
    }

    [Fact]
    public async Task FreshnessAsync_RowsInTheFuture_DoNotMakeDataFresher()
    {
        var device = await _seed.DeviceAsync("m", await _seed.GroupAsync("g"));
        await _seed.DaysAsync(device, new(2020, 12, 14), 1m);
        await _seed.DaysAsync(device, new(2022, 3, 1), 1m);
        await _seed.ExecuteAsync("""
            INSERT INTO check_run (kind, trigger, started_at, finished_at, state, evaluated, changed, normal, warning, exceeded, raised, escalated, cleared, closed, failed)
            VALUES ('check', 'schedule', '2020-12-15 11:00Z', '2020-12-15 11:01Z', 'succeeded', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                   ('check', 'schedule', '2020-12-15 11:30Z', '2020-12-15 11:31Z', 'failed', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
            """);

        var freshness = await Queries.FreshnessAsync(Cancel);

        Assert.Equal(new Freshness(new(2020, 12, 14), new DateTimeOffset(2020, 12, 15, 11, 1, 0, TimeSpan.Zero)), freshness);
    }

    [Fact]
    public async Task ListAsync_NobodySignedIn_IsDenied()
    {
        var queries = new QuotaQueries(database.Contexts, TestAccess.Nobody, _time);

        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.ListAsync(new(), QuotaSort.Urgency, false, new(1, 50), Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.CountAsync(new(), Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.FindAsync("q", Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.PeriodsAsync(1, 12, Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.FreshnessAsync(Cancel));
    }

    private async Task Given(string code, decimal actual, int? throughDay, string energyType = "electricity") => await _seed.UsageAsync(
        await _seed.QuotaAsync(code, QuotaScope.EnergyType, energyType: energyType), December, actual,
        throughDay is { } day ? new DateOnly(2020, 12, day) : null);

    private async Task<IEnumerable<string>> Codes(QuotaFilter filter) =>
        (await Queries.ListAsync(filter, QuotaSort.Name, false, new(1, 50), Cancel)).Items.Select(q => q.Code).Order(StringComparer.Ordinal);
}
