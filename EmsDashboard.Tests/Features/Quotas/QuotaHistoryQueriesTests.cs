using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class QuotaHistoryQueriesTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly HistoryFilter OctoberToDecember = new(PeriodKind.Monthly, new(2020, 10, 17), new(2020, 12, 3));
    private readonly EstateSeed _seed = new(database.DataSource);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private QuotaHistoryQueries Queries => new(database.Contexts, TestAccess.Viewer);

    public async ValueTask InitializeAsync() => await _seed.EmptyAsync("quota, quota_usage, device, device_group");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task TableAsync_PeriodsOfARange_EachCellHasTheTermsThenInForce()
    {
        var quota = await _seed.QuotaAsync("q", QuotaScope.EnergyType, value: 1000);
        await _seed.UsageAsync(quota, new(2020, 9, 1), 1, new(2020, 9, 30), current: false);
        await _seed.UsageAsync(quota, new(2020, 10, 1), 450, new(2020, 10, 31), current: false, quotaValue: 500);
        await _seed.UsageAsync(quota, new(2020, 12, 1), 1001, new(2020, 12, 14));

        var table = await Queries.TableAsync(OctoberToDecember, new(1, 50), Cancel);

        Assert.Equal([new(2020, 10, 1), new(2020, 11, 1), new DateOnly(2020, 12, 1)], table.Periods);
        var row = Assert.Single(table.Rows);
        Assert.Equal((500m, 90m, QuotaStatus.Warning), (row.Cells[0]!.QuotaValue, row.Cells[0]!.UsageRatePct, row.Cells[0]!.Status));
        Assert.Null(row.Cells[1]);
        Assert.Equal((1000m, QuotaStatus.Exceeded, true), (row.Cells[2]!.QuotaValue, row.Cells[2]!.Status, row.Cells[2]!.IsCurrent));
        Assert.Equal(1, row.ExceededCount);
    }

    [Fact]
    public async Task TableAsync_Filters_MustAllHold()
    {
        var site = await _seed.GroupAsync("site");
        await _seed.QuotaAsync("gas", QuotaScope.Group, site, "gas");
        var meter = await _seed.QuotaAsync("meter", QuotaScope.Device, await _seed.DeviceAsync("m", site));
        await _seed.UsageAsync(meter, new(2020, 11, 1), 5000, new(2020, 11, 30), current: false);
        await _seed.QuotaAsync("yearly", QuotaScope.Group, site, period: PeriodKind.Yearly);
        await _seed.QuotaAsync("retired", QuotaScope.EnergyType, active: false);
        await _seed.UsageAsync(await _seed.QuotaAsync("retired with a record", QuotaScope.EnergyType, active: false), new(2020, 10, 1), 1, null, current: false);

        Assert.Equal(["meter", "retired with a record", "gas"], await Codes(OctoberToDecember));
        Assert.Equal(["meter", "gas"], await Codes(OctoberToDecember with { GroupCode = "site" }));
        Assert.Equal(["gas"], await Codes(OctoberToDecember with { EnergyType = "gas" }));
        Assert.Equal(["meter"], await Codes(OctoberToDecember with { ExceededOnly = true }));
        Assert.Equal(["yearly"], await Codes(OctoberToDecember with { Period = PeriodKind.Yearly }));
        Assert.Equal(["retired with a record"], await Codes(OctoberToDecember with { Search = "RETIRED" }));
        Assert.Equal((new DateOnly(2020, 10, 1), new DateOnly(2020, 11, 1)), await Queries.RangeAsync(PeriodKind.Monthly, Cancel));
        Assert.Null(await Queries.RangeAsync(PeriodKind.Yearly, Cancel));
    }

    [Fact]
    public async Task TableAsync_NobodySignedIn_IsDenied() =>
        await Assert.ThrowsAsync<AccessDeniedException>(() => new QuotaHistoryQueries(database.Contexts, TestAccess.Nobody).TableAsync(OctoberToDecember, new(1, 50), Cancel));

    [Theory]
    [InlineData(PeriodKind.Monthly, "2020-01-31", "2020-03-01", "2020-01-01", 3)]
    [InlineData(PeriodKind.Yearly, "2019-12-31", "2020-01-01", "2019-01-01", 2)]
    [InlineData(PeriodKind.Monthly, "2020-03-01", "2020-01-31", null, 0)]
    [InlineData(PeriodKind.Monthly, "0001-01-01", "2020-12-31", "2011-01-01", 120)]
    [InlineData(PeriodKind.Yearly, "0001-01-01", "0003-12-31", "0001-01-01", 3)]
    public void Periods_OfARange_AreCalendarPeriods(PeriodKind period, string from, string through, string? first, int count)
    {
        var periods = new HistoryFilter(period, DateOnly.Parse(from, null), DateOnly.Parse(through, null)).Periods;

        Assert.Equal(count, periods.Count);
        if (first is not null) Assert.Equal(DateOnly.Parse(first, null), periods[0]);
    }

    private async Task<IEnumerable<string>> Codes(HistoryFilter filter) =>
        (await Queries.TableAsync(filter, new(1, 50), Cancel)).Rows.Select(r => r.Code);
}
