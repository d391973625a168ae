using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class QuotaTermsQueriesTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateOnly Today = new(2020, 12, 15);
    private readonly EstateSeed _seed = new(database.DataSource);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private QuotaTermsQueries Queries => new(database.Contexts, new TestAccess(Policies.Manager));

    public async ValueTask InitializeAsync() =>
        await _seed.EmptyAsync("quota, quota_usage, device, device_group, usage_month, energy_daily_summary");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task ListAsync_ActiveAndNot_AreBothThereAndCanBeFiltered()
    {
        await _seed.QuotaAsync("on", QuotaScope.EnergyType);
        await _seed.QuotaAsync("off", QuotaScope.EnergyType, energyType: "gas", active: false);

        Assert.Equal(["off", "on"], await Codes(new QuotaTermsFilter()));
        Assert.Equal(["on"], await Codes(new QuotaTermsFilter(Active: true)));
        Assert.Equal(["off"], await Codes(new QuotaTermsFilter(Active: false)));
        Assert.Equal(["off"], await Codes(new QuotaTermsFilter(EnergyType: "gas")));
        Assert.Equal(["on"], await Codes(new QuotaTermsFilter(Search: "QUOTA ON")));
    }

    [Fact]
    public async Task FindAsync_TargetThere_IsNamed_AndGone_IsSaid()
    {
        var group = await _seed.GroupAsync("g");
        await _seed.QuotaAsync("there", QuotaScope.Group, group);
        await _seed.QuotaAsync("gone", QuotaScope.Group);

        var there = await Queries.FindAsync("there", Cancel);
        var gone = await Queries.FindAsync("gone", Cancel);

        Assert.Equal(("Group g", false, 1000m, 1), (there!.TargetName, there.TargetIsGone, there.Latest.QuotaValue, there.Version));
        Assert.Equal((null, true, "target of gone"), (gone!.TargetName, gone.TargetIsGone, gone.TargetCode));
        Assert.Null(await Queries.FindAsync("nobody", Cancel));
    }

    [Fact]
    public async Task SearchTargetsAsync_Device_OnlyOfTheEnergyType()
    {
        var group = await _seed.GroupAsync("g");
        await _seed.DeviceAsync("e1", group);
        await _seed.DeviceAsync("g1", group, "gas");

        Assert.Equal([new QuotaTarget("g1", "Meter g1")], await Queries.SearchTargetsAsync(QuotaScope.Device, "gas", "", 10, Cancel));
        Assert.Equal([new QuotaTarget("g", "Group g")], await Queries.SearchTargetsAsync(QuotaScope.Group, "gas", "GROUP", 10, Cancel));
        Assert.Empty(await Queries.SearchTargetsAsync(QuotaScope.Device, "gas", "e1", 10, Cancel));
    }

    [Fact]
    public async Task EveryQuery_BelowManager_IsDenied()
    {
        var queries = new QuotaTermsQueries(database.Contexts, new TestAccess(Policies.Staff));

        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.ListAsync(new QuotaTermsFilter(), 1, 50, Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.FindAsync("q", Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.SearchTargetsAsync(QuotaScope.Device, "gas", "", 1, Cancel));
    }

    private async Task<IEnumerable<string>> Codes(QuotaTermsFilter filter) => (await Queries.ListAsync(filter, 1, 50, Cancel)).Items.Select(q => q.Code);
}
