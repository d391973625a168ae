using Bunit;
using EmsDashboard.Features.Overview;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Shared.Shell;

namespace EmsDashboard.Tests.Features.Overview;

/// <summary>The start page on a real database.</summary>
public sealed class OverviewPageTests(TestDatabase database) : PageTestContext(database, Policies.Viewer), IClassFixture<TestDatabase>
{
    [Fact]
    public void Overview_WithoutQuotas_SaysWhatAQuotaIs()
    {
        var page = Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.Contains("No quotas yet", page.Find("[data-testid=empty]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Overview_UsageChanges_GaugeMovesWithoutReload()
    {
        var quota = await Estate.QuotaAsync("q", QuotaScope.EnergyType, value: 1000);
        await Estate.UsageAsync(quota, new(2020, 12, 1), 400, new(2020, 12, 14));
        var page = Render<OverviewPage>();
        page.WaitForAssertion(() => Assert.Equal("40.000000", page.Find("[data-testid=gauge]").GetAttribute("data-rate")));

        await Estate.ExecuteAsync("UPDATE quota_usage SET actual_value = 1100, usage_rate_pct = 110, status = 'exceeded'");
        await Feed.AnnounceAsync(Topics.Quotas);

        page.WaitForAssertion(() => Assert.Equal("110", page.Find("[data-testid=gauge]").GetAttribute("data-rate")));
        Assert.Equal("1", page.Find("[data-testid=count-Exceeded] .value").TextContent);
        Assert.Contains("12:07", page.Find("[data-testid=data-panel]").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(29, "11:31")]
    [InlineData(31, "overdue 31\u00a0min ago")]
    public async Task Overview_LastCheck_IsOverdueAsTheFrameSays(int minutesAgo, string expected)
    {
        await Estate.UsageAsync(await Estate.QuotaAsync("q", QuotaScope.EnergyType), new(2020, 12, 1), 1, new(2020, 12, 14));
        var now = new DateTimeOffset(2020, 12, 15, 12, 0, 0, TimeSpan.Zero);
        var last = now.AddMinutes(-minutesAgo);

        var page = Render<OverviewPage>(p => p.AddCascadingValue(new ShellStatus(null, last, 0, now, CheckOverdueFrom: last.AddMinutes(30))));

        page.WaitForAssertion(() => Assert.Contains(expected, page.Find("[data-testid=data-panel]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Overview_FilterInTheAddress_NarrowsAndCanBeCleared()
    {
        await Estate.UsageAsync(await Estate.QuotaAsync("gas", QuotaScope.EnergyType, energyType: "gas"), new(2020, 12, 1), 1, new(2020, 12, 14));
        await Estate.UsageAsync(await Estate.QuotaAsync("power", QuotaScope.EnergyType), new(2020, 12, 1), 1, new(2020, 12, 14));
        Navigation.NavigateTo("/?energy=gas");

        var page = Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.Equal(["gas"], page.FindAll("[data-testid=quota-card]").Select(c => c.GetAttribute("data-code"))));
        page.Act("[data-testid=clear-filters]", button => button.Click());
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=quota-card]").Count));
        Assert.DoesNotContain("energy", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overview_FilterWithoutHits_SaysHowManyThereAreAndKeepsTheCounts()
    {
        await Estate.UsageAsync(await Estate.QuotaAsync("gas", QuotaScope.EnergyType, energyType: "gas"), new(2020, 12, 1), 1100, new(2020, 12, 14));
        await Estate.ExecuteAsync("UPDATE quota_usage SET usage_rate_pct = 110, status = 'exceeded'");
        Navigation.NavigateTo("/?energy=electricity");

        var page = Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.Contains("Without filters there is 1 quota", page.Find("[data-testid=empty]").TextContent, StringComparison.Ordinal));
        Assert.Equal("1", page.Find("[data-testid=count-Exceeded] .value").TextContent);
        page.Act("[data-testid=empty] button", button => button.Click());
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=quota-card]")));
    }

    [Fact]
    public async Task Overview_AsList_ShowsEachQuotaOnce()
    {
        for (var i = 0; i < 15; i++)
            await Estate.UsageAsync(await Estate.QuotaAsync($"q{i:00}", QuotaScope.EnergyType), new(2020, 12, 1), i, new(2020, 12, 14));
        Navigation.NavigateTo("/?view=list");

        var page = Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.Equal(15, page.FindAll("[data-code]").Select(row => row.GetAttribute("data-code")).Distinct().Count()));
        Assert.Equal(15, page.FindAll("[data-code]").Count);
    }

    [Fact]
    public async Task Overview_ManyQuotas_ShowsTwelveCardsAndMoreOnRequest()
    {
        for (var i = 0; i < 30; i++)
            await Estate.UsageAsync(await Estate.QuotaAsync($"q{i:00}", QuotaScope.EnergyType), new(2020, 12, 1), i, new(2020, 12, 14));

        var page = Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.Equal(12, page.FindAll("[data-testid=quota-card]").Count));
        Assert.Equal("q29", page.Find("[data-testid=quota-card]").GetAttribute("data-code"));
        Assert.Equal(18, page.FindAll("[data-testid=quota-bullets] li").Count);
        page.Act("[data-testid=show-more]", button => button.Click());
        page.WaitForAssertion(() => Assert.Equal(24, page.FindAll("[data-testid=quota-card]").Count));
    }
}
