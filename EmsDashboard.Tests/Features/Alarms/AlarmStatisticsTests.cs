using Bunit;
using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Alarms.Pages;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Security;
using Microsoft.Extensions.DependencyInjection;

namespace EmsDashboard.Tests.Features.Alarms;

/// <summary>What the timelines say of alarms and of those who work on them.</summary>
public sealed class AlarmStatisticsTests(TestDatabase database) : PageTestContext(database, Policies.Viewer), IClassFixture<TestDatabase>
{
    private const int Day = 24 * 60;
    private static readonly DateOnly December = new(2020, 12, 1);

    private AlarmSeed Alarms => new(Database.DataSource);

    private AlarmStatisticsQueries Queries => Services.GetRequiredService<AlarmStatisticsQueries>();

    [Fact]
    public async Task OfAsync_Timelines_AreTimedFromWhatLastCalledForSomebody()
    {
        var (busy, calm) = (await AlarmAsync("busy", 10 * Day), await AlarmAsync("calm", 60));
        await TellAsync(busy, (AlarmTransitionType.Raised, 600), (AlarmTransitionType.Acknowledged, 590), (AlarmTransitionType.Escalated, 500), (AlarmTransitionType.Acknowledged, 470),
            (AlarmTransitionType.Cleared, 400), (AlarmTransitionType.Reactivated, 300), (AlarmTransitionType.Resolved, 200));
        await TellAsync(calm, (AlarmTransitionType.Raised, 60), (AlarmTransitionType.Acknowledged, 0));
        // Before the time that is looked at.
        var old = await AlarmAsync("old", 40 * Day, resolvedAfter: 1);
        await TellAsync(old, (AlarmTransitionType.Raised, 40 * Day), (AlarmTransitionType.Cleared, 39 * Day));

        var found = await Queries.OfAsync(30, Xunit.TestContext.Current.CancellationToken);

        Assert.Equal(3, found.Raised);
        Assert.Equal((3, TimeSpan.FromMinutes(30)), (found.ToAcknowledge.Count, found.ToAcknowledge.Typical!.Value));
        Assert.Equal(TimeSpan.FromMinutes(54), found.ToAcknowledge.Slow);
        // 600 to 400 and 300 to 200.
        Assert.Equal((2, TimeSpan.FromMinutes(150)), (found.ToEnd.Count, found.ToEnd.Typical!.Value));
        Assert.Equal([("busy", 2, 1), ("calm", 1, 0)], found.Sources.Select(s => (s.Code, s.Raised, s.Escalated)));
        Assert.Equal([(busy, 3)], found.Chattering.Select(c => (c.Id, c.Times)));
        Assert.Equal((1, busy), (found.StandingCount, Assert.Single(found.Longest).Id));
    }

    [Fact]
    public async Task OfAsync_ThreeTimesOverSeveralDays_IsNoChatter()
    {
        var id = await AlarmAsync("slow", 3 * Day);
        await TellAsync(id, (AlarmTransitionType.Raised, 3 * Day), (AlarmTransitionType.Cleared, 2 * Day), (AlarmTransitionType.Reactivated, (3 * Day / 2) - 1), (AlarmTransitionType.Escalated, 1));

        Assert.Empty((await Queries.OfAsync(30, Xunit.TestContext.Current.CancellationToken)).Chattering);
    }

    [Fact]
    public async Task OfAsync_NothingYet_SaysSo()
    {
        var found = await Queries.OfAsync(7, Xunit.TestContext.Current.CancellationToken);

        Assert.Equal((0, new AlarmTimes(0, null, null), new AlarmTimes(0, null, null), 0), (found.Raised, found.ToAcknowledge, found.ToEnd, found.StandingCount));
    }

    [Fact]
    public async Task Page_ShowsSourcesAndWhatStands_AndLeadsToThem()
    {
        var id = await AlarmAsync("busy", 10 * Day);
        await TellAsync(id, (AlarmTransitionType.Raised, 600), (AlarmTransitionType.Acknowledged, 590));
        Navigation.NavigateTo("/alarms/statistics?days=7");

        var page = Render<AlarmStatisticsPage>();

        page.WaitForAssertion(() => Assert.Contains("Quota busy", page.Find("[data-testid=stat-sources]").TextContent, StringComparison.Ordinal));
        Assert.Equal(AlarmLinks.Alarm(id), page.Find("[data-testid=stat-standing] a").GetAttribute("href"));
        Assert.Equal("page", page.Find("[data-testid=days-7]").GetAttribute("aria-current"));
        Assert.Equal("page", page.Find("[data-testid=tab-statistics]").GetAttribute("aria-current"));
    }

    private async Task<long> AlarmAsync(string quota, int raisedAgo, int? resolvedAfter = null) =>
        await Alarms.AlarmAsync(await Estate.QuotaAsync(quota, QuotaScope.EnergyType), December, raisedAgo: raisedAgo, resolvedAfter: resolvedAfter);

    private async Task TellAsync(long alarm, params (AlarmTransitionType Type, int MinutesAgo)[] moments)
    {
        foreach (var (type, minutesAgo) in moments) await Alarms.TransitionAsync(alarm, type, minutesAgo);
    }
}
