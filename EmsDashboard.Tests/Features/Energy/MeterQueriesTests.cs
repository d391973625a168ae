using EmsDashboard.Features.Energy;
using EmsDashboard.Infrastructure.Security;
using Microsoft.Extensions.Time.Testing;

namespace EmsDashboard.Tests.Features.Energy;

public sealed class MeterQueriesTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateOnly Today = new(2020, 12, 15);
    private readonly EstateSeed _seed = new(database.DataSource);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private MeterQueries Queries => new(database.DataSource, TestAccess.Viewer, new FakeTimeProvider(AlarmSeed.Noon));

    public async ValueTask InitializeAsync() => await _seed.EmptyAsync("quota, device, device_group, usage_month, usage_delta, energy_daily_summary");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task ListAsync_MetersInEveryState_AreToldApart()
    {
        var group = await _seed.GroupAsync("g");
        await WithDataUntil("fresh", group, Today.AddDays(-MeterQueries.SilentAfterDays));
        await WithDataUntil("silent", group, Today.AddDays(-MeterQueries.SilentAfterDays - 1));
        await _seed.DeviceAsync("empty", group);
        await WithDataUntil("retired", group, new DateOnly(2020, 6, 30));
        await _seed.ExecuteAsync("UPDATE device SET last_date = '2020-12-14' WHERE code = 'retired'");
        await WithDataUntil("last day today", group, Today);
        await _seed.ExecuteAsync("UPDATE device SET last_date = '2020-12-15' WHERE code = 'last day today'");

        var page = await Queries.ListAsync(new MeterFilter(), 1, 50, Cancel);

        Assert.Equal(
            [("silent", MeterState.Silent), ("empty", MeterState.NoData), ("fresh", MeterState.Reporting), ("last day today", MeterState.Reporting), ("retired", MeterState.OutOfService)],
            page.Items.Select(m => (m.Code, m.State)));
        Assert.Equal((5, 1, 1), (page.Total, page.Silent, page.NoData));
        Assert.Equal(["silent"], await Codes(new MeterFilter(State: MeterState.Silent)));
    }

    [Fact]
    public async Task ListAsync_TodayDiffersByZone_EachMeterIsJudgedByItsOwn()
    {
        var group = await _seed.GroupAsync("g");
        var auckland = await _seed.DeviceAsync("auckland", group, zone: "Pacific/Auckland");
        await _seed.DaysAsync(auckland, Today.AddDays(-MeterQueries.SilentAfterDays), 1);

        // At noon in London it is already the 16th in Auckland.
        Assert.Equal(["auckland"], await Codes(new MeterFilter(State: MeterState.Silent)));
    }

    [Fact]
    public async Task Rows_BeyondTheProductsToday_AreNotThereYet()
    {
        var group = await _seed.GroupAsync("g");
        // With the clock set back for a replay, the whole file is stored already.
        await _seed.DaysAsync(await _seed.DeviceAsync("goes on", group), Today.AddDays(-20), [.. Enumerable.Repeat(1m, 60)]);
        var pausing = await _seed.DeviceAsync("pausing", group);
        await _seed.DaysAsync(pausing, Today.AddDays(-40), [.. Enumerable.Repeat(1m, 20)]);
        await _seed.DaysAsync(pausing, Today.AddDays(30), [.. Enumerable.Repeat(1m, 20)]);

        var meters = (await Queries.ListAsync(new MeterFilter(), 1, 50, Cancel)).Items.ToDictionary(m => m.Code);

        Assert.Equal((Today, MeterState.Reporting), (meters["goes on"].DataThrough!.Value, meters["goes on"].State));
        Assert.Equal((Today.AddDays(-21), MeterState.Silent), (meters["pausing"].DataThrough!.Value, meters["pausing"].State));
        Assert.Equal((2, 1), Assert.Single(await Queries.TallyAsync(Cancel)) is var tally ? (tally.InService, tally.Reporting) : default);
    }

    [Fact]
    public async Task ListAsync_RowsNotYetFolded_CountAsWell()
    {
        var meter = await _seed.DeviceAsync("m", await _seed.GroupAsync("g"));
        await _seed.DaysAsync(meter, new DateOnly(2020, 11, 29), 1, 1, 1);
        await _seed.ExecuteAsync("INSERT INTO usage_delta (device_id, energy_type, month, amount, day_count, last_day) VALUES ($1::int, 'electricity', '2020-12-01', 5, 2, '2020-12-14')", meter);

        var row = Assert.Single((await Queries.ListAsync(new MeterFilter(), 1, 50, Cancel)).Items);

        Assert.Equal((new DateOnly(2020, 11, 1), new DateOnly(2020, 12, 14), 5L, MeterState.Reporting), (row.DataSince, row.DataThrough, row.DayCount, row.State));
    }

    [Fact]
    public async Task ListAsync_Filters_MustAllHold()
    {
        var campus = await _seed.GroupAsync("campus");
        var house = await _seed.GroupAsync("house", campus);
        await _seed.DeviceAsync("e-1", house);
        await _seed.DeviceAsync("g_1", house, "gas");
        await _seed.DeviceAsync("g-2", await _seed.GroupAsync("far"), "gas");

        Assert.Equal(["e-1", "g_1"], await Codes(new MeterFilter(Group: "campus")));
        Assert.Equal(["g_1"], await Codes(new MeterFilter(Group: "campus", EnergyType: "gas")));
        Assert.Equal(["g_1"], await Codes(new MeterFilter(Search: "G_")));
        Assert.Empty(await Codes(new MeterFilter(Group: "nowhere")));
        Assert.Single((await Queries.ListAsync(new MeterFilter(), 2, 2, Cancel)).Items);
    }

    [Fact]
    public async Task FindAsync_DaysWithoutRow_AreGapsNotZeros()
    {
        var meter = await _seed.DeviceAsync("m", await _seed.GroupAsync("g"));
        await _seed.DaysAsync(meter, Today.AddDays(-3), 0m, 12.345m);

        var detail = await Queries.FindAsync("m", 5, Cancel);

        // Today is under way and no gap.
        Assert.Equal([null, null, 0m, 12.345m, null], detail!.Days.Select(d => d.Amount));
        Assert.Equal((Today.AddDays(-5), Today.AddDays(-1), 3), (detail.Days[0].Day, detail.Days[^1].Day, detail.Missing));
        Assert.Null(await Queries.FindAsync("M", 5, Cancel));
    }

    [Fact]
    public async Task CountAsync_TextOfNameOrCode_CountsMeters()
    {
        await _seed.DeviceAsync("HAM-1", await _seed.GroupAsync("g"));
        await _seed.DeviceAsync("ham_2", await _seed.GroupAsync("h"));

        Assert.Equal((2, 1, 0, 0), (await Queries.CountAsync("ham", Cancel), await Queries.CountAsync("M_2", Cancel), await Queries.CountAsync("x", Cancel), await Queries.CountAsync(" ", Cancel)));
    }

    [Fact]
    public async Task FindAsync_SilentForLong_ShowsTheLastDaysThatHaveData()
    {
        var meter = await _seed.DeviceAsync("m", await _seed.GroupAsync("g"));
        await _seed.DaysAsync(meter, new DateOnly(2019, 3, 1), 7, 8, 9);

        var detail = await Queries.FindAsync("m", 4, Cancel);

        Assert.Equal((new DateOnly(2019, 3, 3), 9m), (detail!.Days[^1].Day, detail.Days[^1].Amount));
    }

    [Fact]
    public async Task FindAsync_MeterInLitres_ShowsLitres()
    {
        var meter = await _seed.DeviceAsync("m", await _seed.GroupAsync("g"), "water");
        await _seed.ExecuteAsync("UPDATE device SET unit = 'L'");
        await _seed.DaysAsync(meter, Today, 1.234m);

        Assert.Equal(1234m, (await Queries.FindAsync("m", 1, Cancel))!.Days[0].Amount);
    }

    [Fact]
    public async Task EveryQuery_NobodySignedIn_IsDenied()
    {
        var queries = new MeterQueries(database.DataSource, TestAccess.Nobody, TimeProvider.System);

        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.ListAsync(new MeterFilter(), 1, 50, Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.FindAsync("m", 1, Cancel));
    }

    private async Task WithDataUntil(string code, int group, DateOnly last) => await _seed.DaysAsync(await _seed.DeviceAsync(code, group), last, 1m);

    private async Task<IEnumerable<string>> Codes(MeterFilter filter) => (await Queries.ListAsync(filter, 1, 50, Cancel)).Items.Select(m => m.Code);
}
