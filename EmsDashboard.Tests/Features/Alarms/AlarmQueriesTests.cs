using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Security;
using Microsoft.Extensions.Time.Testing;

namespace EmsDashboard.Tests.Features.Alarms;

public sealed class AlarmQueriesTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateOnly December = new(2020, 12, 1);
    private readonly EstateSeed _estate = new(database.DataSource);
    private readonly AlarmSeed _alarms = new(database.DataSource);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AlarmQueries Queries => new(database.Contexts, TestAccess.Viewer, new FakeTimeProvider(AlarmSeed.Noon));

    public async ValueTask InitializeAsync() => await _estate.EmptyAsync("alarm_event, quota, quota_usage, device, device_group, app_user");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task ListAsync_EveryState_IsOnItsTab()
    {
        var active = await AlarmAsync("active");
        var acknowledged = await AlarmAsync("acknowledged", acknowledgedAfter: 5);
        var cleared = await AlarmAsync("cleared", clearedAfter: 5);
        var clearedLater = await AlarmAsync("cleared after somebody knew", acknowledgedAfter: 5, clearedAfter: 9);
        var resolved = await AlarmAsync("resolved", resolvedAfter: 10);

        var open = await Queries.ListAsync(new AlarmFilter(), 1, 50, Cancel);

        Assert.Equal(new AlarmCounts(Open: 2, ToAcknowledge: 1, Cleared: 1, Resolved: 2), open.Counts);
        Assert.Equal([active, acknowledged], open.Items.Select(r => r.Id));
        Assert.Equal([active], await Ids(new AlarmFilter(AlarmTab.ToAcknowledge)));
        Assert.Equal([cleared], await Ids(new AlarmFilter(AlarmTab.Cleared)));
        Assert.Equal([clearedLater, resolved], (await Ids(new AlarmFilter(AlarmTab.Resolved))).Order());
        Assert.Equal([AlarmState.Active, AlarmState.Acknowledged], open.Items.Select(r => r.State));
    }

    [Fact]
    public async Task ListAsync_Open_UnacknowledgedThenCriticalThenNewestComeFirst()
    {
        var known = await AlarmAsync("known", AlarmSeverity.Critical, raisedAgo: 1, acknowledgedAfter: 1);
        var newWarning = await AlarmAsync("new warning", raisedAgo: 5);
        var oldWarning = await AlarmAsync("old warning", raisedAgo: 50);
        var critical = await AlarmAsync("critical", AlarmSeverity.Critical, raisedAgo: 500);

        Assert.Equal([critical, newWarning, oldWarning, known], await Ids(new AlarmFilter()));
    }

    [Fact]
    public async Task ListAsync_Filters_MustAllHoldAndNarrowTheCountsToo()
    {
        var campus = await _estate.GroupAsync("campus");
        var house = await _estate.GroupAsync("house", campus);
        var elsewhere = await _estate.GroupAsync("elsewhere");
        var meter = await _alarms.AlarmAsync(await _estate.QuotaAsync("meter", QuotaScope.Device, await _estate.DeviceAsync("m", house)), December, AlarmSeverity.Critical);
        var gas = await _alarms.AlarmAsync(await _estate.QuotaAsync("gas", QuotaScope.Group, campus, "gas"), December, acknowledgedAfter: 1, comment: "Boiler 100% on_call");
        await _alarms.AlarmAsync(await _estate.QuotaAsync("far", QuotaScope.Group, elsewhere), December);
        await _alarms.AlarmAsync(await _estate.QuotaAsync("all", QuotaScope.EnergyType), December);

        Assert.Equal([meter, gas], await Ids(new AlarmFilter(Group: "campus")));
        Assert.Equal([meter], await Ids(new AlarmFilter(Group: "house")));
        Assert.Equal([meter], await Ids(new AlarmFilter(Severity: AlarmSeverity.Critical)));
        Assert.Equal([gas], await Ids(new AlarmFilter(EnergyType: "gas")));
        Assert.Equal([gas], await Ids(new AlarmFilter(Search: "boiler 100% ON_")));
        Assert.Equal([meter], await Ids(new AlarmFilter(Search: "quota METER")));
        Assert.Empty(await Ids(new AlarmFilter(Search: "100_")));
        var none = await Queries.ListAsync(new AlarmFilter(Group: "house", EnergyType: "gas"), 1, 50, Cancel);
        Assert.Equal((0, new AlarmCounts(0, 0, 0, 0)), (none.Total, none.Counts));
        Assert.Equal(1, (await Queries.ListAsync(new AlarmFilter(AlarmTab.ToAcknowledge, Group: "campus"), 1, 50, Cancel)).Counts.ToAcknowledge);
    }

    [Fact]
    public async Task ListAsync_PagesOfALongList_TileItWithoutGapOrOverlap()
    {
        for (var i = 0; i < 7; i++) await AlarmAsync($"q{i}", raisedAgo: 30);

        var pages = new List<long>();
        for (var page = 1; page <= 3; page++) pages.AddRange((await Queries.ListAsync(new AlarmFilter(), page, 3, Cancel)).Items.Select(r => r.Id));

        Assert.Equal(await Ids(new AlarmFilter()), pages);
        Assert.Equal(7, pages.Distinct().Count());
        Assert.Equal(pages[6..], (await Queries.ListAsync(new AlarmFilter(), 99, 3, Cancel)).Items.Select(r => r.Id));
        Assert.Equal(7, (await Queries.SelectAsync(new AlarmFilter(), Cancel)).Count);
    }

    [Fact]
    public async Task ListAsync_UsageHasMovedOn_ShowsBothTheValueThenAndNow()
    {
        var quota = await _estate.QuotaAsync("moving", QuotaScope.EnergyType);
        await _alarms.AlarmAsync(quota, December);
        await _estate.UsageAsync(quota, new DateOnly(2020, 11, 1), 999, new DateOnly(2020, 11, 30), current: false);
        await _estate.UsageAsync(quota, December, 1234, new DateOnly(2020, 12, 14));

        var row = Assert.Single((await Queries.ListAsync(new AlarmFilter(), 1, 50, Cancel)).Items);

        Assert.Equal((85m, 850m), (row.UsageRatePct, row.Value));
        Assert.Equal((123.4m, QuotaStatus.Exceeded, new DateOnly(2020, 12, 14)), (row.Now!.UsageRatePct, row.Now.Status, row.Now.DataThrough!.Value));
    }

    [Fact]
    public async Task ListAsync_PartsOfAQuota_StandUnderTheWholesAlarmWhileBothAreUp()
    {
        var (whole, part, deeper, second, other) = (await QuotaAsync("whole"), await QuotaAsync("part"), await QuotaAsync("deeper"), await QuotaAsync("second"), await QuotaAsync("other"));
        await _estate.ExecuteAsync("UPDATE quota SET parent_id = $2 WHERE id = $1", second, whole);
        await _estate.ExecuteAsync("UPDATE quota SET parent_id = $2 WHERE id = $1", part, whole);
        await _estate.ExecuteAsync("UPDATE quota SET parent_id = $2 WHERE id = $1", deeper, part);
        var ofWhole = await _alarms.AlarmAsync(whole, December, raisedAgo: 500);
        var ofPart = await _alarms.AlarmAsync(part, December, AlarmSeverity.Critical);
        var ofDeeper = await _alarms.AlarmAsync(deeper, December);
        var ofSecond = await _alarms.AlarmAsync(second, December, raisedAgo: 400);
        var alone = await _alarms.AlarmAsync(other, December, raisedAgo: 10);

        // What is worse than the whole stands by itself, and takes along what is part of it.
        var both = await Queries.ListAsync(new AlarmFilter(), 1, 50, Cancel);
        Assert.Equal([ofPart, alone, ofWhole], both.Items.Select(r => r.Id));
        Assert.Equal((3, 5), (both.Total, both.Counts.Open));
        Assert.Equal([[ofDeeper], [], [ofSecond]], both.Items.Select(r => r.Parts.Select(p => p.Id).ToList()));

        // And what waits for somebody does not hide under what does not.
        await _estate.ExecuteAsync("UPDATE alarm_event SET acknowledged_at = raised_at, acknowledged_by = 'x@example.org', acknowledge_comment = 'seen' WHERE id = $1", ofWhole);
        Assert.Equal([ofPart, alone, ofSecond, ofWhole], await Ids(new AlarmFilter()));
        await _estate.ExecuteAsync("UPDATE alarm_event SET acknowledged_at = NULL, acknowledged_by = NULL, acknowledge_comment = NULL WHERE id = $1", ofWhole);

        // One that is not in the list groups nothing: another severity, put aside, gone.
        Assert.Equal([ofPart], await Ids(new AlarmFilter(Severity: AlarmSeverity.Critical)));
        await _estate.ExecuteAsync("UPDATE alarm_event SET cleared_at = raised_at, clear_reason = 'below_threshold' WHERE id = $1", ofWhole);
        var without = await Queries.ListAsync(new AlarmFilter(AlarmTab.ToAcknowledge), 1, 50, Cancel);
        Assert.Equal([ofPart, alone, ofSecond], without.Items.Select(r => r.Id));
        Assert.Equal([ofDeeper], without.Items[0].Parts.Select(r => r.Id));
        Assert.Equal(4, (await Queries.SelectAsync(new AlarmFilter(), Cancel)).Count);
    }

    [Fact]
    public async Task ListAsync_MorePartsThanAPageCanUnfold_EachStandsForItself()
    {
        var whole = await QuotaAsync("whole");
        await _alarms.AlarmAsync(whole, December);
        for (var i = 0; i <= AlarmQueries.MaxPageSize; i++)
        {
            var part = await QuotaAsync($"part{i:000}");
            await _estate.ExecuteAsync("UPDATE quota SET parent_id = $2 WHERE id = $1", part, whole);
            await _alarms.AlarmAsync(part, December);
        }

        var page = await Queries.ListAsync(new AlarmFilter(), 1, 50, Cancel);

        Assert.Equal((AlarmQueries.MaxPageSize + 2, 50), (page.Total, page.Items.Count));
        Assert.All(page.Items, row => Assert.Empty(row.Parts));
    }

    private Task<int> QuotaAsync(string code) => _estate.QuotaAsync(code, QuotaScope.EnergyType);

    [Fact]
    public async Task FindAsync_Timeline_IsLatestFirstAndNamesPeople()
    {
        await _alarms.PersonAsync("li.wei@example.org", "Li Wei");
        var id = await AlarmAsync("told", acknowledgedAfter: 10, comment: "On my way");
        await _alarms.TransitionAsync(id, AlarmTransitionType.Raised, 60);
        await _alarms.TransitionAsync(id, AlarmTransitionType.Acknowledged, 50, "li.wei@example.org", "On my way");
        await _alarms.TransitionAsync(id, AlarmTransitionType.Commented, 40, "gone@example.org", "Who did this?");

        var detail = await Queries.FindAsync(id, Cancel);

        Assert.Equal("Li Wei", detail!.Alarm.AcknowledgedBy);
        Assert.Equal([AlarmTransitionType.Commented, AlarmTransitionType.Acknowledged, AlarmTransitionType.Raised], detail.Timeline.Select(m => m.Type));
        Assert.Equal(["gone@example.org", "Li Wei", null], detail.Timeline.Select(m => m.Person));
        Assert.Null(await Queries.FindAsync(id + 1, Cancel));
    }

    [Fact]
    public async Task NewestAsync_OnlyUnacknowledged_CriticalBeforeNew()
    {
        var old = await AlarmAsync("old", raisedAgo: 90);
        var critical = await AlarmAsync("critical", AlarmSeverity.Critical, raisedAgo: 60);
        var fresh = await AlarmAsync("fresh", raisedAgo: 2);
        await AlarmAsync("known", acknowledgedAfter: 1);

        Assert.Equal([critical, fresh, old], (await Queries.NewestAsync(5, Cancel)).Select(r => r.Id));
        Assert.Equal([critical], (await Queries.NewestAsync(1, Cancel)).Select(r => r.Id));
    }

    [Fact]
    public async Task WaitingAsync_CountsTheUnacknowledged_AndKnowsTheNewest()
    {
        Assert.Equal(WaitingAlarms.None, await Queries.WaitingAsync(Cancel));
        await AlarmAsync("old", raisedAgo: 90);
        await AlarmAsync("fresh", raisedAgo: 2);
        await AlarmAsync("known", raisedAgo: 1, acknowledgedAfter: 1);
        await AlarmAsync("over", raisedAgo: 1, clearedAfter: 1);

        Assert.Equal(new WaitingAlarms(2, AlarmSeed.Noon.AddMinutes(-2)), await Queries.WaitingAsync(Cancel));
    }

    [Fact]
    public async Task OfQuotaAsync_OneQuota_GivesItsAlarmsOfAllPeriods()
    {
        var quota = await _estate.QuotaAsync("mine", QuotaScope.EnergyType);
        var november = await _alarms.AlarmAsync(quota, new DateOnly(2020, 11, 1), resolvedAfter: 3);
        var december = await _alarms.AlarmAsync(quota, December);
        await AlarmAsync("another");

        Assert.Equal([december, november], (await Queries.OfQuotaAsync(quota, 10, Cancel)).Select(r => r.Id));
        Assert.Equal([november], (await Queries.ByIdAsync([november], Cancel)).Select(r => r.Id));
    }

    [Fact]
    public async Task EveryQuery_NobodySignedIn_IsDenied()
    {
        var queries = new AlarmQueries(database.Contexts, TestAccess.Nobody, TimeProvider.System);

        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.ListAsync(new AlarmFilter(), 1, 50, Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.FindAsync(1, Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.SelectAsync(new AlarmFilter(), Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.ByIdAsync([1], Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.NewestAsync(1, Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.OfQuotaAsync(1, 1, Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.CountAsync(Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.WaitingAsync(Cancel));
    }

    private async Task<long> AlarmAsync(string quota, AlarmSeverity severity = AlarmSeverity.Warning, int raisedAgo = 60, int? acknowledgedAfter = null,
        string? comment = null, int? clearedAfter = null, int? resolvedAfter = null) =>
        await _alarms.AlarmAsync(await _estate.QuotaAsync(quota, QuotaScope.EnergyType), December, severity, raisedAgo, acknowledgedAfter, comment, clearedAfter, resolvedAfter);

    private async Task<IEnumerable<long>> Ids(AlarmFilter filter) => (await Queries.ListAsync(filter, 1, 50, Cancel)).Items.Select(r => r.Id);
}
