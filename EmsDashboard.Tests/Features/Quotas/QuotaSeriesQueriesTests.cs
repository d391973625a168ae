using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class QuotaSeriesQueriesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly DateOnly Nov30 = new(2020, 11, 30);
    private readonly EstateSeed _seed = new(database.DataSource);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DailyAsync_EveryScope_SumsItsMetersAndNoOthers()
    {
        var site = await _seed.GroupAsync("site");
        var floor = await _seed.GroupAsync("floor", await _seed.GroupAsync("building", site));
        var (a, b) = (await _seed.DeviceAsync("a", floor), await _seed.DeviceAsync("b", site));
        await _seed.DaysAsync(a, Nov30, 1.5m, 2.25m);
        await _seed.DaysAsync(b, Nov30.AddDays(1), 10m);
        await _seed.DaysAsync(await _seed.DeviceAsync("c", await _seed.GroupAsync("elsewhere")), Nov30, 100m);
        await _seed.DaysAsync(await _seed.DeviceAsync("gas", floor, "gas"), Nov30, 7000m);
        var device = await _seed.QuotaAsync("device", QuotaScope.Device, a);
        var group = await _seed.QuotaAsync("group", QuotaScope.Group, site);
        var type = await _seed.QuotaAsync("type", QuotaScope.EnergyType);
        var sameTypeInMegawattHours = await _seed.QuotaAsync("type-mwh", QuotaScope.EnergyType, unit: "MWh");
        var gone = await _seed.QuotaAsync("gone", QuotaScope.Group, target: null);
        var queries = new QuotaSeriesQueries(database.Contexts, TestAccess.Viewer);

        var daily = await queries.DailyAsync([device, group, type, sameTypeInMegawattHours, gone], Nov30, Nov30.AddDays(1), Cancel);

        Assert.Equal([new DayUse(Nov30, 1.5m, 1), new DayUse(Nov30.AddDays(1), 2.25m, 1)], daily[device]);
        Assert.Equal([new DayUse(Nov30, 1.5m, 1), new DayUse(Nov30.AddDays(1), 12.25m, 2)], daily[group]);
        Assert.Equal([new DayUse(Nov30, 101.5m, 2), new DayUse(Nov30.AddDays(1), 12.25m, 2)], daily[type]);
        Assert.Equal([new DayUse(Nov30, 0.1015m, 2), new DayUse(Nov30.AddDays(1), 0.01225m, 2)], daily[sameTypeInMegawattHours]);
        Assert.Empty(daily[gone]);

        await Assert.ThrowsAsync<AccessDeniedException>(() => new QuotaSeriesQueries(database.Contexts, TestAccess.Nobody).DailyAsync([device], Nov30, Nov30, Cancel));
    }

    [Fact]
    public async Task ExpectedAsync_MetersComeAndGo_CountsThoseInService()
    {
        var site = await _seed.GroupAsync("come-and-go");
        var leaves = await _seed.DeviceAsync("leaves", await _seed.GroupAsync("below", site));
        var comes = await _seed.DeviceAsync("comes", site);
        await _seed.DeviceAsync("other-type", site, "gas");
        await _seed.ExecuteAsync("UPDATE device SET first_date = $2, last_date = $2 + 5 WHERE id = $1", leaves, Nov30.AddDays(-5));
        await _seed.ExecuteAsync("UPDATE device SET first_date = $2 WHERE id = $1", comes, Nov30);
        var quota = await _seed.QuotaAsync("come-and-go", QuotaScope.Group, site);

        var expected = await new QuotaSeriesQueries(database.Contexts, TestAccess.Viewer).ExpectedAsync(quota, Nov30.AddDays(-1), Nov30.AddDays(1), Cancel);

        Assert.Equal([1, 2, 1], expected.OrderBy(e => e.Key).Select(e => e.Value));
    }
}
